"""When models that Azure Foundry sells for their makers are deprecated and retired there: a table a maker.

A legacy model can still be deployed, so its legacy date changes nothing for who uses it and is not read. OpenAI's
models have a page of their own.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link
from spiders.page import Page
from spiders.source import Source
from spiders.tables import Row

_LEARN = "https://learn.microsoft.com/en-us/azure"


class AzureLifecycle(Source):
    publisher = "azure"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(
            kind="lifecycle",
            url=f"{_LEARN}/foundry/concepts/model-lifecycle-retirement",
            aliases=(f"{_LEARN}/ai-foundry/concepts/model-lifecycle-retirement",),
        )
    ]
    expect = {"timelines": range(20, 3000)}
    stated: dict[str, Attribute] = {
        "Deprecation date": "deprecated_date",
        "Deprecation date (UTC)": "deprecated_date",
        "Retirement date": "retired_date",
        "Retirement date (UTC)": "retired_date",
        "Suggested replacement model": "successor",
    }

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.timelines)

    def timelines(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("Model", "Suggested replacement model"):
                for row in table.rows(ignore=["Legacy date", "Legacy date (UTC)"]):
                    yield from self.model(row)

    def model(self, row: Row) -> Iterator[Claim]:
        route = row.pop("Model")
        for header, attribute in self.stated.items():
            if row.has(header) and (cell := row.pop(header)).text != "N/A":
                yield Claim(route=route, attribute=attribute, quote=cell)
