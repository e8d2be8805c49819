"""models.dev: a community table of providers and their models."""

from collections.abc import Iterator
from functools import partial

from spiders.authoring import (
    SIDES,
    UNKNOWN_CONDITION,
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
    capability_claims,
    free_context,
    prices_by_key,
    seller_id,
)

UNSTATED_LENGTH = f"{UNKNOWN_CONDITION}: long inputs, from a length that is not stated"


class ModelsDev(Aggregator):
    """The answer of models.dev: the models of each provider, with prices in dollars per million
    tokens.

    Prices of long inputs and of faster modes stand beside the usual ones. The booleans are
    required, so "false" is weak evidence; a cost of 0 can mean free, a subscription or unknown.
    """

    publisher = "models.dev"
    terms = "open data, MIT licence"
    links = [Link(kind="models", url="https://models.dev/api.json")]
    expect = {"models": range(50, 400_000)}
    prices = SIDES | {
        "cache_read": PriceKey("cache_read"),
        "cache_write": PriceKey("cache_write"),
        "reasoning": PriceKey("reasoning"),
        "input_audio": PriceKey("input", "audio"),
        "output_audio": PriceKey("output", "audio"),
    }
    stated: dict[str, Attribute] = {
        "name": "name",
        "family": "family",
        "release_date": "released_date",
        "knowledge": "knowledge_cutoff",
        "status": "status",
        "open_weights": "open_weights",
        "limit/context": "context_tokens",
        "limit/input": "max_input_tokens",
        "limit/output": "max_output_tokens",
        "modalities/input": "input_modalities",
        "modalities/output": "output_modalities",
        "input_modalities": "input_modalities",
        "output_modalities": "output_modalities",
    }
    capabilities = {
        "reasoning": "reasoning",
        "tool_call": "function_calling",
        "structured_output": "structured_outputs",
        "attachment": "attachments",
        "temperature": "temperature",
    }

    def models(self, page: Page) -> Claims:
        answer = page.json()
        for provider in answer.nodes():
            provider.ignore("api", "doc", "env", "npm", "name")
            seller = seller_id(provider.require("id").text)
            models = provider.require_node("models").nodes()
            yield from self.read_each(page, "models", models, partial(self.model, seller=seller))
        page.note_unread_keys("models", answer)

    def model(self, model: Node, seller: str) -> Claims:
        model.ignore("last_updated", "interleaved", "provider", "reasoning_options")
        route = model.require("id")
        yield from attribute_claims(model, self.stated, route=route, seller=seller)
        yield from capability_claims(model, self.capabilities, route=route, seller=seller)
        for tier, cost in self.tiers(model):
            yield from self.costs(route, seller, cost, tier)

    def tiers(self, model: Node) -> Iterator[tuple[Tier, Node]]:
        """What a model costs, and what it costs in each of its experimental modes."""
        cost = model.get_node("cost")
        if cost:
            yield "standard", cost
        for mode in model.children("experimental/modes"):
            mode.ignore("provider/headers", "provider/body/speed")
            tier: Tier = "priority" if mode.find("provider/body/service_tier") else "fast"
            cost = mode.get_node("cost")
            if cost:
                yield tier, cost

    def costs(self, route: Quote, seller: str, cost: Node, tier: Tier, **band: str) -> Claims:
        """The prices of a model in one tier, and those of its bands of input. `band` are fields of
        their claims.
        """
        yield from prices_by_key(
            cost,
            self.prices,
            route,
            *free_context(route),
            seller=seller,
            tier=tier,
            unit="1M tokens",
            **band,
        )
        for longer in cost.children("tiers"):
            band = self.band(longer.require_node("tier"))
            yield from self.costs(route, seller, longer, tier, **band)
        if "tiers" in cost:
            cost.ignore("context_over_200k")  # it repeats one of them
            return
        long_inputs = cost.get_node("context_over_200k")
        if long_inputs:
            # Where tiers say it, two in five of these begin at 256,000 or more.
            yield from self.costs(route, seller, long_inputs, tier, variant=UNSTATED_LENGTH)

    def band(self, tier: Node) -> dict[str, str]:
        """What inputs a band of prices is for: fields of its claims."""
        size = tier.require("size").text
        measured = tier.get("type")
        if measured is None or measured.text == "context":
            return {"over_tokens": f">{size}"}
        return {"variant": f"{UNKNOWN_CONDITION}: {measured.text} over {size}"}
