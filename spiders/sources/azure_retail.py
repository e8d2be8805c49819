"""Azure's prices of OpenAI's and of others' models: a row a meter, whose name says what is
measured.

A product's name has the family that many meters leave out. What is priced per hour or in hundreds
stays unread.
"""

import re

from spiders.claims import Claims, Unit
from spiders.parsing.page import Page
from spiders.platforms.azure import (
    AzurePrice,
    AzurePriceList,
    further_page_patterns,
    product_prices_link,
)
from spiders.readers.meters import MeterWords


class AzureRetail(AzurePriceList):
    publisher = "azure"
    lineage = "first_party"
    terms = "public API without a key"
    unverified_reason = (
        "no copy of a real answer was at hand; its structure is the documented one, its "
        "meters those others list"
    )
    links = [product_prices_link("OpenAI", "openai"), product_prices_link("Models", "models")]
    follow_patterns = {
        "openai": further_page_patterns("OpenAI"),
        "models": further_page_patterns("Models"),
    }
    partial_kinds = ("openai", "models")
    expect = {"prices": range(1, 5_000)}
    families = re.compile(r"GPT|Grok|Deepseek|Kimi|Llama|Mistral|Phi|Cohere|Qwen|MAI")
    units: dict[tuple[str, str], Unit] = {
        ("1K", "Tokens"): "1K tokens",
        ("1M", "Tokens"): "1M tokens",
        ("1", "Second"): "second",
    }
    words = MeterWords(
        {
            "cache_write": "wr write",
            "cache_read": "cached cchd ccchd cach cache cd",
            "training": "trng training",
            "output": "output outpt outp opt out",
            "input": "input inpt inp",
            "second": "second",
        },
        tiers={"batch": "batch", "priority": "pp"},
        modalities={"text": "txt text", "audio": "aud audio", "image": "img image"},
        lifetimes={},
        variants={
            "global": "glbl gl global",
            "data zone": "dzone dz data zone",
            "regional": "regnl rgnl regional",
            "fine_tuned": "ft",
            "developer": "dev",
            "short context": "shortco",
            "long context": "longco",
        },
        silent="std tokens token tkn 1m 1k",
    )

    def price(self, page: Page, price: AzurePrice) -> Claims:
        if page.kind == "models" and "OpenAI" in price.product.text:
            return  # both lists have it: it is read in OpenAI's
        label, counted = price.meter, price.meter.text.rpartition(" ")[2]
        end, words = self.words.split(label.text)
        measured, unit = self.words.read(words), self.units.get((price.size.text, counted))
        if measured.meter is None and "embed" in label.text.casefold():
            measured = measured._replace(meter="input")  # an embedding has no other side
        if unit is None or measured.meter is None or not end:
            what = f"per {price.size.text} {counted}" if unit is None else f"for {label.text!r}"
            page.note_unread("prices", f"a price {what} is not read", price.amount.locator)
            return
        route, family = (
            label.slice(0, len(label.text[:end].rstrip(" -_"))),
            self.families.search(price.product.text),
        )
        full = route.text
        if family and not full.casefold().startswith(family[0].casefold()):
            full = f"{family[0]} {full}"
        yield measured.claim(
            route,
            price.amount,
            unit,
            region=price.region,
            full_name=full,
            valid_from=price.begins,
            valid_to=price.ends,
        )
