"""Cerebras' public list of models."""

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
    capability_claims,
    prices_by_key,
)

KEYS: dict[str, PriceKey] = {"prompt": SIDES["input"], "completion": SIDES["output"]}
FACTS: dict[str, Attribute] = {
    "name": "name",
    "limits/max_context_length": "context_tokens",
    "limits/max_completion_tokens": "max_output_tokens",
}
CAPABILITIES = {
    "capabilities/tools": "function_calling",
    "capabilities/vision": "vision",
    "capabilities/reasoning": "reasoning",
}


class CerebrasModels(Documentation):
    """Cerebras' models, limits and prices: decimal strings in US dollars per token."""

    publisher = "cerebras"
    role = "priced"
    terms = "public API without a key"
    links = [Link(kind="models", url="https://api.cerebras.ai/public/v1/models")]
    expect = {"models": range(3, 2000)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        answer = page.json()
        models = answer.require_node("data").nodes()
        yield from self.read_each(page, "models", models, self.model)
        page.note_unread_keys("models", answer)

    def model(self, model: Node) -> Claims:
        model.ignore("object", "created", "owned_by", "deprecated", "preview", "hugging_face_id")
        route = model.require("id")
        yield from attribute_claims(model, FACTS, route=route)
        yield from capability_claims(model, CAPABILITIES, route=route)
        yield from prices_by_key(model.require_node("pricing"), KEYS, route)
