"""OpenRouter's list of models."""

from spiders.authoring import (
    ARCHITECTURE,
    OPENROUTER_KEYS,
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    alias_claims,
    attribute_claims,
    contexts_by_role,
    listed_capabilities,
    prices_by_key,
    prices_by_time,
    timed_rates,
)


class OpenrouterModels(Aggregator):
    """The models that OpenRouter itself sells, in dollars per token as decimal strings.

    The price shown for a model is that of the provider that serves it now, so it moves. -1 marks a
    router, not a price. Prices of long inputs, and of times of day, stand in overrides beside the
    usual ones.
    """

    publisher = "openrouter"
    role = "complete"
    terms = "public API without a key; attribution asked"
    links = [Link(kind="models", url="https://openrouter.ai/api/v1/models")]
    expect = {"models": range(50, 60_000)}
    stated: dict[str, Attribute] = {
        "name": "name",
        "context_length": "context_tokens",
        "top_provider/max_completion_tokens": "max_output_tokens",
        "knowledge_cutoff": "knowledge_cutoff",
        "expiration_date": "retired_date",
        **ARCHITECTURE,
    }
    ignore = (
        "description",
        "created",
        "per_request_limits",
        "default_parameters",
        "links",
        "benchmarks",
        "supported_voices",
        "reasoning",
        "top_provider/context_length",
        "top_provider/is_moderated",
        "architecture/modality",
        "architecture/tokenizer",
        "architecture/instruct_type",
    )

    def models(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("total_count", "links")
        for model in answer.require_node("data").nodes():
            yield from self.model(model)
        page.note_unread_keys("models", answer)

    def model(self, model: Node) -> Claims:
        route = model.require("id")
        model.ignore(*self.ignore)
        yield from attribute_claims(model, self.stated, route=route)
        yield from alias_claims(model, ["canonical_slug", "hugging_face_id"], route=route)
        yield from listed_capabilities(route, model.scalars("supported_parameters"))
        free = contexts_by_role(free=route.find(":free$"))
        pricing = model.require_node("pricing")
        overrides = list(pricing.children("overrides"))
        bands = [rates for rates in overrides if self.is_band(rates)]
        timed = [timed_rates(rates, OPENROUTER_KEYS) for rates in overrides if rates not in bands]
        yield from prices_by_time(pricing, timed, OPENROUTER_KEYS, route, *free)
        for rates in bands:
            over_tokens = f">={rates.require('min_prompt_tokens').text}"
            yield from prices_by_key(rates, OPENROUTER_KEYS, route, *free, over_tokens=over_tokens)

    def is_band(self, rates: Node) -> bool:
        """Whether long inputs are all that an override is for."""
        return (
            not {*rates} - {*OPENROUTER_KEYS, "min_prompt_tokens"} and "min_prompt_tokens" in rates
        )
