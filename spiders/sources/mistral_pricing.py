"""Mistral's price list of its API."""

import re
from functools import partial

from spiders.authoring import (
    Claim,
    Claims,
    Currency,
    Element,
    LayoutChanged,
    Link,
    Meter,
    Modality,
    Page,
    PriceClass,
    Quote,
    Row,
    Source,
    Unit,
    read_unit,
    require_unit,
    states_something,
)

LABEL_METERS: dict[str, Meter] = {
    "Input": "input",
    "Text Input": "input",
    "Indexing": "input",
    "Output": "output",
    "Training cost": "training",
    "Storage cost": "storage",
    "Audio Input": "minute",
    "Audio Input/min": "minute",
    "Audio generation": "character",
    "OCR": "page",
    "Document AI": "page",
    "Call": "request",
}
# What a price with the label "Price" is for, by its unit.
UNIT_METERS: dict[Unit, Meter] = {
    "1K requests": "request",
    "1K images": "image",
    "1M tokens": "input",
}
# The unit of a price whose label names several.
METER_UNITS: dict[Meter, Unit] = {"minute": "minute", "input": "1M tokens"}
MODALITIES: dict[str, Modality] = {"Text Input": "text", "Audio Input": "audio"}
CURRENCIES: dict[str, Currency] = {"priceUsd": "USD", "priceEur": "EUR"}
FREE_METERS: tuple[Meter, ...] = ("input", "output")
# The unit at the end of a label: "Input (/M tokens)".
# The row of a model whose old prices are struck.
ROW_ON_SALE = "tr:has(s, del, [class*='line-through'])"
TABLE_METERS: dict[str, Meter] = {
    "Input": "input",
    "Cached input": "cache_read",
    "Output": "output",
}
UNIT_IN_LABEL = r" \((?:/|per ).*\)$"
PRICE_IN_WORDS = r"\w .*[$€]\d"


