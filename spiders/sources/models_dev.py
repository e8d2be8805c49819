"""models.dev: a community table of providers and their models, in dollars per million tokens.

Its booleans are required, so "false" is weak evidence; a cost of 0 can mean free, a subscription or unknown.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Link, Meter, Modality, Quote, Tier
from spiders.jsontree import Node
from spiders.page import Page
from spiders.phrases import says_free
from spiders.source import Source


class ModelsDev(Source):
    publisher = "models.dev"
    lineage = "aggregator"
    terms = "open data, MIT licence"
    links = [Link(kind="models", url="https://models.dev/api.json")]
    expect = {"models": range(50, 400_000)}

    meters: dict[str, tuple[Meter, Modality | None]] = {
        "input": ("input", None), "output": ("output", None), "reasoning": ("reasoning", None),
        "cache_read": ("cache_read", None), "cache_write": ("cache_write", None),
        "input_audio": ("input", "audio"), "output_audio": ("output", "audio"),
    }  # fmt: skip
    stated: dict[str, Attribute] = {
        "name": "name", "family": "family", "release_date": "released_date", "knowledge": "knowledge_cutoff",
        "status": "status", "open_weights": "open_weights",
        "limit/context": "context_tokens", "limit/input": "max_input_tokens",
        "limit/output": "max_output_tokens",
        "modalities/input": "input_modalities", "modalities/output": "output_modalities",
        "input_modalities": "input_modalities", "output_modalities": "output_modalities",
    }  # fmt: skip
    capabilities = {
        "reasoning": "reasoning", "tool_call": "function_calling", "structured_output": "structured_outputs",
        "attachment": "attachments", "temperature": "temperature",
    }  # fmt: skip

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        answer = page.json()
        for provider in answer.each():
            provider.ignore("api", "doc", "env", "npm", "name")
            seller = provider.text("id").text
            for model in provider.node("models").each():
                model.ignore("last_updated", "interleaved", "provider", "reasoning_options")
                route = model.text("id")
                yield from self.attributes(route, seller, model)
                if "cost" in model:
                    yield from self.costs(route, seller, model.node("cost"))
                if "experimental" in model and "modes" in (experimental := model.node("experimental")):
                    for mode in experimental.node("modes").each():
                        provider_options = mode.node("provider")
                        provider_options.ignore("headers")
                        speed = provider_options.node("body")
                        tier: Tier = "priority" if "service_tier" in speed else "fast"
                        speed.ignore("service_tier", "speed")
                        yield from self.costs(route, seller, mode.node("cost"), tier=tier)
        page.audit("models", answer)

    def attributes(self, route: Quote, seller: str, model: Node) -> Iterator[Claim]:
        for path, attribute in self.stated.items():
            if quote := model.find(path):
                yield Claim(route=route, seller=seller, attribute=attribute, quote=quote)
        for key, capability in self.capabilities.items():
            if quote := model.maybe(key):
                yield Claim(route=route, seller=seller, attribute="capability", variant=capability, quote=quote)

    def costs(
        self, route: Quote, seller: str, cost: Node, tier: Tier = "standard", over: str | None = None
    ) -> Iterator[Claim]:
        context = says_free(route)
        for key, (meter, modality) in self.meters.items():
            if quote := cost.maybe(key, *context):
                yield Claim(route=route, seller=seller, price=meter, modality=modality, tier=tier, unit="1M tokens",
                            currency="USD", over_tokens=over, quote=quote)  # fmt: skip
        if (long := cost.maybe_node("context_over_200k")) and "tiers" not in cost:  # else it repeats one of them
            yield from self.costs(route, seller, long, tier, ">200000")
        for band in cost.node("tiers").each() if "tiers" in cost else ():
            size = band.node("tier")
            size.ignore("type")
            yield from self.costs(route, seller, band, tier, f">{size.text('size').text}")
