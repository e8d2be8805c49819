"""LiteLLM's table of models."""

import re
from collections.abc import Iterable
from decimal import Decimal

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    PriceKey,
    Quote,
    TimedRates,
    attribute_claims,
    free_context,
    litellm_capabilities,
    litellm_key,
    litellm_keys,
    litellm_use_key,
    prices_by_time,
    seller_id,
    timed_rates,
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
PRICE_KEY = re.compile(r"cost|pric|search_context|peak|promo|discount|provider_specific_entry")
# Objects of a row whose prices hold at no time of day of their own.
NOT_TIMED = ("tiered_pricing", "search_context_cost_per_query")
# The address of a deployment in an account of somebody.
PRIVATE = "arn:"


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
            if provider and route.text.startswith(PRIVATE):
                page.note_unread("models", "the name of somebody's own deployment", route.locator)
                row.ignore(*row)
            elif provider:
                yield from self.model(route, row, self.seller(provider.text))
            else:
                page.note_unread("models", "a row without a provider", route.locator)
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
        keys = self.keys(row)
        timed: list[TimedRates] = []
        for name, value in row.members():
            if name in NOT_TIMED or not isinstance(value, dict) or not states_price(value):
                continue
            rates = row.require_node(name)
            found = timed_rates(rates, litellm_keys(rates))
            is_known = bool(found.windows) and not found.unknown
            timed.append(found if is_known else found._replace(unknown=[name]))
        yield from prices_by_time(
            row, timed, keys, route, *free_context(route), seller=seller, **band
        )
        row.ignore(*(key for key in row if key not in keys and not PRICE_KEY.search(key)))

    def keys(self, row: Node) -> dict[str, PriceKey]:
        """The meanings of a row's keys of prices. Speech is priced by the text put in, whichever
        side the key names; and a transcript has no seconds of its own.
        """
        keys = litellm_keys(row)
        mode = row.get("mode")
        if mode is None:
            return keys
        if mode.text == "audio_speech" and "input_cost_per_character" not in keys:
            spoken = keys.pop("output_cost_per_character", None)
            if spoken:
                keys["output_cost_per_character"] = spoken._replace(variant=None)
        if mode.text == "audio_transcription":
            sides = [row.get(f"{side}_cost_per_second") for side in ("input", "output")]
            if sides[0] and sides[1] and sides[0].text == sides[1].text:
                keys["input_cost_per_second"] = keys.pop("output_cost_per_second")
        return keys


def states_price(keys: Iterable[str]) -> bool:
    """Whether one of the keys of an object is that of a price."""
    return any(litellm_key(key) or litellm_use_key(key) for key in keys)
