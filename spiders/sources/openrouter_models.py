"""OpenRouter's model list: decimal strings in dollars per token, for routes that OpenRouter itself sells.

The price shown for a model is that of the provider that serves it now, so it moves. -1 marks a router, not a price.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Lifetime, Link, Meter, Modality, Quote, Unit
from spiders.jsontree import Node
from spiders.page import Page
from spiders.source import Source

Kind = tuple[Meter, Unit, Lifetime | None, Modality | None]


class OpenrouterModels(Source):
    publisher = "openrouter"
    lineage = "aggregator"
    terms = "public API without a key; attribution asked"
    links = [Link(kind="models", url="https://openrouter.ai/api/v1/models")]
    expect = {"models": range(50, 60_000)}

    meters: dict[str, Kind] = {
        "prompt": ("input", "token", None, None), "completion": ("output", "token", None, None),
        "request": ("request", "request", None, None), "web_search": ("search", "request", None, None),
        "internal_reasoning": ("reasoning", "token", None, None),
        "input_cache_read": ("cache_read", "token", None, None),
        "input_cache_write": ("cache_write", "token", None, None),
        "input_cache_write_1h": ("cache_write", "token", "1h", None),
        "audio": ("input", "token", None, "audio"), "input_audio_cache": ("cache_read", "token", None, "audio"),
        "image_output": ("output", "token", None, "image"), "audio_output": ("output", "token", None, "audio"),
    }  # fmt: skip
    stated: dict[str, Attribute] = {
        "name": "name", "context_length": "context_tokens", "top_provider/max_completion_tokens": "max_output_tokens",
        "architecture/input_modalities": "input_modalities", "architecture/output_modalities": "output_modalities",
        "knowledge_cutoff": "knowledge_cutoff", "expiration_date": "retired_date",
    }  # fmt: skip
    capabilities = {
        "tools": "function_calling", "structured_outputs": "structured_outputs", "reasoning": "reasoning",
        "parallel_tool_calls": "parallel_tool_calls", "web_search_options": "web_search",
    }  # fmt: skip
    ignore = (
        "description", "created", "per_request_limits", "default_parameters", "links", "benchmarks", "supported_voices",
        "reasoning",
    )  # fmt: skip
    # The price "image" was per image once and is per token by now, and the list does not say which: it stays unread.

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        answer = page.json()
        answer.ignore("total_count", "links")
        for model in answer.node("data").each():
            model.ignore(*self.ignore)
            route = model.text("id")
            yield from self.attributes(route, model)
            pricing = model.node("pricing")
            yield from self.prices(route, pricing)
            for override in pricing.node("overrides").each() if "overrides" in pricing else ():
                yield from self.prices(route, override, f">={override.text('min_prompt_tokens').text}")
        page.audit("models", answer)

    def attributes(self, route: Quote, model: Node) -> Iterator[Claim]:
        model.node("top_provider").ignore("context_length", "is_moderated")
        model.node("architecture").ignore("modality", "tokenizer", "instruct_type")
        for path, attribute in self.stated.items():
            if quote := model.find(path):
                yield Claim(route=route, attribute=attribute, quote=quote)
        for link in ("canonical_slug", "hugging_face_id"):
            if alias := model.maybe(link):
                yield Claim(route=route, attribute="alias", variant=link, quote=alias)
        for parameter in model.scalars("supported_parameters"):
            if capability := self.capabilities.get(parameter.text):
                yield Claim(route=route, attribute="capability", variant=capability, quote=parameter, says="yes")

    def prices(self, route: Quote, pricing: Node, over_tokens: str | None = None) -> Iterator[Claim]:
        free = (
            [route.part(route.text.index(":free"), len(route.text)).as_context("free")]
            if route.text.endswith(":free")
            else []
        )
        for key, (meter, unit, lifetime, modality) in self.meters.items():
            if quote := pricing.maybe(key, *free):
                yield Claim(route=route, price=meter, unit=unit, lifetime=lifetime, modality=modality, currency="USD",
                            over_tokens=over_tokens, quote=quote)  # fmt: skip
