"""Mistral's price list of its API: a card for each model or tool, with prices in dollars and in
euros.

The same label has another price on another card. A discount is named on a card without a figure,
and is not read.
"""

import re

from spiders.claims import Claim, Claims, Currency, Link, Meter, Modality, PriceClass, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.elements import Element
from spiders.parsing.page import Page
from spiders.readers.phrases import read_unit
from spiders.source import Source

METERS: dict[str, Meter] = {
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
PRICES: dict[Unit, Meter] = {"1K requests": "request", "1K images": "image", "1M tokens": "input"}
UNITS: dict[Meter, Unit] = {"minute": "minute", "input": "1M tokens"}
MODALITIES: dict[str, Modality] = {"Text Input": "text", "Audio Input": "audio"}
CURRENCIES: dict[str, Currency] = {"priceUsd": "USD", "priceEur": "EUR"}
FREE: tuple[Meter, ...] = ("input", "output")


class MistralPricing(Source):
    publisher = "mistral"
    lineage = "first_party"
    terms = "public price list; robots allow"
    links = [Link(kind="pricing", url="https://mistral.ai/pricing/api")]
    expect = {"cards": range(15, 4000)}

    def cards(self, page: Page) -> Claims:
        return self.read_each(
            page,
            "cards",
            page.elements("[data-name][data-licence]"),
            lambda card: self.card(page, card),
        )

    def card(self, page: Page, card: Element) -> Claims:
        texts = [paragraph.quote for paragraph in card.all("p") if paragraph.quote.text]
        name = next(
            (text for text in texts if text.text.casefold() == card.attribute("data-name").text),
            None,
        )
        if name is None:
            raise LayoutChanged("a card does not show its name", where=card.quote.locator)
        route = next((element.attribute("data-text") for element in card.all("[data-text]")), None)
        if route:
            yield Claim(route=route, attribute="name", quote=name)
        if route and (licence := card.attribute("data-licence")).text == "open":
            yield Claim(route=route, attribute="open_weights", value="yes", quote=licence)
        rows, service = card.all("div:has(> [data-prices])"), None if route else name
        free = [text for text in texts if text.text == "Free"]
        lasts: PriceClass = (
            "promotional" if any("limited period" in text.text for text in texts) else "list"
        )
        for meter in FREE if free else ():
            yield Claim(
                route=route,
                service=service,
                meter=meter,
                quote=free[0],
                unit="1M tokens",
                price_class=lasts,
            )
        for text in texts if rows or free else texts[-1:]:
            if not (rows or free) or re.search(r"\w .*[$€]\d", text.text):
                page.note_unread("cards", f"a price in the words {text.text!r}", text.locator)
        yield from self.read_each(
            page, "cards", rows, lambda row: self.prices(page, row, route, service)
        )

    def prices(
        self, page: Page, row: Element, route: Quote | None, service: Quote | None
    ) -> Claims:
        label, component = row.select_one(":scope > p").quote, row.select_one("[data-prices]")
        prices, base = component.data("data-prices"), re.sub(r" \((?:/|per ).*\)$", "", label.text)
        units: list[Unit | None] = [
            read_unit(words) for words in (prices.get("suffix") or label).text.split(" / ")
        ]
        meter = METERS.get(base) or (PRICES.get(units[0]) if units[0] and base == "Price" else None)
        unit = units[0] if len(units) == 1 else UNITS.get(meter) if meter else None
        if meter is None or unit not in units or unit is None:
            raise LayoutChanged(
                "a label names no known price or unit", where=label.locator, found=label.text
            )
        for key, currency in CURRENCIES.items():
            words = [
                base if base in ("Indexing", "Document AI") else "",
                "in euros" * (currency == "EUR"),
            ]
            if quote := prices.get(key, label.as_context("row")):
                yield Claim(
                    route=route,
                    service=service,
                    meter=meter,
                    unit=unit,
                    quote=quote,
                    currency=currency,
                    modality=MODALITIES.get(base),
                    variant=", ".join(filter(None, words)) or None,
                )
        page.note_unread_keys("cards", prices)
        for discount in component.data("data-discounts").elements():
            if discount and discount.text:
                page.note_unread(
                    "cards", f"a discount {discount.text!r} without a figure", discount.locator
                )
