"""The lifecycle of models on Amazon Bedrock."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    Row,
    attribute_claims,
)

GUIDE_URL = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle"
COLUMNS: dict[str, Attribute] = {
    "Model name": "name",
    "Input modalities": "input_modalities",
    "Legacy date": "deprecated_date",
    "EOL date": "retired_date",
    "Recommended model version replacement": "successor",
}
# The two parts of "March 1, 2027 (us-east-1 and us-west-2)"
DAY_BEFORE_REGIONS = r"^(.+?) \(.+\)$"
REGIONS_AFTER_DAY = r"^.+? \((.+)\)$"


class BedrockLifecycle(Documentation):
    """Amazon Bedrock's models: a table of active ones, and tables of legacy ones and of their end.

    A date that holds in some regions only keeps them as its variant.
    """

    publisher = "amazon-bedrock"
    role = "lifecycle"
    links = [Link(kind="lifecycle", url=f"{GUIDE_URL}.html", aliases=(f"{GUIDE_URL}.md",))]
    expect = {"active": range(3000), "ending": range(8, 3000)}
    active_ignore = ("Provider", "Regions supported", "Launch date", "Output modalities")
    ending_ignore = (
        "Model provider",
        "Provider",
        "Regions",
        "Public extended access date",
        "Public extended access start date",
        "Recommended model ID",
    )

    def active(self, page: Page) -> Claims:
        for row in page.outline.rows("Model ID", "Launch date", ignore=self.active_ignore):
            route = row.pop("Model ID")
            yield Claim(route=route, attribute="status", value="active", quote=route)
            yield from self.attributes(row, route)

    def ending(self, page: Page) -> Claims:
        for row in page.outline.rows("Legacy date", "EOL date", ignore=self.ending_ignore):
            yield from self.attributes(row, row.pop("Model ID", "Model version"))

    def attributes(self, row: Row, route: Quote) -> Claims:
        for claim in attribute_claims(row, COLUMNS, route=route):
            if claim.attribute in ("deprecated_date", "retired_date"):
                yield self.regional_date(claim)
            else:
                yield claim

    def regional_date(self, claim: Claim) -> Claim:
        """The claim of a date, with the regions behind it as its variant unless they are all."""
        day = claim.quote.find(DAY_BEFORE_REGIONS)
        regions = claim.quote.find(REGIONS_AFTER_DAY)
        if day is None or regions is None:
            return claim
        is_everywhere = regions.text.lower() == "all regions"
        variant = None if is_everywhere else regions.text
        return claim.model_copy(update={"quote": day, "variant": variant})
