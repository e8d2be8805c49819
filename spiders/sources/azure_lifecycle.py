"""When models that Azure Foundry sells for their makers are deprecated and retired there: a table a maker.

A legacy model can still be deployed, so its legacy date changes nothing for who uses it and is not read. OpenAI's
models have a page of their own.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link
from spiders.page import Page
from spiders.source import Source

_LEARN = "https://learn.microsoft.com/en-us/azure"


class AzureLifecycle(Source):
    publisher = "azure"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="lifecycle", url=f"{_LEARN}/foundry/concepts/model-lifecycle-retirement",
                  aliases=(f"{_LEARN}/ai-foundry/concepts/model-lifecycle-retirement",))]  # fmt: skip
    expect = {"timelines": range(20, 3000)}
    columns: dict[str, Attribute] = {
        r"^Deprecation date( \(UTC\))?$": "deprecated_date", r"^Retirement date( \(UTC\))?$": "retired_date",
        "^Suggested replacement model$": "successor",
    }  # fmt: skip

    def timelines(self, page: Page) -> Iterator[Claim]:
        for table in page.outline.tables("Model", "Suggested replacement model"):
            for row in table.rows(ignore=["Legacy date", "Legacy date (UTC)"]):
                route = row.pop("Model")
                for attribute, cell in row.take(self.columns).items():
                    if cell.text != "N/A":
                        yield Claim(route=route, attribute=attribute, quote=cell)
