"""Z.ai's price list in dollars: a section a kind of model, with the unit above its table or in its
cells.

A model or an agent with one price for its tokens charges it for input and output alike; one for
audio, for its input.
"""

from spiders.claims import Claims, Link, Meter
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.price_cells import row_prices
from spiders.source import Documentation

UNIT = r"^Prices (per .+)"
METERS: dict[str, Meter | None] = {
    "Input": "input",
    "Cached Input": "cache_read",
    "Cached Input Storage": "storage",
    "Output": "output",
}


class ZaiPricing(Documentation):
    publisher = "zai"
    links = [Link.markdown("pricing", "https://docs.z.ai/guides/overview/pricing")]
    expect = {"token_prices": range(40, 400), "other_prices": range(5, 200)}
    money_pattern = r"\$\d"
    services = {"Tool": "Cost", "Agent": "Price"}

    def token_prices(self, page: Page) -> Claims:
        return self.read_each(page, "token_prices", page.outline.sections(), self.tokens)

    def tokens(self, section: Section) -> Claims:
        for row in section.rows("Model", "Input", "Output"):
            yield from row_prices(row, METERS, section.find(UNIT), route=row.pop("Model"))

    def other_prices(self, page: Page) -> Claims:
        return self.read_each(page, "other_prices", page.outline.sections(), self.others)

    def others(self, section: Section) -> Claims:
        meter = "input" if section.name == "Audio Models" else None
        for row in section.rows("Model", "Price"):
            yield from row_prices(row, {"Price": meter}, section.find(UNIT), route=row.pop("Model"))
        for subject, price in self.services.items():
            for row in section.rows(subject, price):
                yield from row_prices(
                    row, {price: None}, section.find(UNIT), service=row.pop(subject)
                )
