"""genai-prices: Pydantic's table of providers and their models."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claims,
    Context,
    LayoutChanged,
    Link,
    Modality,
    Node,
    Page,
    PriceKey,
    Quote,
    attribute_claims,
    rest_of_day,
    seller_id,
    token_bands,
)

ATTRIBUTES: dict[str, Attribute] = {"name": "name", "context_window": "context_tokens"}
PRICE_KEYS = {
    "requests_kcount": PriceKey("request", unit="1K requests"),
    "input_mtok": PriceKey("input", unit="1M tokens"),
    "output_mtok": PriceKey("output", unit="1M tokens"),
    "cache_read_mtok": PriceKey("cache_read", unit="1M tokens"),
    "cache_write_mtok": PriceKey("cache_write", unit="1M tokens"),
}
# A key may name one between its words: "input_audio_mtok".
MODALITIES: tuple[Modality, ...] = ("text", "audio", "image", "video")
# "00:30:00Z": whole minutes in UTC
UTC_TIME = r"(\d\d:\d\d)(?::00)?Z"


class GenaiPrices(Aggregator):
    """Prices in dollars per million tokens, from data that the genai-prices package ships.

    A tier holds for a request as a whole, once its input is larger than its start. Prices can have
    a condition, a first day or a time of day; of several conditional prices the last one whose
    condition is met holds. How to match names and find usage in answers is left out.
    """

    publisher = "genai-prices"
    terms = "open data in a public repository, MIT licence"
    links = [
        Link(
            kind="prices",
            url="https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
        )
    ]
    expect = {"models": range(5, 60_000)}

    def models(self, page: Page) -> Claims:
        for provider in page.json().nodes():
            provider.ignore(
                "name",
                "pricing_urls",
                "api_pattern",
                "description",
                "price_comments",
                "model_match",
                "provider_match",
                "extractors",
                "fallback_model_providers",
            )
            sold = self.sold_by(provider.require("id").text)
            models = provider.require_node("models").nodes()
            yield from self.read_each(page, "models", models, partial(self.model, page, sold))
            page.note_unread_keys("models", provider)

    def sold_by(self, provider_id: str) -> dict[str, Any]:
        """The seller, and the router before it: "huggingface_groq" is Groq through Hugging Face."""
        router, _, name = provider_id.rpartition("_")
        variant = f"through {router}" if router else None
        return {"seller": seller_id(name), "variant": variant}

    def model(self, page: Page, sold: dict[str, Any], model: Node) -> Claims:
        model.ignore("description", "match", "price_comments", "deprecated")
        route = model.require("id")
        prices = model.require_node("prices")
        yield from attribute_claims(model, ATTRIBUTES, route=route, **sold)
        is_unconditional = isinstance(prices.value, dict)
        entries = [model] if is_unconditional else list(prices.nodes())
        for entry, (when, context) in zip(entries, conditions(entries), strict=True):
            prices = entry.require_node("prices")
            read = partial(self.prices, route, prices, sold | when, context)
            yield from self.read_each(page, "models", prices, read)

    def prices(
        self, route: Quote, prices: Node, more: dict[str, Any], context: list[Context], key: str
    ) -> Claims:
        modality = modality_in(key)
        price = PRICE_KEYS.get(key.replace(f"_{modality}", ""))
        if price is None:
            return
        for amount, band in self.amounts_by_band(prices, key):
            yield price.claim(
                route, amount.with_context(*context), modality=modality, **band, **more
            )

    def amounts_by_band(self, prices: Node, key: str) -> Iterator[tuple[Quote, dict[str, Any]]]:
        """A plain price, or a base price and those of the tiers above it."""
        tiered = prices.get_node(key)
        if tiered is None:
            amounts = [prices.get(key)]
            starts: list[Quote] = []
        else:
            tiers = list(tiered.require_node("tiers").nodes())
            amounts = [tiered.get("base"), *(tier.get("price") for tier in tiers)]
            starts = [tier.require("start") for tier in tiers]
        for amount, band in zip(amounts, token_bands(starts, "cliff"), strict=True):
            if amount:
                yield amount, band


def modality_in(key: str) -> Modality | None:
    for modality in MODALITIES:
        if modality in key:
            return modality
    return None


def conditions(entries: list[Node]) -> Iterator[tuple[dict[str, Any], list[Context]]]:
    """When the price of each entry holds, as fields of its claims and as context.

    It holds from its day until the next one's; or at a time of day, and the first for the rest of
    the day. Raises LayoutChanged for a condition of another kind.
    """
    days = [entry.find("constraint/start_date") for entry in entries]
    start_time = entries[1].find("constraint/start_time") if len(entries) == 2 else None
    if start_time:
        end_time = entries[1].require_node("constraint").require("end_time")
        yield from by_time_of_day(start_time, end_time)
    elif None in days[1:]:
        raise LayoutChanged("a price has a condition of another kind", where=entries[0].where)
    else:
        yield from by_day(days)


def by_time_of_day(
    start_time: Quote, end_time: Quote
) -> Iterator[tuple[dict[str, Any], list[Context]]]:
    """The rest of the day for the first price, and the window for the second."""
    window = utc_window(start_time.text, end_time.text)
    for hours in (*rest_of_day([window]), window):
        context = [start_time.as_context("validity"), end_time.as_context("validity")]
        yield {"hours": hours}, context


def by_day(days: list[Quote | None]) -> Iterator[tuple[dict[str, Any], list[Context]]]:
    """From each day until the next one; the first price may have none."""
    for day, following in zip(days, [*days[1:], None], strict=True):
        fields = {
            "valid_from": day.text if day else None,
            "valid_to": following.text if following else None,
        }
        yield fields, [quote.as_context("validity") for quote in (day, following) if quote]


def utc_window(start: str, end: str) -> str:
    """The window between two times in UTC, "00:30:00Z" and "16:30:00Z", as Claim.hours writes it.

    Raises LayoutChanged for another zone.
    """
    start_match = re.fullmatch(UTC_TIME, start)
    end_match = re.fullmatch(UTC_TIME, end)
    if start_match is None or end_match is None:
        raise LayoutChanged(
            "a time is not one of whole minutes in UTC", expected="such as '16:30:00Z'", found=start
        )
    return f"{start_match[1]}-{end_match[1]}"
