"""The models of Vercel's AI Gateway."""

from typing import get_args

from spiders.authoring import (
    SIDES,
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    PriceKey,
    Quote,
    Tier,
    attribute_claims,
    free_context,
    listed_capabilities,
)

KEYS = {
    "input_cache_read": PriceKey("cache_read"),
    "input_cache_write": PriceKey("cache_write"),
    "image": PriceKey("image", unit="image"),
    **SIDES,
}
TIERS: tuple[Tier, ...] = get_args(Tier)


class VercelGateway(Aggregator):
    """The list of models of Vercel's AI Gateway, in dollars per token as decimal strings.

    Prices have bands of input and service tiers. Bands are written with an inclusive lower and an
    exclusive upper end; the first one repeats the price beside them. The unit of a search is not
    said: its price stays unread.
    """

    publisher = "vercel"
    role = "complete"
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
            pricing = model.get_node("pricing")
            if pricing:
                pricing.ignore("varies_by_provider")
                yield from self.pricing(route, pricing)
                page.note_unread_keys("models", pricing)

    def pricing(self, route: Quote, pricing: Node) -> Claims:
        """The usual prices, and those of the tiers, which stand beside them or in an object."""
        yield from self.prices(route, pricing)
        for tier in TIERS:
            for around in (pricing, pricing.get_node("service_tiers")):
                rates = around.get_node(tier) if around else None
                if rates:
                    yield from self.prices(route, rates, tier)

    def prices(self, route: Quote, rates: Node, tier: Tier = "standard") -> Claims:
        free = free_context(route)
        for key, priced in KEYS.items():
            bands = rates.get_node(f"{key}_tiers")
            if bands:
                rates.ignore(key)
                yield from self.banded_prices(route, bands, priced, tier)
                continue
            price = rates.get(key, *free)
            if price:
                yield priced.claim(route, price, tier=tier)

    def banded_prices(self, route: Quote, bands: Node, priced: PriceKey, tier: Tier) -> Claims:
        free = free_context(route)
        for band in bands.nodes():
            lower = band.get("min")
            upper = band.get("max")
            price = band.get("cost", *free)
            if price is None:
                continue
            yield priced.claim(
                route,
                price,
                tier=tier,
                over_tokens=f">={lower.text}" if lower and lower.text != "0" else None,
                upto_tokens=f"<{upper.text}" if upper else None,
            )
