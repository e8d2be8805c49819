"""OpenRouter's model list: decimal strings in dollars per token, for routes that OpenRouter itself sells.

The price shown for a model is that of the provider that serves it now, so it moves. -1 marks a router, not a price.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link, Quote
from spiders.jsontree import Node
from spiders.page import Page
from spiders.parameters import attributes, capabilities
from spiders.pricekeys import OPENROUTER_KEYS
from spiders.source import Source


class OpenrouterModels(Source):
    publisher = "openrouter"
    lineage = "aggregator"
    terms = "public API without a key; attribution asked"
    links = [Link(kind="models", url="https://openrouter.ai/api/v1/models")]
    expect = {"models": range(50, 60_000)}

    stated: dict[str, Attribute] = {
        "name": "name", "context_length": "context_tokens", "top_provider/max_completion_tokens": "max_output_tokens",
        "architecture/input_modalities": "input_modalities", "architecture/output_modalities": "output_modalities",
        "knowledge_cutoff": "knowledge_cutoff", "expiration_date": "retired_date",
    }  # fmt: skip
    ignore = (
        "description", "created", "per_request_limits", "default_parameters", "links", "benchmarks", "supported_voices",
        "reasoning",
    )  # fmt: skip

    def models(self, page: Page) -> Iterator[Claim]:
        answer = page.json()
        answer.ignore("total_count", "links")
        for model in answer.node("data").each():
            model.ignore(*self.ignore)
            route = model.text("id")
            yield from self.attributes(route, model)
            pricing = model.node("pricing")
            yield from self.prices(route, pricing)
            for override in pricing.below("overrides"):
                yield from self.prices(route, override, f">={override.text('min_prompt_tokens').text}")
        page.audit("models", answer)

    def attributes(self, route: Quote, model: Node) -> Iterator[Claim]:
        model.node("top_provider").ignore("context_length", "is_moderated")
        model.node("architecture").ignore("modality", "tokenizer", "instruct_type")
        yield from attributes(model, self.stated, route=route)
        for link in ("canonical_slug", "hugging_face_id"):
            if alias := model.maybe(link):
                yield Claim(route=route, attribute="alias", variant=link, quote=alias)
        yield from capabilities(route, model.scalars("supported_parameters"))

    def prices(self, route: Quote, pricing: Node, over_tokens: str | None = None) -> Iterator[Claim]:
        free = [free.as_context("free")] if (free := route.find(":free$")) else []
        for key, priced in OPENROUTER_KEYS.items():
            if quote := pricing.maybe(key, *free):
                yield priced.claim(route, quote, over_tokens=over_tokens)