class MistralPricing(Source):
    """Mistral's prices: a card for each model or tool, in dollars and in euros.

    The unit of a price stands in its label or behind it. The same label has another price on
    another card. A discount is named on a card without a figure, and is not read. A card without
    prices, and prices in sentences, are listed as unread. Since August 2026 the documentation has
    tables of the same prices, a row for each model, the old price of a sale struck; of these no
    copy was seen, only what others read of them.
    """

    publisher = "mistral"
    lineage = "first_party"
    role = "priced"
    terms = "public price list; robots allow"
    links = [
        Link(kind="pricing", url="https://mistral.ai/pricing/api"),
        Link(kind="tables", url="https://docs.mistral.ai/inference/pricing"),
    ]
    expect = {"cards": range(15, 4000), "tables": range(4, 4000)}

    def claims(self, page: Page) -> Claims:
        return self.read_parts(page, self.tables if page.kind == "tables" else self.cards)

    def tables(self, page: Page) -> Claims:
        for table in page.outline.tables("Model", "Input", "Output"):
            rows = table.rows(ignore=table.labels)
            yield from self.read_each(page, "tables", rows, partial(self.table_row, page))

    def table_row(self, page: Page, row: Row) -> Claims:
        """The prices of a row: per million tokens, as its cell or else a line of the page says."""
        name = row.pop("Model")
        lines = page.outline.first_in_sections(r"(?i)per (?:1?M|million) tokens|/M tokens")
        unit_line = lines[0] if lines else None
        names_on_sale = [sale.all("td")[0].quote.text for sale in page.elements(ROW_ON_SALE)]
        for header, meter in TABLE_METERS.items():
            cell = row.find(header)
            if cell and states_something(cell):
                unit = require_unit(cell, unit_line)
                yield Claim(
                    route=name,
                    meter=meter,
                    unit=unit,
                    quote=cell,
                    price_class="promotional" if name.text in names_on_sale else "list",
                )

    def cards(self, page: Page) -> Claims:
        cards = page.elements("[data-name][data-licence]")
        return self.read_each(page, "cards", cards, lambda card: self.card(page, card))

    def card(self, page: Page, card: Element) -> Claims:
        texts = [paragraph.quote for paragraph in card.all("p") if paragraph.quote.text]
        name = self.shown_name(card, texts)
        ids = [element.attribute("data-text") for element in card.all("[data-text]")]
        route = ids[0] if ids else None
        service = None if route else name
        if route:
            yield Claim(route=route, attribute="name", quote=name)
            licence = card.attribute("data-licence")
            if licence.text == "open":
                yield Claim(route=route, attribute="open_weights", value="yes", quote=licence)
        yield from self.free_prices(texts, route, service)
        rows = card.all("div:has(> [data-prices])")
        self.note_unread_texts(page, texts, has_rows=bool(rows))
        yield from self.read_each(
            page, "cards", rows, lambda row: self.prices(page, row, route, service)
        )

    def shown_name(self, card: Element, texts: list[Quote]) -> Quote:
        """The text of a card that is its name, as people see it."""
        for text in texts:
            if text.text.casefold() == card.attribute("data-name").text:
                return text
        raise LayoutChanged("a card does not show its name", where=card.quote.locator)

    def free_prices(self, texts: list[Quote], route: Quote | None, service: Quote | None) -> Claims:
        """The prices of a card that reads "Free", for a time where it names a limited period."""
        free = self.free_texts(texts)
        if not free:
            return
        is_for_a_time = any("limited period" in text.text for text in texts)
        price_class: PriceClass = "promotional" if is_for_a_time else "list"
        for meter in FREE_METERS:
            yield Claim(
                route=route,
                service=service,
                meter=meter,
                quote=free[0],
                unit="1M tokens",
                price_class=price_class,
            )

    def free_texts(self, texts: list[Quote]) -> list[Quote]:
        return [text for text in texts if text.text == "Free"]

    def note_unread_texts(self, page: Page, texts: list[Quote], *, has_rows: bool) -> None:
        """List the prices in sentences, and the last text of a card that has no prices."""
        if has_rows or self.free_texts(texts):
            unread = [text for text in texts if re.search(PRICE_IN_WORDS, text.text)]
        else:
            unread = texts[-1:]
        for text in unread:
            page.note_unread("cards", f"a price in the words {text.text!r}", text.locator)

    def prices(
        self, page: Page, row: Element, route: Quote | None, service: Quote | None
    ) -> Claims:
        """The prices of a row of a card: one thing in each currency."""
        label = row.select_one(":scope > p").quote
        component = row.select_one("[data-prices]")
        prices = component.data("data-prices")
        base = re.sub(UNIT_IN_LABEL, "", label.text)
        unit_words = (prices.get("suffix") or label).text.split(" / ")
        units: list[Unit | None] = [read_unit(words) for words in unit_words]
        meter = self.meter(base, units[0])
        unit = self.unit(meter, units)
        if meter is None or unit is None or unit not in units:
            raise LayoutChanged(
                "a label names no known price or unit", where=label.locator, found=label.text
            )
        for key, currency in CURRENCIES.items():
            price = prices.get(key, label.as_context("row"))
            if price is None:
                continue
            yield Claim(
                route=route,
                service=service,
                meter=meter,
                unit=unit,
                quote=price,
                currency=currency,
                modality=MODALITIES.get(base),
                variant=self.variant(base, currency),
            )
        page.note_unread_keys("cards", prices)
        for discount in component.data("data-discounts").elements():
            if discount and discount.text:
                page.note_unread(
                    "cards", f"a discount {discount.text!r} without a figure", discount.locator
                )

    def meter(self, base: str, first_unit: Unit | None) -> Meter | None:
        """What a price is for, by its label, or by its unit where the label is just "Price"."""
        if base == "Price" and first_unit:
            return UNIT_METERS.get(first_unit)
        return LABEL_METERS.get(base)

    def unit(self, meter: Meter | None, units: list[Unit | None]) -> Unit | None:
        """The unit that is written, or that of several that fits what the price is for."""
        if len(units) == 1:
            return units[0]
        return METER_UNITS.get(meter) if meter else None

    def variant(self, base: str, currency: Currency) -> str | None:
        words: list[str] = []
        if base in ("Indexing", "Document AI"):
            words.append(base)
        if currency == "EUR":
            words.append("in euros")
        return ", ".join(words) or None
