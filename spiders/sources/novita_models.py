"""Novita's public list of models."""

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
    "input_token_price_per_m": "input",
    "output_token_price_per_m": "output",
}
FACTS: dict[str, Attribute] = {
    "display_name": "name",
    "context_size": "context_tokens",
    "max_output_tokens": "max_output_tokens",
}


class NovitaModels(Documentation):
    """Novita's models: limits, and prices per million tokens in ten-thousandths of a US dollar,
    which are dollars per ten billion tokens. 0 is no price unless the model is called free.
    """

    publisher = "novita-ai"
    role = "priced"
    terms = "public API without a key"
    links = [Link(kind="models", url="https://api.novita.ai/v3/openai/models")]
    expect = {"models": range(3, 20_000)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        models = page.json().require_node("data").nodes()
        return self.read_each(page, "models", models, self.model)

    def model(self, model: Node) -> Claims:
        route = model.require("id")
        yield from attribute_claims(model, FACTS, route=route)
        for key, meter in METERS.items():
            price = model.get(key)
            if price and price.text != "0":
                yield Claim(
                    route=route, meter=meter, unit="10B tokens", currency="USD", quote=price
                )
