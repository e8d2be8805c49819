"""When OpenAI's models are deprecated and retired on Azure: a table a kind of model, a row a version.

A version that is a date or a revision is a part of the model's name; another, such as 1, is Azure's own.
"""

import re
from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link
from spiders.page import Page
from spiders.phrases import retirement
from spiders.source import Source
from spiders.tables import Row

_LEARN = "https://learn.microsoft.com/en-us/azure"
_PAGE = "openai/concepts/model-retirements"


class AzureOpenaiLifecycle(Source):
    publisher = "azure"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    unproven = "no copy of the page was at hand; its tables are known from the documentation's public repository"
    links = [Link(kind="lifecycle", url=f"{_LEARN}/foundry/{_PAGE}",
                  aliases=(f"{_LEARN}/ai-foundry/{_PAGE}", f"{_LEARN}/ai-services/{_PAGE}"))]  # fmt: skip
    expect = {"versions": range(10, 3000)}
    names = {r"(?i)^model( name)?$": "model", r"(?i)version": "version"}
    columns: dict[str, Attribute] = {
        "(?i)^lifecycle status$": "status", "(?i)^deprecation date": "deprecated_date",
        "(?i)^retirement date$": "retired_date", "(?i)replacement": "successor",
    }  # fmt: skip

    def versions(self, page: Page) -> Iterator[Claim]:
        for table in page.outline.tables("Retirement date"):
            yield from self.each(page, "versions", table.rows(), self.version)

    def version(self, row: Row) -> Iterator[Claim]:
        names = row.take(self.names)
        route, version = names["model"], names["version"].text if "version" in names else ""
        route = route.within(*(cell.as_context("row") for kind, cell in names.items() if kind == "version"))
        is_name = re.match(r"\d{4}|turbo-", version)
        named = f"{route.text}-{version}" if is_name else None
        variant = f"version {version}" if version and not is_name else None
        for attribute, cell in row.take(self.columns).items():
            is_bound = attribute == "deprecated_date" and re.match(r"(?i)no earlier", cell.text)
            if cell.text.casefold() in ("", "-", "n/a") or is_bound:
                continue  # nothing, or only a day before which it is not deprecated
            kind, quote = retirement(cell) if attribute == "retired_date" else (attribute, cell)
            yield Claim(route=route, named=named, attribute=kind, variant=variant, quote=quote)
