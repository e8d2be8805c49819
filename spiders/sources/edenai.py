"""Eden AI's list of models."""

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    PriceClass,
    Quote,
    alias_claims,
    attribute_claims,
    free_context,
    litellm_capabilities,
    litellm_keys,
    prices_by_key,
)

ATTRIBUTES: dict[str, Attribute] = {
    "model_name": "name",
    "context_length": "context_tokens",
    "capabilities/input_modalities": "input_modalities",
    "capabilities/output_modalities": "output_modalities",
}


class Edenai(Aggregator):
    """Eden AI's prices: floats in dollars per token under LiteLLM's names, before and after a
    discount.

    Every model has every capability flag, so that false is what nobody looked up: only true is
    read.
    """

    publisher = "edenai"
    role = "complete"
    links = [Link(kind="models", url="https://api.edenai.run/v3/models")]
    expect = {"models": range(4, 60_000)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            route = model.require("id")
            yield from attribute_claims(model, ATTRIBUTES, route=route)
            yield from alias_claims(model, ["alias_of"], route=route)
            yield from self.capabilities(route, model)
            yield from self.prices(page, route, model.require_node("list_pricing"), "list")
            price_class = "net" if "discount" in model else "list"
            yield from self.prices(page, route, model.require_node("pricing"), price_class)

    def capabilities(self, route: Quote, model: Node) -> Claims:
        for claim in litellm_capabilities(route, model.require_node("capabilities")):
            if claim.quote.text == "true":
                yield claim

    def prices(self, page: Page, route: Quote, pricing: Node, price_class: PriceClass) -> Claims:
        yield from prices_by_key(
            pricing, litellm_keys(pricing), route, *free_context(route), price_class=price_class
        )
        search = pricing.get_node("search_context_cost_per_query")
        if search:
            yield from self.prices(page, route, search, price_class)
        page.note_unread_keys("models", pricing)
