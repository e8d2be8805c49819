"""NanoGPT's list of models."""

from spiders.authoring import (
    SIDES,
    Aggregator,
    Claims,
    LayoutChanged,
    Link,
    Node,
    Page,
    PriceKey,
    attribute_claims,
    prices_by_key,
)

KEYS: dict[str, PriceKey] = {
    "prompt": SIDES["input"]._replace(unit="1M tokens"),
    "completion": SIDES["output"]._replace(unit="1M tokens"),
}
UNIT = "per_million_tokens"


class NanogptModels(Aggregator):
    """What NanoGPT sells: numbers in dollars per million tokens, each list of prices with its
    currency and unit.
    """

    publisher = "nano-gpt"
    role = "priced"
    links = [Link(kind="models", url="https://nano-gpt.com/api/v1/models?detailed=true")]
    expect = {"models": range(2, 60_000)}
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

    def models(self, page: Page) -> Claims:
        models = page.json().require_node("data").nodes()
        return self.read_each(page, "models", models, self.model)

    def model(self, model: Node) -> Claims:
        route = model.require("id")
        yield from attribute_claims(model, {"context_length": "context_tokens"}, route=route)
        pricing = model.get_node("pricing")
        if pricing is None:
            return
        currency, unit = pricing.require("currency"), pricing.require("unit")
        if (currency.text, unit.text) != ("USD", UNIT):
            raise LayoutChanged(
                "prices are not in dollars per million tokens",
                where=unit.locator,
                found=f"{currency.text} {unit.text}",
            )
        yield from prices_by_key(pricing, KEYS, route)
