"""Groq's supported models."""

import re
from functools import partial

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Quote,
    Row,
    Section,
    Unit,
    attribute_claims,
    read_unit,
    without_remarks,
)

# "Production Models", "Preview Systems"
STAGE = r"^\[?(Production|Preview) (?:Models|Systems)\b"
MODEL_ID = "^[a-z0-9][a-z0-9._/-]+$"
LIMITS: dict[str, Attribute] = {
    "CONTEXT WINDOW (TOKENS)": "context_tokens",
    "MAX COMPLETION TOKENS": "max_output_tokens",
}
IGNORED_HEADERS = ("SPEED (T/SEC)", "RATE LIMITS (DEVELOPER PLAN)", "MAX FILE SIZE")
PRICE_HEADER = "PRICE PER 1M tokens"
DEFAULT_UNIT: Unit = "1M tokens"
# By the words behind an amount; an hour is one of audio.
METERS: dict[str, Meter] = {
    "input": "input",
    "cached input": "cache_read",
    "output": "output",
    "per hour": "minute",
    "per 1M characters": "character",
}
# "$0.59 input"
PRICE = rf"\$[\d.]+ (?:{'|'.join(METERS)})"


class GroqModels(Documentation):
    """Groq's models: tables with their prices in dollars, context and longest output.

    Prices are per million tokens where no other unit stands behind them. The first cell glues the
    maker's picture, the name, which is a link, and the id together: the link's ends part them.
    Speeds and rate limits are left out: they are no facts of a model.
    """

    publisher = "groq"
    role = "complete"
    links = [Link.markdown("models", "https://console.groq.com/docs/models")]
    expect = {"models": range(20, 3000)}
    money_pattern = r"\$\d"

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            rows = section.rows("MODEL ID", ignore=IGNORED_HEADERS)
            yield from self.read_each(page, "models", rows, partial(self.model, page, section))

    def model(self, page: Page, section: Section, row: Row) -> Claims:
        cell = row.pop("MODEL ID")
        price = row.pop(PRICE_HEADER)
        stage = section.title.find(STAGE)
        pieces = page.cell_pieces(cell)
        if stage is None or len(pieces) < 2 or not pieces[-1].find(MODEL_ID):
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
        written = without_remarks(cell.text)
        prices = [cell.slice(*match.span()) for match in re.finditer(PRICE, written)]
        if re.sub(PRICE, "", written).strip():
            raise LayoutChanged("a price has a new form", where=cell.locator, found=cell.text)
        for price in prices:
            space = price.text.index(" ")
            words = price.slice(space + 1, len(price.text))
            amount = price.slice(0, space).with_context(words.as_context("unit"), *cell.context)
            unit = read_unit(words.text) or DEFAULT_UNIT
            yield Claim(route=route, meter=METERS[words.text], quote=amount, unit=unit)
