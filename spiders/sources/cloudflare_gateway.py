"""The models that Cloudflare's AI Gateway passes requests on to, with its sellers' prices in
dollars per token.

An id is the seller's name and the id there. Some sellers have prices per picture or per million
tokens in the same keys, and nothing says so: what costs a tenth of a cent or more is no token, and
is not read.
"""

import os
from decimal import Decimal

from spiders.claims import Claims, Link
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import PriceKey
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator

_NAMES = "{account}/{gateway}"
_URL = f"https://gateway.ai.cloudflare.com/v1/{_NAMES}/compat/models"


class CloudflareGateway(Aggregator):
    publisher = "cloudflare-ai-gateway"
    terms = "an API of one's own gateway"
    required_env = "CARDKEEP_CLOUDFLARE_GATEWAY"  # "account/gateway"
    links = [
        Link(
            kind="models",
            url=_URL.replace(_NAMES, os.environ.get(required_env, _NAMES)),
            aliases=(_URL,),
        )
    ]
    expect = {"models": range(20, 60_000)}
    prices = {"cost_in": PriceKey("input"), "cost_out": PriceKey("output")}
    dearest = Decimal("0.001")

    def models(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("object")
        for model in answer.require_node("data").nodes():
            model.ignore("object", "created_at")
            yield from self.model(page, model)
        page.note_unread_keys("models", answer)

    def model(self, page: Page, model: Node) -> Claims:
        owner, stated = model.require("owned_by").text, model.require("id")
        if not stated.text.startswith(f"{owner}/"):
            raise LayoutChanged(
                "an id does not begin with its seller", where=stated.locator, found=stated.text
            )
        route = stated.slice(len(owner) + 1, len(stated.text))
        for key, price in self.prices.items():
            quote = model.require(key, *free_context(route))
            if Decimal(quote.text) < self.dearest:
                yield price.claim(route, quote, seller=seller_id(owner))
            else:
                page.note_unread(
                    "models",
                    f"a price of {owner!r} that is not per token is not read",
                    quote.locator,
                )
