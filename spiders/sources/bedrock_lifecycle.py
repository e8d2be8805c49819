"""The lifecycle of models on Amazon Bedrock: what is active, what is legacy, and when it ends
there.

A date that holds in some regions only keeps them as its variant.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.attributes import attribute_claims
from spiders.source import Documentation

_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle"


class BedrockLifecycle(Documentation):
    publisher = "amazon-bedrock"
    links = [Link(kind="lifecycle", url=f"{_GUIDE}.html", aliases=(f"{_GUIDE}.md",))]
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
    columns: dict[str, Attribute] = {
        "Model name": "name",
        "Input modalities": "input_modalities",
        "Legacy date": "deprecated_date",
        "EOL date": "retired_date",
        "Recommended model version replacement": "successor",
    }

    def active(self, page: Page) -> Claims:
        for row in page.outline.rows("Model ID", "Launch date", ignore=self.active_ignore):
            route = row.pop("Model ID")
            yield Claim(route=route, attribute="status", value="active", quote=route)
            yield from self.stated(row, route)

    def ending(self, page: Page) -> Claims:
        for row in page.outline.rows("Legacy date", "EOL date", ignore=self.ending_ignore):
            yield from self.stated(row, row.pop("Model ID", "Model version"))

    def stated(self, row: Row, route: Quote) -> Claims:
        for claim in attribute_claims(row, self.columns, route=route):
            day, regions = claim.quote.find(r"^(.+?) \(.+\)$"), claim.quote.find(r"^.+? \((.+)\)$")
            if day and regions and claim.attribute in ("deprecated_date", "retired_date"):
                variant = None if regions.text.lower() == "all regions" else regions.text
                yield claim.model_copy(update={"quote": day, "variant": variant})
            else:
                yield claim
