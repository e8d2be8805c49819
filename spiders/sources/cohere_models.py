"""Cohere's overview of models: what each reads, its context and longest output, whether it is live, its other ids."""

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.page import Page
from spiders.parameters import columns
from spiders.source import Documentation

FACTS: dict[str, Attribute] = {
    "Modality": "input_modalities", "Modalities": "input_modalities",
    "Context Length": "context_tokens", "Maximum Output Tokens": "max_output_tokens",
}  # fmt: skip
DAYS: dict[str, Attribute] = {"Deprecated": "deprecated_date", "Retired": "retired_date"}
PLATFORMS = {
    "Amazon Bedrock Model ID": "amazon-bedrock", "Azure AI Foundry": "azure",
    "Oracle OCI Generative AI Service": "oracle",
}  # fmt: skip


class CohereModels(Documentation):
    publisher = "cohere"
    links = [Link.markdown("models", "https://docs.cohere.com/docs/models")]
    expect = {"models": range(20, 3000), "platforms": range(3, 3000)}

    def claims(self, page: Page) -> Claims:
        return self.attempt(page, self.models, self.platforms)

    def models(self, page: Page) -> Claims:
        for table in page.outline.tables("Model Name", "Endpoints"):
            for row in table.rows(ignore=["Endpoints", "Dimensions", "Similarity Metric", "Maximum file size"]):
                route = row.pop("Model Name")
                yield from columns(row, FACTS, route=route)
                if meant := row.pop("Description").find(r"^Alias for (\S+)$"):
                    yield Claim(route=route, attribute="points_to", quote=meant)
                if row.has("Status"):
                    yield from self.status(route, row.pop("Status"))

    def status(self, route: Quote, cell: Quote) -> Claims:
        word, day = cell.find(r"^(?:Live$|Deprecated|Retired)"), cell.find(r"^\w+ (.+)")
        if word is None:
            raise PageChanged("a status has a new form", where=cell.locator, found=cell.text)
        yield Claim(route=route, attribute="status", says="active" if word.text == "Live" else None, quote=word)
        if day:
            yield Claim(route=route, attribute=DAYS[word.text], quote=day)

    def platforms(self, page: Page) -> Claims:
        for table in page.outline.tables("Model Name", "Amazon Bedrock Model ID"):
            for row in table.rows(ignore=["Amazon SageMaker"]):
                route = row.pop("Model Name")
                for header, seller in PLATFORMS.items():
                    for own in row.pop(header).finds(r"(?<![(\w.-])[A-Za-z]+[.-][\w.:-]+(?: v[\d.]+)?"):
                        yield Claim(route=route, attribute="alias", variant=seller, quote=own)
