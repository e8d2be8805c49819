"""DeepInfra's public list of models."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Meter,
    Node,
    Page,
    attribute_claims,
)

METERS: dict[str, Meter] = {
    "cents_per_input_token": "input",
    "cents_per_output_token": "output",
}
FACTS: dict[str, Attribute] = {"max_tokens": "context_tokens", "replaced_by": "successor"}


class DeepinfraModels(Documentation):
    """DeepInfra's models with their prices in US cents per token.

    What a cached input and a tier cost is a factor of these, and is no price of its own. An
    embedding has no output. What is charged by the second, the picture or the character is listed,
    not read.
    """

    publisher = "deepinfra"
    role = "priced"
    terms = "public API without a key"
    links = [Link(kind="models", url="https://api.deepinfra.com/models/list")]
    expect = {"models": range(3, 20_000)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        return self.read_each(
            page, "models", page.json().nodes(), lambda model: self.model(page, model)
        )

    def model(self, page: Page, model: Node) -> Claims:
        route = model.require("model_name")
        yield from attribute_claims(model, FACTS, route=route)
        pricing = model.get_node("pricing")
        kind = pricing.get("type") if pricing else None
        if pricing is None or kind is None or kind.text != "tokens":
            words = kind.text if kind else "nothing"
            page.note_unread("models", f"{route.text} is priced by {words}", model.where)
            return
        for key, meter in METERS.items():
            price = pricing.get(key)
            if price and price.text not in ("0", "0.0"):
                yield Claim(
                    route=route, meter=meter, unit="token", currency="US cents", quote=price
                )
