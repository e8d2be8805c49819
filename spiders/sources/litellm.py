"""LiteLLM's table of models."""

import re
from decimal import Decimal

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    Quote,
    attribute_claims,
    free_context,
    litellm_capabilities,
    litellm_keys,
    prices_by_key,
    seller_id,
)

REPOSITORY_URL = "https://raw.githubusercontent.com/BerriAI/litellm/main"
ATTRIBUTES: dict[str, Attribute] = {
    "max_input_tokens": "max_input_tokens",
    "max_output_tokens": "max_output_tokens",
    "mode": "task",
    "supported_modalities": "input_modalities",
    "supported_output_modalities": "output_modalities",
    "deprecation_date": "retired_date",
}
# A key like these that is not read is listed: it may be a price.
PRICE_KEY = re.compile(r"cost|provider_specific_entry")


class Litellm(Aggregator):
    """LiteLLM's prices: floats in dollars per token, picture, second and so on; one row per route,
    whose key is the id.

    A flag that is absent is unknown. Prices in other units, such as Databricks', and multipliers
    are listed as unread; keys of no price are left out.
    """

    publisher = "litellm"
    terms = "open data in a public repository, MIT licence"
    links = [Link(kind="models", url=f"{REPOSITORY_URL}/model_prices_and_context_window.json")]
    expect = {"models": range(40, 400_000)}

    def models(self, page: Page) -> Claims:
        answer = page.json()
        for route, row in answer.object_members(skip=["sample_spec"]):
            provider = row.get("litellm_provider")
            if provider:
                yield from self.model(route, row, self.seller(provider.text))
        page.note_unread_keys("models", answer)

    def seller(self, provider: str) -> str:
        """The seller in a provider such as "vertex_ai-language-models"."""
        return seller_id(provider.removeprefix("text-completion-").partition("-")[0])

    def model(self, route: Quote, row: Node, seller: str) -> Claims:
        yield from attribute_claims(row, ATTRIBUTES, route=route, seller=seller)
        yield from litellm_capabilities(route, row, seller)
        for tier in row.children("tiered_pricing"):
            yield from self.tier_prices(route, tier, seller)
        search = row.get_node("search_context_cost_per_query")
        if search:
            yield from self.prices(route, seller, search)
        yield from self.prices(route, seller, row)

    def tier_prices(self, route: Quote, tier: Node, seller: str) -> Claims:
        """The prices of a tier with a `range` of input tokens, [0, 32000]."""
        ends = [int(Decimal(end.text)) for end in tier.scalars("range")]
        if not ends:
            return
        band = {"upto_tokens": f"<={ends[1]}"}
        if ends[0]:
            band["over_tokens"] = f">{ends[0]}"
        yield from self.prices(route, seller, tier, **band)

    def prices(self, route: Quote, seller: str, row: Node, **band: str) -> Claims:
        keys = litellm_keys(row)
        yield from prices_by_key(row, keys, route, *free_context(route), seller=seller, **band)
        row.ignore(*(key for key in row if key not in keys and not PRICE_KEY.search(key)))
