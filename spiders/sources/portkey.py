"""Portkey's price files."""

import re
from collections.abc import Iterator
from typing import Any

from spiders.authoring import (
    Aggregator,
    Claims,
    Link,
    Node,
    Page,
    PriceKey,
    Quote,
    Tier,
    free_context,
    seller_id,
)

FILES = "https://raw.githubusercontent.com/Portkey-AI/models/main/pricing"
KEYS = {
    "request_token": PriceKey("input"),
    "response_token": PriceKey("output"),
    "reasoning_token": PriceKey("reasoning"),
    "thinking_token": PriceKey("reasoning"),
    "pay_per_token": PriceKey("training"),
    "cache_read_input_token": PriceKey("cache_read"),
    "cache_write_input_token": PriceKey("cache_write"),
    "request_text_token": PriceKey("input", "text"),
    "response_text_token": PriceKey("output", "text"),
    "request_audio_token": PriceKey("input", "audio"),
    "response_audio_token": PriceKey("output", "audio"),
    "request_image_token": PriceKey("input", "image"),
    "response_image_token": PriceKey("output", "image"),
    "cached_text_input_token": PriceKey("cache_read", "text"),
    "cache_read_text_input_token": PriceKey("cache_read", "text"),
    "cache_read_audio_input_token": PriceKey("cache_read", "audio"),
    "cached_image_input_token": PriceKey("cache_read", "image"),
    "cache_read_image_input_token": PriceKey("cache_read", "image"),
    "request": PriceKey("request", unit="request"),
    "web_search": PriceKey("search", unit="request"),
    "search": PriceKey("search", unit="request"),
    "video_seconds": PriceKey("second", "video", unit="second"),
}
IMAGE = PriceKey("image", unit="image")
PARTS: dict[str, Tier] = {
    "pay_as_you_go": "standard",
    "batch_config": "batch",
    "finetune_config": "standard",
    "fixed_cost": "standard",
    "additional_units": "standard",
}
# The band of input at the end of an id: "gemini-1.5-pro-gt-128k".
BAND = re.compile(r"-(gt|lte)-(\d+)k$")


class Portkey(Aggregator):
    """Portkey's price files, one per provider, in US cents per token, search, second or picture.

    A list of the files leads to them. Batch prices stand beside others. A band of input stands
    behind a model's id. 0 is also how the files say that nothing is known.
    """

    publisher = "portkey"
    terms = "open data in a public repository, MIT licence"
    refresh_every = "7d"
    links = [
        Link(kind="list", url="https://api.github.com/repos/Portkey-AI/models/contents/pricing")
    ]
    follow_patterns = {"prices": rf"{re.escape(FILES)}/([\w.-]+)\.json"}
    expect = {"prices": range(20_000)}
    index_kinds = ("list",)

    def follow(self, page: Page) -> Iterator[Link]:
        if page.kind != "list":
            return
        for file in page.json().nodes():
            name = file.require("name").text.removesuffix(".json")
            yield Link(kind="prices", url=f"{FILES}/{name}.json", document=name)

    def prices(self, page: Page) -> Claims:
        seller = seller_id(page.quote_in_url(r"/([\w.-]+)\.json$").text)
        models = page.json()
        for key, value in models.members():
            if key != "default" and not isinstance(value, dict):
                page.note_unread(
                    "prices", "a model that is no object", models.key_quote(key).locator
                )
        for name, model in models.object_members(skip=["default"]):
            config = model.get_node("pricing_config")
            if config is None:
                page.note_unread("prices", "a model without 'pricing_config'", model.where)
                continue
            config.ignore("calculate")
            currency = config.get("currency")
            if currency and currency.text != "USD":
                page.note_unread("prices", f"prices in {currency.text}", currency.locator)
                continue
            for part, tier in PARTS.items():
                rates = config.get_node(part)
                if rates:
                    about = {"seller": seller, "currency": "US cents", "tier": tier}
                    yield from self.rates(name, rates, about)
            page.note_unread_keys("prices", config)

    def rates(self, name: Quote, rates: Node, about: dict[str, Any]) -> Claims:
        """The prices of a part of a model's file; `about` are further fields of each claim."""
        yield from self.rates_by_key(name, rates, about)
        if "image" in rates:
            yield from self.image_prices(name, rates.require_node("image"), about)
        if "additional_units" in rates:
            yield from self.rates(name, rates.require_node("additional_units"), about)

    def rates_by_key(self, name: Quote, rates: Node, about: dict[str, Any]) -> Claims:
        route = name
        context = free_context(name)
        band_end: dict[str, str] = {}
        band = BAND.search(name.text)
        if band:
            route = name.slice(0, band.start())
            context.append(name.slice(*band.span()).as_context("band"))
            band_end = self.band_end(band[1], band[2])
        for key in rates:
            if key not in KEYS:
                continue
            price = rates.require_node(key).get("price", *context)
            if price:
                yield KEYS[key].claim(route, price, **about, **band_end)

    def band_end(self, sign: str, thousand: str) -> dict[str, str]:
        if sign == "gt":
            return {"over_tokens": f">{thousand}000"}
        return {"upto_tokens": f"<={thousand}000"}

    def image_prices(self, name: Quote, qualities: Node, about: dict[str, Any]) -> Claims:
        """The prices of pictures, by their quality and size, of which "default" says nothing."""
        for quality, sizes in qualities.object_members():
            for size, picture in sizes.object_members():
                words = [word for word in (quality.text, size.text) if word != "default"]
                variant = " ".join(words) or None
                yield IMAGE.claim(name, picture.require("price"), variant=variant, **about)
