"""Portkey's price files: one a provider, in US cents per token, search, second or picture; batch
prices beside others.

A band of input stands behind a model's id, "gemini-1.5-pro-gt-128k". 0 is also how the files say
that nothing is known.
"""

import re
from collections.abc import Iterator
from typing import Any

from spiders.claims import Claims, Link, Quote, Tier
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import PriceKey
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator

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
PARTS: dict[str, Tier] = {
    "pay_as_you_go": "standard",
    "batch_config": "batch",
    "finetune_config": "standard",
    "fixed_cost": "standard",
    "additional_units": "standard",
}


class Portkey(Aggregator):
    publisher = "portkey"
    terms = "open data in a public repository, MIT licence"
    refresh_every = "7d"
    links = [
        Link(kind="list", url="https://api.github.com/repos/Portkey-AI/models/contents/pricing")
    ]
    follow_patterns = {"prices": rf"{re.escape(FILES)}/([\w.-]+)\.json"}
    index_kinds = ("list",)
    expect = {"prices": range(20_000)}

    def follow(self, page: Page) -> Iterator[Link]:
        for file in page.json().nodes() if page.kind == "list" else ():
            name = file.require("name").text.removesuffix(".json")
            yield Link(kind="prices", url=f"{FILES}/{name}.json", document=name)

    def prices(self, page: Page) -> Claims:
        seller = seller_id(page.quote_in_url(r"/([\w.-]+)\.json$").text)
        for name, model in page.json().object_members(skip=["default"]):
            if config := model.get_node("pricing_config"):
                config.ignore("calculate", "currency")
                for part, tier in PARTS.items():
                    if rates := config.get_node(part):
                        yield from self.rates(
                            name, rates, {"seller": seller, "currency": "US cents", "tier": tier}
                        )
                page.note_unread_keys("prices", config)

    def rates(self, name: Quote, rates: Node, more: dict[str, Any]) -> Claims:
        context, banded = free_context(name), {}
        if band := re.search(r"-(gt|lte)-(\d+)k$", name.text):
            banded = (
                {"over_tokens": f">{band[2]}000"}
                if band[1] == "gt"
                else {"upto_tokens": f"<={band[2]}000"}
            )
            context.append(name.slice(*band.span()).as_context("band"))
        route = name.slice(0, band.start()) if band else name
        for key in rates:
            if (priced := KEYS.get(key)) and (
                quote := rates.require_node(key).get("price", *context)
            ):
                yield priced.claim(route, quote, **more, **banded)
        for quality, sizes in (
            rates.require_node("image").object_members() if "image" in rates else ()
        ):
            for size, picture in sizes.object_members():
                words = [word for word in (quality.text, size.text) if word != "default"]
                variant = " ".join(words) or None
                yield PriceKey("image", unit="image").claim(
                    name, picture.require("price"), variant=variant, **more
                )
        if "additional_units" in rates:
            yield from self.rates(name, rates.require_node("additional_units"), more)
