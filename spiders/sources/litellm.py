"""LiteLLM's table of models: floats in dollars per token, picture, second and so on; one row a
route, its key the id.

A flag that is absent is unknown. Prices in other units, such as Databricks', and multipliers are
listed as unread.
"""

import re
from decimal import Decimal

from spiders.claims import Attribute, Claims, Link, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, litellm_capabilities
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import litellm_keys, prices_by_key
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator

# fmt: off
REPOSITORY = "https://raw.githubusercontent.com/BerriAI/litellm/main"
STATED: dict[str, Attribute] = {
    "max_input_tokens": "max_input_tokens", "max_output_tokens": "max_output_tokens", "mode": "task",
    "supported_modalities": "input_modalities", "supported_output_modalities": "output_modalities",
    "deprecation_date": "retired_date"}
PRICES = re.compile(r"cost|provider_specific_entry")
# fmt: on


class Litellm(Aggregator):
    publisher = "litellm"
    terms = "open data in a public repository, MIT licence"
    links = [Link(kind="models", url=f"{REPOSITORY}/model_prices_and_context_window.json")]
    expect = {"models": range(40, 400_000)}

    def models(self, page: Page) -> Claims:
        answer = page.json()
        for route, row in answer.object_members(skip=["sample_spec"]):
            if (provider := row.get("litellm_provider")) is None:
                continue
            seller = seller_id(provider.text.removeprefix("text-completion-").partition("-")[0])
            yield from attribute_claims(row, STATED, route=route, seller=seller)
            yield from litellm_capabilities(route, row, seller)
            for band in row.children("tiered_pricing"):
                if ends := [int(Decimal(end.text)) for end in band.scalars("range")]:
                    over = {"over_tokens": f">{ends[0]}"} if ends[0] else {}
                    yield from self.prices(route, seller, band, **over, upto_tokens=f"<={ends[1]}")
            if search := row.get_node("search_context_cost_per_query"):
                yield from self.prices(route, seller, search)
            yield from self.prices(route, seller, row)
        page.note_unread_keys("models", answer)

    def prices(self, route: Quote, seller: str, row: Node, **band: str) -> Claims:
        keys = litellm_keys(row)
        yield from prices_by_key(row, keys, route, *free_context(route), seller=seller, **band)
        row.ignore(*(key for key in row if key not in keys and not PRICES.search(key)))
