"""When models that Azure Foundry sells for their makers are deprecated and retired there: a table a
maker.

A legacy model can still be deployed, so its legacy date changes nothing for who uses it and is not
read. OpenAI's models have a page of their own.
"""

from spiders.claims import Attribute, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.source import Documentation

_LEARN = "https://learn.microsoft.com/en-us/azure"


class AzureLifecycle(Documentation):
    publisher = "azure"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(
            kind="lifecycle",
            url=f"{_LEARN}/foundry/concepts/model-lifecycle-retirement",
            aliases=(f"{_LEARN}/ai-foundry/concepts/model-lifecycle-retirement",),
        )
    ]
    expect = {"timelines": range(20, 3000)}
    columns: dict[str, Attribute] = {
        "Deprecation date": "deprecated_date",
        "Deprecation date (UTC)": "deprecated_date",
        "Retirement date": "retired_date",
        "Retirement date (UTC)": "retired_date",
        "Suggested replacement model": "successor",
    }

    def timelines(self, page: Page) -> Claims:
        legacy = ("Legacy date", "Legacy date (UTC)")
        for row in page.outline.rows("Model", "Suggested replacement model", ignore=legacy):
            yield from attribute_claims(row, self.columns, route=row.pop("Model"))
