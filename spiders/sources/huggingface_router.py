"""Hugging Face's router."""

from spiders.authoring import (
    ARCHITECTURE,
    SIDES,
    Aggregator,
    Attribute,
    Claim,
    Claims,
    LayoutChanged,
    Link,
    Node,
    Page,
    attribute_claims,
    capability_claims,
    prices_by_key,
    seller_id,
)

LIMITS: dict[str, Attribute] = {"context_length": "context_tokens"}
CAPABILITIES = {
    "supports_tools": "function_calling",
    "supports_structured_output": "structured_outputs",
}


class HuggingfaceRouter(Aggregator):
    """The router's models with the sellers behind it, each at its own price in dollars per million
    tokens.

    A seller without a price is one whose price nobody states there. Measured speeds are left out:
    they are no promise.
    """

    publisher = "huggingface"
    links = [Link(kind="models", url="https://router.huggingface.co/v1/models")]
    expect = {"models": range(4, 60_000)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            model.ignore("object", "created", "owned_by")
            for provider in model.require_node("providers").nodes():
                yield from self.offer(model, provider)
            page.note_unread_keys("models", model)

    def offer(self, model: Node, provider: Node) -> Claims:
        provider.ignore("first_token_latency_ms", "throughput", "is_model_author")
        route = model.require("id")
        seller = seller_id(provider.require("provider").text)
        yield from attribute_claims(model, ARCHITECTURE, route=route, seller=seller)
        yield from attribute_claims(provider, LIMITS, route=route, seller=seller)
        yield from capability_claims(provider, CAPABILITIES, route=route, seller=seller)
        status = provider.require("status")
        if status.text == "live":
            yield Claim(
                route=route, seller=seller, attribute="status", quote=status, value="active"
            )
        is_free = provider.require("is_free")
        if is_free.text not in ("true", "false"):
            raise LayoutChanged(
                "'is_free' is no truth", where=is_free.locator, found=is_free.text[:60]
            )
        pricing = provider.get_node("pricing")
        if pricing:
            free = [is_free.as_context("free")] if is_free.text == "true" else []
            yield from prices_by_key(pricing, SIDES, route, *free, seller=seller, unit="1M tokens")
        elif is_free.text == "true":
            for price in SIDES.values():
                yield price.claim(route, is_free, seller=seller, unit="1M tokens", value="free")
