"""Z.ai's price list."""

import re
from collections.abc import Mapping
from functools import partial

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Link,
    Meter,
    Page,
    Quote,
    Row,
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
# The headers of tables with one price: what is sold, and its price.
SOLD = {"Model": "Price", "Tool": "Cost", "Agent": "Price"}

HEARS = re.compile(r"\bASR\b")


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
        for section in page.outline.sections():
            unit_line = section.find(UNIT_LINE)
            rows = section.rows("Model", "Input", "Output")
            read = partial(prices_of_row, meters=TOKEN_METERS, unit_line=unit_line, subject="Model")
            yield from self.read_each(page, "token_prices", rows, read)

    def other_prices(self, page: Page) -> Claims:
        for section in page.outline.sections():
            unit_line = section.find(UNIT_LINE)
            meter: Meter | None = "input" if section.name == "Audio Models" else None
            for subject, price in SOLD.items():
                meters: dict[str, Meter | None] = {price: meter if subject == "Model" else None}
                rows = section.rows(subject, price)
                read = partial(prices_of_row, meters=meters, unit_line=unit_line, subject=subject)
                yield from self.read_each(page, "other_prices", rows, read)


def prices_of_row(
    row: Row, meters: Mapping[str, Meter | None], unit_line: Quote | None, subject: str
) -> Claims:
    """As `row_prices`; `subject` is the header of what is sold. A model that hears is charged for its
    input, under whatever heading.
    """
    name = row.pop(subject)
    if subject == "Model" and HEARS.search(name.text):
        meters = {header: meter or "input" for header, meter in meters.items()}
    sold = {"route" if subject == "Model" else "service": name}
    return row_prices(row, meters, unit_line, **sold)


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
