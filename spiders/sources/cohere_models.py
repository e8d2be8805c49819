"""Cohere's overview of models: what each reads, its context and longest output, whether it is live,
its other ids.
"""

from spiders.claims import Attribute, Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.source import Documentation

FACTS: dict[str, Attribute] = {
    "Modality": "input_modalities",
    "Modalities": "input_modalities",
    "Context Length": "context_tokens",
    "Maximum Output Tokens": "max_output_tokens",
}
UNREAD = ("Endpoints", "Dimensions", "Similarity Metric", "Maximum file size")
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


class CohereModels(Documentation):
    publisher = "cohere"
    links = [Link.markdown("models", "https://docs.cohere.com/docs/models")]
    expect = {"endpoints": range(20, 3000), "platforms": range(3, 3000)}

    def endpoints(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", "Endpoints", ignore=UNREAD):
            route = row.pop("Model Name")
            yield from attribute_claims(row, FACTS, route=route)
            yield from attribute_claims(
                row.pop("Description"), {r"^Alias for (\S+)$": "points_to"}, route=route
            )
            if status := row.find("Status"):
                yield from attribute_claims(status, STATUS, route=route)

    def platforms(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", *PLATFORMS, ignore=["Amazon SageMaker"]):
            route = row.pop("Model Name")
            for header, seller in PLATFORMS.items():
                for own in row.pop(header).find_all(
                    r"(?<![(\w.-])[A-Za-z]+[.-][\w.:-]+(?: v[\d.]+)?"
                ):
                    yield Claim(route=route, attribute="alias", variant=seller, quote=own)
