"""xAI's price list, since the summer of 2026 a page of its own beside that of the models."""

import re

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Row,
    read_band,
    read_unit,
    states_something,
)

URL = "https://docs.x.ai/developers/pricing"
METERS: dict[str, Meter] = {
    "Input / 1M tokens": "input",
    "Cached input / 1M tokens": "cache_read",
    "Output / 1M tokens": "output",
}
# "grok-4.7 (≥ 200k prompt tokens)"
LABEL = r"^([\w.-]+)(?: \(([<≥>≤]=? ?\d+[kKM]) prompt tokens\))?$"
UNIT_METERS: dict[str, Meter] = {
    "image": "image",
    "second": "second",
    "minute": "minute",
    "1M characters": "character",
}


class XaiPricing(Documentation):
    """xAI's prices in dollars: a row for each text model and band of its prompt, tables of what is
    priced per image, second, minute or character, and sentences that multiply prices.
    """

    publisher = "xai"
    role = "priced"
    links = [Link(kind="pricing", url=f"{URL}.md", aliases=(URL,))]
    expect = {
        "text_models": range(9, 2000),
        "other_models": range(200),
        "price_rules": range(60),
    }
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def claims(self, page: Page) -> Claims:
        return self.read_parts(page, self.text_models, self.other_models, self.price_rules)

    def text_models(self, page: Page) -> Claims:
        rows = page.outline.table("Model", *METERS).rows()
        return self.read_each(page, "text_models", rows, self.text_model)

    def text_model(self, row: Row) -> Claims:
        label = row.pop("Model")
        written = re.match(LABEL, label.text)
        if written is None:
            raise LayoutChanged("a label has a new form", where=label.locator, found=label.text)
        route = label.slice(*written.span(1))
        context = row.pop("Context")
        if states_something(context):
            yield Claim(route=route, attribute="context_tokens", quote=context)
        band = read_band(written[2]) if written[2] else Band(None, None)
        for header, meter in METERS.items():
            cell = row.pop(header)
            if states_something(cell):
                yield Claim(
                    route=route,
                    meter=meter,
                    unit="1M tokens",
                    quote=cell.with_context(band=label) if written[2] else cell,
                    over_tokens=band.over,
                    upto_tokens=band.upto,
                    band_rule="cliff" if written[2] else None,
                )

    def other_models(self, page: Page) -> Claims:
        for table in page.outline.tables("Model", "Cost"):
            yield from self.read_each(page, "other_models", table.rows(), self.other_model)

    def other_model(self, row: Row) -> Claims:
        """A model by the only price of its row; a row whose price has no known unit is refused."""
        cell = row.pop("Cost")
        unit = read_unit(cell.text.replace(" sec", " second").replace(" min", " minute"))
        meter = UNIT_METERS.get(unit or "")
        if unit is None or meter is None:
            raise LayoutChanged("a price has no known unit", where=cell.locator, found=cell.text)
        amount = cell.find(r"^\$[\d.]+") or cell
        yield Claim(route=row.pop("Model"), meter=meter, unit=unit, quote=amount)
