"""Cohere's overview of its models."""

from spiders.authoring import Attribute, Claim, Claims, Documentation, Link, Page, attribute_claims

COLUMNS: dict[str, Attribute] = {
    "Modality": "input_modalities",
    "Modalities": "input_modalities",
    "Context Length": "context_tokens",
    "Maximum Output Tokens": "max_output_tokens",
}
IGNORED_HEADERS = ("Endpoints", "Dimensions", "Similarity Metric", "Maximum file size")
ALIAS: dict[str, Attribute] = {r"^Alias for (\S+)$": "points_to"}
# A status is "Live", or "Deprecated Sept 15, 2025".
STATUS: dict[str, Attribute] = {
    r"^\w+": "status",
    "^Deprecated (.+)": "deprecated_date",
    "^Retired (.+)": "retired_date",
}
PLATFORMS = {
    "Amazon Bedrock Model ID": "amazon-bedrock",
    "Azure AI Foundry": "azure",
    "Oracle OCI Generative AI Service": "oracle",
}
# "cohere.command-r-v1:0", "cohere.command-r-plus v1.2"
PLATFORM_ID = r"(?<![(\w.-])[A-Za-z]+[.-][\w.:-]+(?: v[\d.]+)?"


class CohereModels(Documentation):
    """Cohere's models: tables of modalities, context, longest output and status, and tables of the
    ids on other platforms.

    What a model is used for, its endpoints and its dimensions are left out: no attribute is for
    them.
    """

    publisher = "cohere"
    links = [Link.markdown("models", "https://docs.cohere.com/docs/models")]
    expect = {"endpoints": range(20, 3000), "platforms": range(3, 3000)}

    def endpoints(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", "Endpoints", ignore=IGNORED_HEADERS):
            route = row.pop("Model Name")
            yield from attribute_claims(row, COLUMNS, route=route)
            yield from attribute_claims(row.pop("Description"), ALIAS, route=route)
            status = row.find("Status")
            if status:
                yield from attribute_claims(status, STATUS, route=route)

    def platforms(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", *PLATFORMS, ignore=["Amazon SageMaker"]):
            route = row.pop("Model Name")
            for header, seller in PLATFORMS.items():
                for platform_id in row.pop(header).find_all(PLATFORM_ID):
                    yield Claim(route=route, attribute="alias", variant=seller, quote=platform_id)
