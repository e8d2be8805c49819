"""Lists of models in the shape of OpenRouter's, as other gateways publish them."""

from typing import ClassVar

from spiders.claims import Claims
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.readers.price_keys import OPENROUTER_KEYS, prices_by_key
from spiders.source import Aggregator


class GatewayModels(Aggregator):
    """What a gateway sells itself: `data` with an id and `pricing` of each model, decimal strings in
    dollars per token. A model without prices is listed with its context alone.
    """

    role = "priced"
    expect: ClassVar[dict[str, range]] = {"models": range(2, 60_000)}

    def models(self, page: Page) -> Claims:
        models = page.json().require_node("data").nodes()
        return self.read_each(page, "models", models, self.model)

    def model(self, model: Node) -> Claims:
        route = model.require("id")
        yield from attribute_claims(model, {"context_length": "context_tokens"}, route=route)
        pricing = model.get_node("pricing")
        if pricing:
            yield from prices_by_key(pricing, OPENROUTER_KEYS, route)
