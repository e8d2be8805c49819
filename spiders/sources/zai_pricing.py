"""Z.ai's price list in dollars: a section a kind of model, with the unit above its table or in its cells.

A model or an agent with one price for its tokens charges it for input and output alike; one for audio, for its input.
"""

from spiders.cells import charged, read_cell
from spiders.claims import Claim, Claims, Link, Meter, Quote
from spiders.outline import Section
from spiders.page import Page
from spiders.phrases import unit_of
from spiders.source import Documentation

METERS: dict[str, Meter] = {
    "Input": "input", "Cached Input": "cache_read", "Cached Input Storage": "storage", "Output": "output",
}  # fmt: skip


class ZaiPricing(Documentation):
    publisher = "zai"
    links = [Link.markdown("pricing", "https://docs.z.ai/guides/overview/pricing")]
    expect = {"token_prices": range(40, 400), "other_prices": range(5, 200)}
    money = r"\$\d"
    services = {"Tool": "Cost", "Agent": "Price"}

    def token_prices(self, page: Page) -> Claims:
        return self.each(page, "token_prices", page.outline.sections(), self.tokens)

    def tokens(self, section: Section) -> Claims:
        for row in section.rows("Model", "Input", "Output"):
            route = row.pop("Model")
            for header, meter in METERS.items():
                yield from self.price(section, row.pop(header), meter, route=route)

    def other_prices(self, page: Page) -> Claims:
        return self.each(page, "other_prices", page.outline.sections(), self.others)

    def others(self, section: Section) -> Claims:
        meter = "input" if section.name == "Audio Models" else None
        for row in section.rows("Model", "Price"):
            yield from self.price(section, row.pop("Price"), meter, route=row.pop("Model"))
        for subject, price in self.services.items():
            for row in section.rows(subject, price):
                yield from self.price(section, row.pop(price), None, service=row.pop(subject))

    def price(self, section: Section, cell: Quote, meter: Meter | None, **subject: Quote) -> Claims:
        statement = section.find(r"^Prices (per .+)")
        unit = unit_of(cell, statement)
        if stated := read_cell(cell.within(unit=statement)):
            for charge in charged(unit, meter):
                yield Claim(price=charge, unit=unit, **subject, **stated._asdict())
