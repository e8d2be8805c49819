"""Groq's supported models: ids, prices per token, per hour of audio and per character, context and longest completion.

The first cell glues the maker's picture, the name, which is a link, and the id: the link's ends part them.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Meter, Quote, Unit
from spiders.page import Page
from spiders.phrases import read_unit
from spiders.source import Source
from spiders.tables import Row

PRICE = "PRICE PER 1M TOKENS"
METERS: dict[str, Meter] = {"input": "input", "cached input": "cache_read", "output": "output"}
TIMED: dict[Unit, Meter] = {"hour": "minute", "minute": "minute", "1M characters": "character"}
LIMITS: dict[str, Attribute] = {
    "CONTEXT WINDOW (TOKENS)": "context_tokens", "MAX COMPLETION TOKENS": "max_output_tokens",
}  # fmt: skip


class GroqModels(Source):
    publisher = "groq"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    money = r"\$\d"
    links = [Link(kind="models", url="https://console.groq.com/docs/models.md",
                  aliases=("https://console.groq.com/docs/models",))]  # fmt: skip
    expect = {"models": range(20, 3000)}
    stages = {"Production": "active", "Preview": "preview"}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("MODEL ID"):
                stage = re.match(r"\[?(Production|Preview) (?:Models|Systems)\b", section.name)
                if section.heading is None or stage is None:
                    raise PageChanged("a table of models is of no known stage", where=f"section {section.name!r}")
                stated = section.heading.part(*stage.span(1))
                rows = table.rows(ignore=["SPEED (T/SEC)", "RATE LIMITS (DEVELOPER PLAN)", "MAX FILE SIZE"])
                yield from self.each(page, "models", rows, lambda row, stated=stated: self.model(page, row, stated))

    def model(self, page: Page, row: Row, stage: Quote) -> Iterator[Claim]:
        limits = {header: row.pop(header) for header in LIMITS}
        cell, price = row.pop("MODEL ID"), row.pop(PRICE)
        *_, name, route = [None, None, *page.pieces(cell)]
        if name is None or route is None or not re.fullmatch(r"[a-z0-9][a-z0-9._/-]+", route.text):
            raise PageChanged("a cell is no name, a link, with an id after it", where=cell.locator, found=cell.text)
        yield Claim(route=route, attribute="name", quote=name)
        yield Claim(route=route, attribute="status", says=self.stages[stage.text], quote=stage)
        for header, limit in limits.items():
            if limit.text != "-":
                yield Claim(route=route, attribute=LIMITS[header], quote=limit)
        if price.text != "-":
            yield from self.prices(route, price)

    def prices(self, route: Quote, cell: Quote) -> Iterator[Claim]:
        amounts = list(
            re.finditer(r"(\$[\d.]+) (?:(cached input|input|output)|(per (?:hour|minute|1M characters)))", cell.text)
        )
        if "".join(amount[0] for amount in amounts) != cell.text:
            raise PageChanged("a price has a new form", where=cell.locator, found=cell.text)
        for amount in amounts:
            unit = read_unit(amount[3] or PRICE) or "1M tokens"
            meter = METERS[amount[2]] if amount[2] else TIMED[unit]
            quote = cell.part(*amount.span(1)).within(cell.part(*amount.span(2 if amount[2] else 3)).as_context("unit"))
            yield Claim(route=route, price=meter, quote=quote, unit=unit)
