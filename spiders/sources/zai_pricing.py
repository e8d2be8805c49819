"""Z.ai's price list."""

from collections.abc import Mapping

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Link,
    Meter,
    Page,
    Quote,
    Row,
    Section,
    meter_of_unit,
    read_cell,
    require_unit,
)

UNIT_LINE = r"^Prices (per .+)"
TOKEN_METERS: dict[str, Meter | None] = {
    "Input": "input",
    "Cached Input": "cache_read",
    "Cached Input Storage": "storage",
    "Output": "output",
}
# The headers of tables of services: what is sold, and its price.
SERVICES = {"Tool": "Cost", "Agent": "Price"}


class ZaiPricing(Documentation):
    """Z.ai's prices in dollars: a section per kind of model, with the unit above its table or in
    its cells.

    Models with prices of input and output have a table of their own. A model or an agent with one
    price for its tokens charges it for input and output alike; one for audio, for its input.
    """

    publisher = "zai"
    role = "priced"
    links = [Link.markdown("pricing", "https://docs.z.ai/guides/overview/pricing")]
    expect = {"token_prices": range(40, 400), "other_prices": range(5, 200)}
    money_pattern = r"\$\d"

    def token_prices(self, page: Page) -> Claims:
        return self.read_each(page, "token_prices", page.outline.sections(), self.tokens)

    def tokens(self, section: Section) -> Claims:
        unit_line = section.find(UNIT_LINE)
        for row in section.rows("Model", "Input", "Output"):
            yield from row_prices(row, TOKEN_METERS, unit_line, route=row.pop("Model"))

    def other_prices(self, page: Page) -> Claims:
        return self.read_each(page, "other_prices", page.outline.sections(), self.others)

    def others(self, section: Section) -> Claims:
        unit_line = section.find(UNIT_LINE)
        meter: Meter | None = "input" if section.name == "Audio Models" else None
        for row in section.rows("Model", "Price"):
            yield from row_prices(row, {"Price": meter}, unit_line, route=row.pop("Model"))
        for subject, price in SERVICES.items():
            for row in section.rows(subject, price):
                yield from row_prices(row, {price: None}, unit_line, service=row.pop(subject))


def row_prices(
    row: Row, meters: Mapping[str, Meter | None], unit_line: Quote | None, **subject: Quote
) -> Claims:
    """The claims of the prices under these headers, each per its own unit or that of a line about
    all prices.

    A meter of None is for what the unit counts, or for the tokens of both sides.
    """
    for header, meter in meters.items():
        cell = row.pop(header)
        unit = require_unit(cell, unit_line)
        price = read_cell(cell.with_context(unit=unit_line))
        if price is None:
            continue
        for charged_meter in meter_of_unit(unit, meter):
            yield Claim(meter=charged_meter, unit=unit, **subject, **price._asdict())
