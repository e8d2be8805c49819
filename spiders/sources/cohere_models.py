"""Cohere's overview of models: what each reads, its context and longest output, whether it is live, its other ids."""

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.page import Page
from spiders.parameters import attributes
from spiders.source import Documentation

FACTS: dict[str, Attribute] = {
    "Modality": "input_modalities", "Modalities": "input_modalities",
    "Context Length": "context_tokens", "Maximum Output Tokens": "max_output_tokens",
}  # fmt: skip
UNREAD = ("Endpoints", "Dimensions", "Similarity Metric", "Maximum file size")
DAYS: dict[str, Attribute] = {"Deprecated": "deprecated_date", "Retired": "retired_date"}
PLATFORMS = {
    "Amazon Bedrock Model ID": "amazon-bedrock", "Azure AI Foundry": "azure",
    "Oracle OCI Generative AI Service": "oracle",
}  # fmt: skip


class CohereModels(Documentation):
    publisher = "cohere"
    links = [Link.markdown("models", "https://docs.cohere.com/docs/models")]
    expect = {"endpoints": range(20, 3000), "platforms": range(3, 3000)}

    def endpoints(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", "Endpoints", ignore=UNREAD):
            route = row.pop("Model Name")
            yield from attributes(row, FACTS, route=route)
            if meant := row.pop("Description").find(r"^Alias for (\S+)$"):
                yield Claim(route=route, attribute="points_to", quote=meant)
            if status := row.find("Status"):
                yield from self.status(route, status)

    def status(self, route: Quote, cell: Quote) -> Claims:
        word, day = cell.find(r"^(?:Live$|Deprecated|Retired)"), cell.find(r"^\w+ (.+)")
        if word is None:
            raise PageChanged("a status has a new form", where=cell.locator, found=cell.text)
        yield Claim(route=route, attribute="status", says="active" if word.text == "Live" else None, quote=word)
        if day:
            yield Claim(route=route, attribute=DAYS[word.text], quote=day)

    def platforms(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", *PLATFORMS, ignore=["Amazon SageMaker"]):
            route = row.pop("Model Name")
            for header, seller in PLATFORMS.items():
                for own in row.pop(header).finds(r"(?<![(\w.-])[A-Za-z]+[.-][\w.:-]+(?: v[\d.]+)?"):
                    yield Claim(route=route, attribute="alias", variant=seller, quote=own)
