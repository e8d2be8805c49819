"""When OpenAI's models are deprecated and retired on Azure."""

import re

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    Row,
    read_retirement,
    states_something,
)

PAGE_URL = "https://learn.microsoft.com/en-us/azure/{}/openai/concepts/model-retirements"
# The headers differ from table to table: "Model", "Model name", "Version", "Model version".
NAME_HEADERS = {r"(?i)^model( name)?$": "model", r"(?i)version": "version"}
COLUMNS: dict[str, Attribute] = {
    "(?i)^lifecycle status$": "status",
    "(?i)^deprecation date": "deprecated_date",
    "(?i)^retirement date$": "retired_date",
    "(?i)replacement": "successor",
}
# A version that is a part of the model's name: "2024-08-06", "turbo-2024-04-09".
VERSION_IN_NAME = r"\d{4}|turbo-"
# "No earlier than March 1, 2027"
NOT_BEFORE = r"(?i)no earlier"


class AzureOpenaiLifecycle(Documentation):
    """Azure's retirements of OpenAI's models: one table per kind of model, one row per version.

    A version that is a date or a revision is part of the model's name; another one, such as 1, is
    Azure's own. A day before which a model is not deprecated is no day of deprecation and is left
    out.
    """

    publisher = "azure"
    role = "lifecycle"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(
            kind="lifecycle",
            url=PAGE_URL.format("foundry"),
            aliases=(PAGE_URL.format("ai-foundry"), PAGE_URL.format("ai-services")),
        )
    ]
    expect = {"versions": range(10, 3000)}
    unverified_reason = (
        "no copy of the page was at hand; its tables are known from the documentation's "
        "public repository"
    )

    def versions(self, page: Page) -> Claims:
        return self.read_each(page, "versions", page.outline.rows("Retirement date"), self.version)

    def version(self, row: Row) -> Claims:
        names = row.pop_matching(NAME_HEADERS)
        route = names["model"].with_context(row=names.get("version"))
        version = names["version"].text if "version" in names else ""
        full_name = variant = None
        if re.match(VERSION_IN_NAME, version):
            full_name = f"{route.text}-{version}"
        elif version:
            variant = f"version {version}"
        for column, cell in row.pop_matching(COLUMNS).items():
            if not self.is_fact(column, cell):
                continue
            attribute, quote = column, cell
            if column == "retired_date":
                attribute, quote = read_retirement(cell)
            yield Claim(
                route=route, full_name=full_name, attribute=attribute, variant=variant, quote=quote
            )

    def is_fact(self, column: Attribute, cell: Quote) -> bool:
        if column == "deprecated_date" and re.match(NOT_BEFORE, cell.text):
            return False
        return states_something(cell)
