"""Upstage's price list."""

import re

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Element,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Quote,
)

METERS: dict[str, Meter] = {
    "Input": "input",
    "Input(Cached)": "cache_read",
    "Output": "output",
}
OFFERED: dict[str, Meter] = {"input": "input", "cached": "cache_read", "output": "output"}
FREE_METERS: tuple[Meter, ...] = ("input", "output")
DAY = r"\d{4}-\d\d-\d\d"


class UpstagePricing(Documentation):
    """Upstage's list prices in dollars per million tokens: a card for each model, a term for each
    meter. Promotional prices stand in the card as the page's data, each with its days.
    """

    publisher = "upstage"
    role = "priced"
    links = [Link(kind="pricing", url="https://www.upstage.ai/pricing")]
    expect = {"cards": range(2, 200)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def cards(self, page: Page) -> Claims:
        cards = page.elements("div:has(> h3):has(> dl)")
        return self.read_each(page, "cards", cards, self.card)

    def card(self, card: Element) -> Claims:
        name = card.select_one(":scope > h3").quote
        terms = [element.quote for element in card.all(":scope > dl > *")]
        for number, term in enumerate(terms):
            meter = METERS.get(term.text)
            if meter is None:
                continue
            amount, unit = terms[number + 1], terms[number + 2]
            if unit.text != "1M tokens":
                raise LayoutChanged(
                    "a price has no known unit", where=unit.locator, found=unit.text
                )
            yield Claim(
                route=name,
                meter=meter,
                unit="1M tokens",
                currency="USD",
                quote=amount.with_context(row=term, unit=unit),
            )
        for offer in card.all(":scope > ul > li"):
            yield from self.offer(name, [part.quote for part in offer.all(":scope > span")])

    def offer(self, name: Quote, parts: list[Quote]) -> Claims:
        """The prices of a time: its first day, the first day behind it, and "input=0.03" or "free"."""
        start, end, *prices = parts
        days = [re.match(DAY, part.text) for part in (start, end)]
        if not all(days):
            raise LayoutChanged("an offer has no days", where=start.locator, found=start.text)
        valid_from, valid_to = (day[0] for day in days if day)
        for price in prices:
            side, _, _ = price.text.partition("=")
            meters = FREE_METERS if side == "free" else (OFFERED.get(side),)
            for meter in meters:
                if meter is None:
                    raise LayoutChanged("an offer is of another side", where=price.locator)
                yield Claim(
                    route=name,
                    meter=meter,
                    unit="1M tokens",
                    currency=None if side == "free" else "USD",
                    quote=(price.find(r"=([\d.]+)$") or price).with_context(validity=start),
                    value="free" if side == "free" else None,
                    price_class="promotional",
                    valid_from=valid_from,
                    valid_to=valid_to,
                )
