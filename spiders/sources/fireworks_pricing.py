"""Fireworks's price list of serverless models."""

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Quote,
    Row,
    Tier,
    model_row,
    states_something,
)

# "$0.95 / $0.16 / $4.00": input, cached input and output, in that order.
PRICE = r"\$[\d.]+"
METERS: tuple[Meter, ...] = ("input", "cache_read", "output")
TIERS: dict[str, Tier] = {"Standard": "standard", "Priority": "priority"}


class FireworksPricing(Documentation):
    """Fireworks's serverless prices in dollars per million tokens: a row for each model, with a cell of
    three prices for each tier, or in an older layout a column for each price. A fast deployment is
    a row of its own. Prices by the size of a model name no model, and are not read.
    """

    publisher = "fireworks-ai"
    role = "priced"
    links = [Link.markdown("pricing", "https://docs.fireworks.ai/serverless/pricing")]
    expect = {"models": range(4, 2000)}
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

    def models(self, page: Page) -> Claims:
        section = page.outline.section("Text and vision models")
        for table in section.tables("Model"):
            yield from self.read_each(page, "models", table.rows(), self.model)

    def model(self, row: Row) -> Claims:
        route = row.pop("Model")
        tiers = [header for header in TIERS if row.has_header(header)]
        if not tiers:
            yield from model_row(row, route=route, unit="1M tokens")
        for header in tiers:
            cell = row.pop(header)
            if states_something(cell):
                yield from self.cell(route, TIERS[header], cell)

    def cell(self, route: Quote, tier: Tier, cell: Quote) -> Claims:
        """The three prices of a tier."""
        prices = cell.find_all(PRICE)
        if len(prices) != len(METERS):
            raise LayoutChanged(
                "a cell does not hold three prices", where=cell.locator, found=cell.text
            )
        for meter, price in zip(METERS, prices, strict=True):
            yield Claim(route=route, meter=meter, unit="1M tokens", tier=tier, quote=price)
