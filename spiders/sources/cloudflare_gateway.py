"""The models that Cloudflare's AI Gateway passes requests on to."""

import os
import re
from decimal import Decimal

from spiders.authoring import (
    Aggregator,
    Claims,
    LayoutChanged,
    Link,
    Node,
    Page,
    PriceKey,
    free_context,
    seller_id,
)

ACCOUNT_AND_GATEWAY = "{account}/{gateway}"
URL = f"https://gateway.ai.cloudflare.com/v1/{ACCOUNT_AND_GATEWAY}/compat/models"
PRICE_KEYS = {"cost_in": PriceKey("input"), "cost_out": PriceKey("output")}
NUMBER = re.compile(r"\d*\.?\d+(?:e-?\d+)?", re.IGNORECASE)
# No token costs as many dollars.
NOT_PER_TOKEN = Decimal("0.001")


class CloudflareGateway(Aggregator):
    """Prices of the gateway's sellers in dollars per token.

    An id is the seller's name and the id there. Some sellers have prices per picture or per million
    tokens in the same keys, and nothing says so: what costs a tenth of a cent or more is no token,
    and is listed as unread.
    """

    publisher = "cloudflare-ai-gateway"
    terms = "an API of one's own gateway"
    required_env = "CARDKEEP_CLOUDFLARE_GATEWAY"  # "account/gateway"; the links need it
    links = [
        Link(
            kind="models",
            url=URL.replace(ACCOUNT_AND_GATEWAY, os.environ.get(required_env, ACCOUNT_AND_GATEWAY)),
            aliases=(URL,),
        )
    ]
    expect = {"models": range(20, 60_000)}

    def models(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("object")
        for model in answer.require_node("data").nodes():
            model.ignore("object", "created_at")
            yield from self.model(page, model)
        page.note_unread_keys("models", answer)

    def model(self, page: Page, model: Node) -> Claims:
        owner = model.require("owned_by").text
        full_id = model.require("id")
        if not full_id.text.startswith(f"{owner}/"):
            raise LayoutChanged(
                "an id does not begin with its seller", where=full_id.locator, found=full_id.text
            )
        route = full_id.slice(len(owner) + 1, len(full_id.text))
        for key, price in PRICE_KEYS.items():
            amount = model.get(key, *free_context(route))
            if amount is None:
                page.note_unread("models", f"a model has no {key!r}", model.where)
            elif not NUMBER.fullmatch(amount.text) or Decimal(amount.text) < NOT_PER_TOKEN:
                yield price.claim(route, amount, seller=seller_id(owner))
            else:
                page.note_unread(
                    "models",
                    f"a price of {owner!r} that is not per token is not read",
                    amount.locator,
                )
