"""Hugging Face's router: its models with the sellers behind it, each at its own price in dollars per million tokens.

A seller without a price is one whose price nobody states there.
"""

from spiders.claims import Attribute, Claim, Claims, Link
from spiders.jsontree import Node
from spiders.page import Page
from spiders.parameters import attributes
from spiders.pricekeys import PriceKey
from spiders.sellers import seller_id
from spiders.source import Source


class HuggingfaceRouter(Source):
    publisher = "huggingface"
    lineage = "aggregator"
    terms = "public API without a key"
    links = [Link(kind="models", url="https://router.huggingface.co/v1/models")]
    expect = {"models": range(4, 60_000)}

    meters = {"input": PriceKey("input", unit="1M tokens"), "output": PriceKey("output", unit="1M tokens")}
    modalities: dict[str, Attribute] = {
        "architecture/input_modalities": "input_modalities", "architecture/output_modalities": "output_modalities",
    }  # fmt: skip
    capabilities = {"supports_tools": "function_calling", "supports_structured_output": "structured_outputs"}

    def models(self, page: Page) -> Claims:
        for model in page.json().node("data").each():
            model.ignore("object", "created", "owned_by")
            for provider in model.node("providers").each():
                yield from self.offer(model, provider)
            page.audit("models", model)

    def offer(self, model: Node, provider: Node) -> Claims:
        provider.ignore("first_token_latency_ms", "throughput", "is_model_author")
        route, seller = model.text("id"), seller_id(provider.text("provider").text)
        yield from attributes(model, self.modalities, route=route, seller=seller)
        yield from attributes(provider, {"context_length": "context_tokens"}, route=route, seller=seller)
        if (status := provider.text("status")).text == "live":
            yield Claim(route=route, seller=seller, attribute="status", quote=status, says="active")
        for key, capability in self.capabilities.items():
            if quote := provider.maybe(key):
                yield Claim(route=route, seller=seller, attribute="capability", variant=capability, quote=quote)
        is_free, pricing = provider.text("is_free"), provider.maybe_node("pricing")
        free = [is_free.as_context("free")] if is_free.text == "true" else []
        for key, priced in self.meters.items():
            if pricing and (quote := pricing.maybe(key, *free)):
                yield priced.claim(route, quote, seller=seller)
            elif free:
                yield priced.claim(route, is_free, seller=seller, says="free")
