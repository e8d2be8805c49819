"""Groq's supported models: ids, prices per token, per hour of audio and per character, context and
longest completion.

The first cell glues the maker's picture, the name, which is a link, and the id: the link's ends
part them.
"""

from functools import partial

from spiders.claims import Attribute, Claim, Claims, Link, Meter, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.attributes import attribute_claims
from spiders.readers.phrases import read_unit
from spiders.source import Documentation

METERS: dict[str, Meter] = {
    "input": "input",
    "cached input": "cache_read",
    "output": "output",
    "per hour": "minute",
    "per 1M characters": "character",
}
LIMITS: dict[str, Attribute] = {
    "CONTEXT WINDOW (TOKENS)": "context_tokens",
    "MAX COMPLETION TOKENS": "max_output_tokens",
}
PER: Unit = "1M tokens"
STAGE = r"^\[?(Production|Preview) (?:Models|Systems)\b"
IGNORED = ("SPEED (T/SEC)", "RATE LIMITS (DEVELOPER PLAN)", "MAX FILE SIZE")


class GroqModels(Documentation):
    publisher = "groq"
    money_pattern = r"\$\d"
    links = [Link.markdown("models", "https://console.groq.com/docs/models")]
    expect = {"models": range(20, 3000)}

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            rows = section.rows("MODEL ID", ignore=IGNORED)
            yield from self.read_each(page, "models", rows, partial(self.model, page, section))

    def model(self, page: Page, section: Section, row: Row) -> Claims:
        cell, price = row.pop("MODEL ID"), row.pop(f"PRICE PER {PER}")
        stage, pieces = section.title.find(STAGE), page.cell_pieces(cell)
        if stage is None or len(pieces) < 2 or not pieces[-1].find("^[a-z0-9][a-z0-9._/-]+$"):
            raise LayoutChanged(
                "a row has no stage, or no name and id", where=cell.locator, found=cell.text
            )
        *_, name, route = pieces
        yield Claim(route=route, attribute="name", quote=name)
        yield Claim(route=route, attribute="status", quote=stage)
        yield from attribute_claims(row, LIMITS, route=route)
        if price.text != "-":
            yield from self.prices(route, price)

    def prices(self, route: Quote, cell: Quote) -> Claims:
        stated = cell.find_all(rf"\$[\d.]+ (?:{'|'.join(METERS)})")
        if "".join(one.text for one in stated) != cell.text:
            raise LayoutChanged("a price has a new form", where=cell.locator, found=cell.text)
        for one in stated:
            end = one.text.index(" ")
            what = one.slice(end + 1, len(one.text))
            quote = one.slice(0, end).with_context(what.as_context("unit"), *cell.context)
            yield Claim(
                route=route, meter=METERS[what.text], quote=quote, unit=read_unit(what.text) or PER
            )
