"""models.dev: a community table of providers and their models, in dollars per million tokens.

Its booleans are required, so "false" is weak evidence; a cost of 0 can mean free, a subscription or
unknown.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claims, Link, Quote, Tier
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import abilities, attributes
from spiders.readers.phrases import says_free
from spiders.readers.price_keys import SIDES, PriceKey, priced
from spiders.source import Aggregator


class ModelsDev(Aggregator):
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
        for provider in answer.each():
            provider.ignore("api", "doc", "env", "npm", "name")
            seller = provider.text("id").text
            for model in provider.node("models").each():
                model.ignore("last_updated", "interleaved", "provider", "reasoning_options")
                route = model.text("id")
                yield from attributes(model, self.stated, route=route, seller=seller)
                yield from abilities(model, self.capabilities, route=route, seller=seller)
                for tier, cost in self.tiers(model):
                    yield from self.costs(route, seller, cost, tier)
        page.audit("models", answer)

    def tiers(self, model: Node) -> Iterator[tuple[Tier, Node]]:
        """What a model costs, and what it costs in each of its experimental modes."""
        if cost := model.maybe_node("cost"):
            yield "standard", cost
        for mode in model.below("experimental/modes"):
            mode.ignore("provider/headers", "provider/body/speed")
            yield (
                "priority" if mode.find("provider/body/service_tier") else "fast",
                mode.node("cost"),
            )

    def costs(
        self, route: Quote, seller: str, cost: Node, tier: Tier, over: str | None = None
    ) -> Claims:
        about = {"seller": seller, "tier": tier, "unit": "1M tokens", "over_tokens": over}
        yield from priced(cost, self.prices, route, *says_free(route), **about)
        for band in cost.below("tiers"):
            band.node("tier").ignore("type")
            yield from self.costs(
                route, seller, band, tier, f">{band.node('tier').text('size').text}"
            )
        if "tiers" in cost:
            cost.ignore("context_over_200k")  # it repeats one of them
        elif long := cost.maybe_node("context_over_200k"):
            yield from self.costs(route, seller, long, tier, ">200000")
