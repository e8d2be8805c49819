"""When OpenAI's models are deprecated and retired on Azure: a table a kind of model, a row a
version.

A version that is a date or a revision is a part of the model's name; another, such as 1, is Azure's
own.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.parsing.tables import Row, states_something
from spiders.readers.phrases import read_retirement
from spiders.source import Documentation

_PAGE = "https://learn.microsoft.com/en-us/azure/{}/openai/concepts/model-retirements"


class AzureOpenaiLifecycle(Documentation):
    publisher = "azure"
    terms = "public documentation, CC BY 4.0; robots allow"
    unverified_reason = (
        "no copy of the page was at hand; its tables are known from the documentation's "
        "public repository"
    )
    links = [
        Link(
            kind="lifecycle",
            url=_PAGE.format("foundry"),
            aliases=(_PAGE.format("ai-foundry"), _PAGE.format("ai-services")),
        )
    ]
    expect = {"versions": range(10, 3000)}
    names = {r"(?i)^model( name)?$": "model", r"(?i)version": "version"}
    columns: dict[str, Attribute] = {
        "(?i)^lifecycle status$": "status",
        "(?i)^deprecation date": "deprecated_date",
        "(?i)^retirement date$": "retired_date",
        "(?i)replacement": "successor",
    }

    def versions(self, page: Page) -> Claims:
        return self.read_each(page, "versions", page.outline.rows("Retirement date"), self.version)

    def version(self, row: Row) -> Claims:
        names = row.pop_matching(self.names)
        route = names["model"].with_context(row=names.get("version"))
        version = names["version"].text if "version" in names else ""
        is_name = re.match(r"\d{4}|turbo-", version)
        named = f"{route.text}-{version}" if is_name else None
        variant = f"version {version}" if version and not is_name else None
        for attribute, cell in row.pop_matching(self.columns).items():
            is_bound = attribute == "deprecated_date" and re.match(r"(?i)no earlier", cell.text)
            if (
                states_something(cell) and not is_bound
            ):  # not only a day before which it is not deprecated
                kind, quote = (
                    read_retirement(cell) if attribute == "retired_date" else (attribute, cell)
                )
                yield Claim(
                    route=route, full_name=named, attribute=kind, variant=variant, quote=quote
                )
