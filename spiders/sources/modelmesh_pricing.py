"""Modelmesh's catalog of models with its own prices."""

import re

from spiders.authoring import (
    Aggregator,
    Claim,
    Claims,
    Element,
    LayoutChanged,
    Link,
    Meter,
    Page,
    PriceClass,
    Quote,
    match_pattern,
)

# "OpenAI / GPT-5.4", "MiniMax / MiniMax M3（5折）": the maker, the model, and what is taken off.
TITLE = r"^[^/]+ / ([^（(]+)(?:（[^）]*折）)?$"
PRICE = r"^[$¥] ?[\d.]+(?= .*/ M (?:输入|输出) tokens$)"
METERS: dict[str, Meter] = {"输入": "input", "输出": "output"}
CONTEXT = r"^(\d+K) 上下文$"
NAME = "div[title*=' / ']"
# A card holds a description of the model.
CARD = "div:has(> div.ant-typography)"
LINES = "div.ant-flex > div:not(:has(div)):not(.ant-divider)"


class ModelmeshPricing(Aggregator):
    """Modelmesh's offers: a card for each, with the context it serves and its prices per million
    tokens, in dollars for models from abroad (with the yuan they come to) and in yuan. A discount
    stands behind the name. The page shows the newest hundred.
    """

    publisher = "modelmesh"
    role = "priced"
    terms = "public page; no terms found on 2026-11-30"
    needs_browser = True
    links = [Link(kind="pricing", url="https://modelmesh.cn/pricing")]
    expect = {"cards": range(6, 3000)}

    def cards(self, page: Page) -> Claims:
        cards = [card for card in page.elements(CARD) if card.all(NAME)]
        return self.read_each(page, "cards", cards, self.card)

    def card(self, card: Element) -> Claims:
        name = card.select_one(NAME).quote
        for line in card.all(LINES):
            if line.quote.find(PRICE) or line.quote.find(CONTEXT):
                yield from self.stated(name, line.quote)

    def stated(self, name: Quote, quote: Quote) -> Claims:
        """What a line of a card states: the context, or a price."""
        route, context = name.find(TITLE), quote.find(CONTEXT)
        if route is None:
            raise LayoutChanged("a card names no model", where=name.locator, found=name.text)
        route = route.slice(0, len(route.text.rstrip()))
        if context:
            yield Claim(route=route, attribute="context_tokens", quote=context)
            return
        yield Claim(
            route=route,
            meter=match_pattern(quote.text, METERS),
            unit="1M tokens",
            quote=quote.find(PRICE) or quote,
            price_class=discount(name.text),
        )


def discount(name: str) -> PriceClass:
    """What the note behind a name says of its prices: 限时2.5折 is for a limited time, 5折 half off."""
    note = re.search(r"（[^）]*折）$", name)
    if note is None:
        return "list"
    return "promotional" if "限时" in note[0] else "net"
