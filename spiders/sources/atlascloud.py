"""Atlas Cloud's list of models."""

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    PriceClass,
    PriceKey,
    Quote,
    attribute_claims,
    free_context,
    listed_capabilities,
    token_bands,
)

ATTRIBUTES: dict[str, Attribute] = {
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
PRICE_KEYS = {
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
    """Atlas Cloud's prices: decimal strings in dollars per million tokens.

    Prices can rise above thresholds of the prompt. `actual` is what is paid, `origin` what it was
    before a discount; `discount` is the rest in percent of it, and 100 means none. Where the
    discount is dynamic nothing says what `origin` is. Prices of pictures, video and audio have no
    unit and are left out.
    """

    publisher = "atlascloud"
    role = "complete"
    links = [Link(kind="models", url="https://console.atlascloud.ai/api/v1/models")]
    expect = {"models": range(4, 20_000)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            kind = model.require("type").text
            route = model.require("model")
            if kind != "Text":
                page.note_unread(
                    "models",
                    f"the base price of a model of type {kind} has no unit: not read",
                    model.where,
                )
                continue
            yield from attribute_claims(model, ATTRIBUTES, route=route)
            yield from listed_capabilities(route, model.scalars("supported_features"))
            yield from self.actual_and_origin_prices(page, route, model.require_node("price"))

    def actual_and_origin_prices(self, page: Page, route: Quote, price: Node) -> Claims:
        actual = price.require_node("actual")
        origin = price.require_node("origin")
        is_discounted = price.require("discount").text != "100"
        if is_discounted:
            yield from self.prices(route, actual, "net")
            yield from self.prices(route, origin, "list")
        else:
            yield from self.prices(route, actual, "list")
            if origin.value != actual.value:
                page.note_unread(
                    "models",
                    "an origin price without a discount says not what it is: not read",
                    price.where,
                )
            origin.ignore(*origin)
        price.ignore("tiered_price", "dynamic_discount")
        page.note_unread_keys("models", price)

    def prices(self, route: Quote, prices: Node, price_class: PriceClass) -> Claims:
        prices.ignore("type")
        rows_above: list[Node] = []
        if "prompt_thresholds" in prices:
            rows_above = list(prices.require_node("prompt_thresholds").nodes())
        for key, price in PRICE_KEYS.items():
            # What a row above a threshold does not state ends there all the same.
            bands = token_bands([row.require("threshold") for row in rows_above])
            for row, band in zip([prices, *rows_above], bands, strict=True):
                amount = row.get(key, *free_context(route))
                if amount:
                    yield price.claim(
                        route, amount, unit="1M tokens", price_class=price_class, **band
                    )
