"""Cohere's overview of models: what each reads, its context and longest output, whether it is live, its other ids."""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Quote
from spiders.page import Page
from spiders.source import Source
from spiders.tables import Row, Table

FACTS: dict[str, Attribute] = {
    "Modality": "input_modalities", "Modalities": "input_modalities",
    "Context Length": "context_tokens", "Maximum Output Tokens": "max_output_tokens",
}  # fmt: skip
STATES = {"Live": "active", "Deprecated": "deprecated", "Retired": "retired"}
DAYS: dict[str, Attribute] = {"Deprecated": "deprecated_date", "Retired": "retired_date"}
PLATFORMS = {
    "Amazon Bedrock Model ID": "amazon-bedrock", "Azure AI Foundry": "azure",
    "Oracle OCI Generative AI Service": "oracle",
}  # fmt: skip
_URL = "https://docs.cohere.com/docs/models"


class CohereModels(Source):
    publisher = "cohere"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="models", url=f"{_URL}.md", aliases=(_URL,))]
    expect = {"models": range(20, 3000), "platforms": range(3, 3000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models, self.platforms)

    def models(self, page: Page) -> Iterator[Claim]:
        for table in self.tables(page, "Endpoints"):
            for row in table.rows(ignore=["Endpoints", "Dimensions", "Similarity Metric", "Maximum file size"]):
                yield from self.model(row.pop("Model Name"), row)

    def model(self, route: Quote, row: Row) -> Iterator[Claim]:
        if alias := re.fullmatch(r"Alias for (\S+)", (description := row.pop("Description")).text):
            yield Claim(route=route, attribute="points_to", quote=description.part(*alias.span(1)))
        for header, attribute in FACTS.items():
            if row.has(header):
                yield Claim(route=route, attribute=attribute, quote=row.pop(header))
        if row.has("Status"):
            yield from self.status(route, row.pop("Status"))

    def status(self, route: Quote, cell: Quote) -> Iterator[Claim]:
        stated = re.fullmatch(r"(Live|Deprecated|Retired)(?: (.+))?", cell.text)
        if stated is None or (stated[2] and stated[1] not in DAYS):
            raise PageChanged("a status has a new form", where=cell.locator, found=cell.text)
        yield Claim(route=route, attribute="status", says=STATES[stated[1]], quote=cell.part(*stated.span(1)))
        if stated[2]:
            yield Claim(route=route, attribute=DAYS[stated[1]], quote=cell.part(*stated.span(2)))

    def platforms(self, page: Page) -> Iterator[Claim]:
        for table in self.tables(page, "Amazon Bedrock Model ID"):
            for row in table.rows(ignore=["Amazon SageMaker"]):
                route = row.pop("Model Name")
                for header, seller in PLATFORMS.items():
                    cell = row.pop(header)
                    for own in re.finditer(r"(?<![(\w.-])[A-Za-z]+[.-][\w.:-]+(?: v[\d.]+)?", cell.text):
                        yield Claim(route=route, attribute="alias", variant=seller, quote=cell.part(*own.span()))

    def tables(self, page: Page, header: str) -> list[Table]:
        return [table for section in page.outline.sections() for table in section.tables("Model Name", header)]
