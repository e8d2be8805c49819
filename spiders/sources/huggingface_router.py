"""Hugging Face's router: its models with the sellers behind it, each at its own price in dollars
per million tokens.

A seller without a price is one whose price nobody states there.
"""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import ARCHITECTURE, attribute_claims, capability_claims
from spiders.readers.price_keys import SIDES, prices_by_key
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator


class HuggingfaceRouter(Aggregator):
    publisher = "huggingface"
    links = [Link(kind="models", url="https://router.huggingface.co/v1/models")]
    expect = {"models": range(4, 60_000)}
    capabilities = {
        "supports_tools": "function_calling",
        "supports_structured_output": "structured_outputs",
    }

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            model.ignore("object", "created", "owned_by")
            for provider in model.require_node("providers").nodes():
                yield from self.offer(model, provider)
            page.note_unread_keys("models", model)

    def offer(self, model: Node, provider: Node) -> Claims:
        provider.ignore("first_token_latency_ms", "throughput", "is_model_author")
        route, seller = model.require("id"), seller_id(provider.require("provider").text)
        yield from attribute_claims(model, ARCHITECTURE, route=route, seller=seller)
        yield from attribute_claims(
            provider, {"context_length": "context_tokens"}, route=route, seller=seller
        )
        yield from capability_claims(provider, self.capabilities, route=route, seller=seller)
        if (status := provider.require("status")).text == "live":
            yield Claim(
                route=route, seller=seller, attribute="status", quote=status, value="active"
            )
        is_free, pricing = provider.require("is_free"), provider.get_node("pricing")
        free = [is_free.as_context("free")] if is_free.text == "true" else []
        if pricing:
            yield from prices_by_key(pricing, SIDES, route, *free, seller=seller, unit="1M tokens")
        for price in SIDES.values() if free and not pricing else ():
            yield price.claim(route, is_free, seller=seller, unit="1M tokens", value="free")
