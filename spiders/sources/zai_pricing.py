"""Z.ai's price list in dollars: a section a kind of model, with the unit above its table or in its cells.

A model or an agent with one price for its tokens charges it for input and output alike; one for audio, for its input.
"""

from collections.abc import Iterator

from spiders.cells import charged, read_cell
from spiders.changed import PageChanged
from spiders.claims import Claim, Link, Meter, Quote
from spiders.page import Page
from spiders.phrases import read_unit
from spiders.source import Source

METERS: dict[str, Meter] = {
    "Input": "input", "Cached Input": "cache_read", "Cached Input Storage": "storage", "Output": "output",
}  # fmt: skip
_URL = "https://docs.z.ai/guides/overview/pricing"


class ZaiPricing(Source):
    publisher = "zai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="pricing", url=f"{_URL}.md", aliases=(_URL,))]
    expect = {"token_prices": range(40, 400), "other_prices": range(5, 200)}
    money = r"\$\d"
    services = {"Tool": "Cost", "Agent": "Price"}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.token_prices, self.other_prices)

    def token_prices(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("Model", "Input", "Output"):
                unit = section.phrase(r"^Prices (per .+)")
                for row in table.rows():
                    route = row.pop("Model")
                    for header, meter in METERS.items():
                        yield from self.price([meter], row.pop(header), unit, route=route)

    def other_prices(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            unit = section.phrase(r"^Prices (per .+)")
            meters: list[Meter] = ["input"] if section.name == "Audio Models" else []
            for table in section.tables("Model", "Price"):
                for row in table.rows():
                    yield from self.price(meters, row.pop("Price"), unit, route=row.pop("Model"))
            for subject, price in self.services.items():
                for table in section.tables(subject, price):
                    for row in table.rows():
                        yield from self.price([], row.pop(price), unit, service=row.pop(subject))

    def price(self, meters: list[Meter], cell: Quote, line: Quote | None, **subject: Quote) -> Iterator[Claim]:
        """The claims of a cell, for what its unit counts where no meters are given."""
        unit = read_unit(cell.text) or (read_unit(line.text) if line else None)
        if unit is None:
            raise PageChanged("nothing says what a price is per", where=cell.locator, expected="Prices per 1M tokens.")
        if stated := read_cell(cell.within(line.as_context("unit")) if line else cell):
            for meter in meters or charged(unit):
                yield Claim(price=meter, unit=unit, **subject, **stated._asdict())
