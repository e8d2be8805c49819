"""Atlas Cloud's model list: decimal strings in dollars per million tokens, bands above thresholds
of the prompt.

`actual` is what is paid, `origin` what it was before a discount in percent of it (100: none). Where
the discount is dynamic nothing says what `origin` is. Prices of pictures, video and audio have no
unit.
"""

from spiders.claims import Attribute, Claims, Link, PriceClass, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, listed_capabilities
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import PriceKey, token_bands
from spiders.source import Aggregator

KEYS = {
    "input_price": PriceKey("input"),
    "output_price": PriceKey("output"),
    "cache_price": PriceKey("cache_read"),
    "cache_creation_price": PriceKey("cache_write"),
    "cache_creation_1h_price": PriceKey("cache_write", lifetime="1h"),
    "input_audio_price": PriceKey("input", "audio"),
    "cache_audio_price": PriceKey("cache_read", "audio"),
    "input_image_price": PriceKey("input", "image"),
    "output_image_price": PriceKey("output", "image"),
}


class Atlascloud(Aggregator):
    publisher = "atlascloud"
    links = [Link(kind="models", url="https://console.atlascloud.ai/api/v1/models")]
    expect = {"models": range(4, 20_000)}

    stated: dict[str, Attribute] = {
        "displayName": "name",
        "contextLength": "context_tokens",
        "maxCompletionTokens": "max_output_tokens",
        "input_modalities": "input_modalities",
        "output_modalities": "output_modalities",
        "knowledgeCutoff": "knowledge_cutoff",
        "totalParameters": "parameters_total",
        "activeParameters": "parameters_active",
        "architectureType": "architecture",
    }

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            kind, route = model.require("type").text, model.require("model")
            if kind != "Text":
                page.note_unread(
                    "models",
                    f"the base price of a model of type {kind} has no unit: not read",
                    model.where,
                )
                continue
            yield from attribute_claims(model, self.stated, route=route)
            yield from listed_capabilities(route, model.scalars("supported_features"))
            price = model.require_node("price")
            actual, origin = price.require_node("actual"), price.require_node("origin")
            is_net = price.require("discount").text != "100"
            yield from self.prices(route, actual, "net" if is_net else "list")
            if is_net:
                yield from self.prices(route, origin, "list")
            elif origin.value != actual.value:
                page.note_unread(
                    "models",
                    "an origin price without a discount says not what it is: not read",
                    price.where,
                )
            price.ignore("tiered_price", "dynamic_discount")
            origin.ignore(*origin)
            page.note_unread_keys("models", price)

    def prices(self, route: Quote, prices: Node, price_class: PriceClass) -> Claims:
        prices.ignore("type")
        above = (
            list(prices.require_node("prompt_thresholds").nodes())
            if "prompt_thresholds" in prices
            else []
        )
        for key, priced in KEYS.items():
            rows = [prices, *(row for row in above if key in row)]
            for row, band in zip(
                rows, token_bands([row.require("threshold") for row in rows[1:]]), strict=True
            ):
                if quote := row.get(key, *free_context(route)):
                    yield priced.claim(
                        route, quote, unit="1M tokens", price_class=price_class, **band
                    )
