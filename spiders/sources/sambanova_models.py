"""SambaNova's public list of models."""

from spiders.authoring import (
    SIDES,
    Attribute,
    Claims,
    Documentation,
    Link,
    Node,
    Page,
    PriceKey,
    attribute_claims,
    prices_by_key,
)

KEYS: dict[str, PriceKey] = {"prompt": SIDES["input"], "completion": SIDES["output"]}
FACTS: dict[str, Attribute] = {
    "context_length": "context_tokens",
    "max_completion_tokens": "max_output_tokens",
}


class SambanovaModels(Documentation):
    """SambaNova's models, limits and prices: decimal strings in US dollars per token. What it
    charges by the second is listed, not read.
    """

    publisher = "sambanova"
    role = "priced"
    terms = "public API without a key"
    links = [Link(kind="models", url="https://api.sambanova.ai/v1/models")]
    expect = {"models": range(3, 2000)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        answer = page.json()
        models = answer.require_node("data").nodes()
        yield from self.read_each(page, "models", models, self.model)
        page.note_unread_keys("models", answer)

    def model(self, model: Node) -> Claims:
        model.ignore("object", "owned_by", "sn_metadata")
        route = model.require("id")
        yield from attribute_claims(model, FACTS, route=route)
        pricing = model.get_node("pricing")
        if pricing:
            yield from prices_by_key(pricing, KEYS, route)
