"""Groq's supported models: ids, prices per token, per hour of audio and per character, context and longest completion.

The first cell glues the maker's picture, the name, which is a link, and the id: the link's ends part them.
"""

import re

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Claims, Link, Meter, Quote, Unit
from spiders.page import Page
from spiders.parameters import attributes
from spiders.phrases import read_unit
from spiders.source import Documentation
from spiders.tables import Row

METERS: dict[str, Meter] = {
    "input": "input", "cached input": "cache_read", "output": "output", "per hour": "minute",
    "per 1M characters": "character",
}  # fmt: skip
LIMITS: dict[str, Attribute] = {
    "CONTEXT WINDOW (TOKENS)": "context_tokens", "MAX COMPLETION TOKENS": "max_output_tokens",
}  # fmt: skip
PER: Unit = "1M tokens"
STAGES = {"Production": "active", "Preview": "preview"}
IGNORED = ("SPEED (T/SEC)", "RATE LIMITS (DEVELOPER PLAN)", "MAX FILE SIZE")


class GroqModels(Documentation):
    publisher = "groq"
    money = r"\$\d"
    links = [Link.markdown("models", "https://console.groq.com/docs/models")]
    expect = {"models": range(20, 3000)}

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for table in section.tables("MODEL ID"):
                stage = section.title.find(r"^\[?(Production|Preview) (?:Models|Systems)\b")
                if stage is None:
                    raise PageChanged("a table of models is of no known stage", where=f"section {section.name!r}")
                rows = table.rows(ignore=IGNORED)
                yield from self.each(page, "models", rows, lambda row, stage=stage: self.model(page, row, stage))

    def model(self, page: Page, row: Row, stage: Quote) -> Claims:
        cell, price = row.pop("MODEL ID"), row.pop(f"PRICE PER {PER}")
        *_, name, route = [None, None, *page.pieces(cell)]
        if name is None or route is None or not re.fullmatch(r"[a-z0-9][a-z0-9._/-]+", route.text):
            raise PageChanged("a cell is no name, a link, with an id after it", where=cell.locator, found=cell.text)
        yield Claim(route=route, attribute="name", quote=name)
        yield Claim(route=route, attribute="status", says=STAGES[stage.text], quote=stage)
        yield from attributes(row, LIMITS, route=route)
        if price.text != "-":
            yield from self.prices(route, price)

    def prices(self, route: Quote, cell: Quote) -> Claims:
        stated = cell.finds(rf"\$[\d.]+ (?:{'|'.join(METERS)})")
        if "".join(one.text for one in stated) != cell.text:
            raise PageChanged("a price has a new form", where=cell.locator, found=cell.text)
        for one in stated:
            end = one.text.index(" ")
            what = one.part(end + 1, len(one.text))
            quote = one.part(0, end).within(what.as_context("unit"), *cell.context)
            yield Claim(route=route, price=METERS[what.text], quote=quote, unit=read_unit(what.text) or PER)
