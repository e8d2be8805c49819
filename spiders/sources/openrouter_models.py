"""OpenRouter's list of models."""

from spiders.authoring import (
    ARCHITECTURE,
    OPENROUTER_KEYS,
    UNKNOWN_CONDITION,
    Aggregator,
    Attribute,
    Claims,
    Context,
    Link,
    Node,
    Page,
    Quote,
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
        bands = [rates for rates in overrides if "min_prompt_tokens" in rates]
        timed = [timed_rates(rates, OPENROUTER_KEYS) for rates in overrides if rates not in bands]
        yield from prices_by_time(pricing, timed, OPENROUTER_KEYS, route, *free)
        for rates in bands:
            yield from self.band(rates, route, *free)

    def band(self, rates: Node, route: Quote, *context: Context) -> Claims:
        """The prices of an override for long inputs. Its other keys limit it further, and say nothing of
        the usual prices.
        """
        over_tokens = f">={rates.require('min_prompt_tokens').text}"
        when = timed_rates(rates, OPENROUTER_KEYS)
        unknown = [key for key in when.unknown if self.is_condition(key)]
        variant = f"{UNKNOWN_CONDITION}: {', '.join(unknown)}" if unknown else None
        for hours in when.windows or [None]:
            yield from prices_by_key(
                rates,
                OPENROUTER_KEYS,
                route,
                *context,
                over_tokens=over_tokens,
                variant=variant,
                hours=hours,
            )

    def is_condition(self, key: str) -> bool:
        """Whether an unknown key of an override may say when it holds: it is no price of its own, such
        as "prompt_batch".
        """
        is_price = any(key.startswith(f"{known}_") for known in OPENROUTER_KEYS)
        return not is_price and key != "min_prompt_tokens"
