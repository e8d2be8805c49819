"""When models that Azure Foundry sells for their makers are deprecated and retired there."""

from spiders.authoring import Attribute, Claims, Documentation, Link, Page, attribute_claims

LEARN_URL = "https://learn.microsoft.com/en-us/azure"
LEGACY_HEADERS = ("Legacy date", "Legacy date (UTC)")
COLUMNS: dict[str, Attribute] = {
    "Deprecation date": "deprecated_date",
    "Deprecation date (UTC)": "deprecated_date",
    "Retirement date": "retired_date",
    "Retirement date (UTC)": "retired_date",
    "Suggested replacement model": "successor",
}


class AzureLifecycle(Documentation):
    """Azure Foundry's timelines of models by other makers: one table per maker.

    A legacy model can still be deployed: its legacy date changes nothing for its users and is left
    out. OpenAI's models have a page of their own.
    """

    publisher = "azure"
    role = "lifecycle"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(
            kind="lifecycle",
            url=f"{LEARN_URL}/foundry/concepts/model-lifecycle-retirement",
            aliases=(f"{LEARN_URL}/ai-foundry/concepts/model-lifecycle-retirement",),
        )
    ]
    expect = {"timelines": range(20, 3000)}

    def timelines(self, page: Page) -> Claims:
        rows = page.outline.rows("Model", "Suggested replacement model", ignore=LEGACY_HEADERS)
        for row in rows:
            yield from attribute_claims(row, COLUMNS, route=row.pop("Model"))
