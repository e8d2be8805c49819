"""Vercel's AI Gateway: its model list, decimal strings in dollars per token, with bands of input
and service tiers.

Bands are written with an inclusive lower and an exclusive upper end; the first one repeats the
price beside them. The unit of a search is not said: its price stays unread.
"""

from typing import get_args

from spiders.claims import Attribute, Claims, Link, Quote, Tier
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, listed_capabilities
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import SIDES, PriceKey
from spiders.source import Aggregator

KEYS = {
    "input_cache_read": PriceKey("cache_read"),
    "input_cache_write": PriceKey("cache_write"),
    "image": PriceKey("image", unit="image"),
    **SIDES,
}
TIERS: tuple[Tier, ...] = get_args(Tier)


class VercelGateway(Aggregator):
    publisher = "vercel"
    links = [Link(kind="models", url="https://ai-gateway.vercel.sh/v1/models")]
    expect = {"models": range(4, 60_000)}
    unverified_reason = (
        "no copy is recorded; written after the documented answer and rows of it in public "
        "repositories"
    )

    stated: dict[str, Attribute] = {
        "name": "name",
        "context_window": "context_tokens",
        "max_tokens": "max_output_tokens",
        "type": "task",
        "modalities/input": "input_modalities",
        "modalities/output": "output_modalities",
    }
    abilities = {
        "tool-use": "function_calling",
        "reasoning": "reasoning",
        "vision": "vision",
        "web-search": "web_search",
        "structured-output": "structured_outputs",
        "implicit-caching": "prompt_caching",
    }

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            route = model.require("id")
            yield from attribute_claims(model, self.stated, route=route)
            yield from listed_capabilities(route, model.scalars("tags"), meanings=self.abilities)
            if pricing := model.get_node("pricing"):
                pricing.ignore("varies_by_provider")
                yield from self.prices(route, pricing)
                for tier in TIERS:
                    for around in (pricing, pricing.get_node("service_tiers")):
                        if around and (rates := around.get_node(tier)):
                            yield from self.prices(route, rates, tier)
                page.note_unread_keys("models", pricing)

    def prices(self, route: Quote, rates: Node, tier: Tier = "standard") -> Claims:
        free = free_context(route)
        for key, priced in KEYS.items():
            if bands := rates.get_node(f"{key}_tiers"):
                rates.ignore(key)
                for band in bands.nodes():
                    low, high = band.get("min"), band.get("max")
                    over = f">={low.text}" if low and low.text != "0" else None
                    yield priced.claim(
                        route,
                        band.require("cost", *free),
                        tier=tier,
                        over_tokens=over,
                        upto_tokens=f"<{high.text}" if high else None,
                    )
            elif quote := rates.get(key, *free):
                yield priced.claim(route, quote, tier=tier)
