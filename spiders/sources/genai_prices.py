"""genai-prices: Pydantic's table of providers and their models, in dollars per million tokens.

A tier holds for a request as a whole, once its input is larger than its start. Of several
conditional prices the last one whose condition is met holds.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from spiders.claims import Attribute, Claims, Context, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.readers.price_keys import PriceKey, token_bands
from spiders.readers.seller_ids import seller_id
from spiders.readers.time_windows import rest_of_day, utc_window
from spiders.source import Aggregator

KEYS = {"requests_kcount": PriceKey("request", unit="1K requests")} | {
    f"{meter}_mtok": PriceKey(meter, unit="1M tokens")
    for meter in ("input", "output", "cache_read", "cache_write")
}


class GenaiPrices(Aggregator):
    publisher = "genai-prices"
    terms = "open data in a public repository, MIT licence"
    links = [
        Link(
            kind="prices",
            url="https://raw.githubusercontent.com/pydantic/genai-prices/main/prices/data.json",
        )
    ]
    expect = {"models": range(5, 60_000)}
    unverified_reason = (
        "no copy of data.json is recorded; written after parts of the file, its schema and "
        "its YAML sources"
    )
    stated: dict[str, Attribute] = {"name": "name", "context_window": "context_tokens"}

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
            router, _, name = provider.require("id").text.rpartition("_")  # huggingface_groq
            sold = {"seller": seller_id(name), "variant": f"through {router}" if router else None}
            yield from self.read_each(
                page, "models", provider.require_node("models").nodes(), partial(self.model, sold)
            )
            page.note_unread_keys("models", provider)

    def model(self, sold: dict[str, Any], model: Node) -> Claims:
        model.ignore("description", "match", "price_comments", "deprecated")
        route, prices = model.require("id"), model.require_node("prices")
        yield from attribute_claims(model, self.stated, route=route, **sold)
        entries = [model] if isinstance(prices.value, dict) else list(prices.nodes())
        for entry, (when, context) in zip(entries, conditions(entries), strict=True):
            yield from self.prices(route, entry.require_node("prices"), sold | when, *context)

    def prices(self, route: Quote, prices: Node, more: dict[str, Any], *context: Context) -> Claims:
        for key in prices:
            modality = next(
                (word for word in ("text", "audio", "image", "video") if word in key), None
            )
            if priced := KEYS.get(key.replace(f"_{modality}", "")):
                tiers = (
                    list(tiered.require_node("tiers").nodes())
                    if (tiered := prices.get_node(key))
                    else []
                )
                amounts = [
                    tiered.require("base") if tiered else prices.require(key),
                    *(tier.require("price") for tier in tiers),
                ]
                for amount, band in zip(
                    amounts,
                    token_bands([tier.require("start") for tier in tiers], "cliff"),
                    strict=True,
                ):
                    yield priced.claim(
                        route, amount.with_context(*context), modality=modality, **band, **more
                    )


def conditions(entries: list[Node]) -> Iterator[tuple[dict[str, Any], list[Context]]]:
    """When each price holds: from its day until the next one's; at a time of day, and the first for
    the rest of it.
    """
    days = [entry.find("constraint/start_date") for entry in entries]
    if len(entries) == 2 and (start := entries[1].find("constraint/start_time")):
        end = entries[1].require_node("constraint").require("end_time")
        hours = utc_window(start.text, end.text)
        for window in (*rest_of_day([hours]), hours):
            yield {"hours": window}, [start.as_context("validity"), end.as_context("validity")]
    elif None in days[1:]:
        raise LayoutChanged("a price has a condition of another kind", where=entries[0].where)
    else:
        for day, following in zip(days, [*days[1:], None], strict=True):
            said = {"valid_from": day and day.text, "valid_to": following and following.text}
            yield said, [quote.as_context("validity") for quote in (day, following) if quote]
