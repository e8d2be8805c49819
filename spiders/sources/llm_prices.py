"""llm-prices: Simon Willison's price history, in dollars per million tokens, each price with its first and last day.

The last day is the first one no longer in effect. A band of input and the kind of tokens stand behind a model's name,
"GPT-5.4 >272k", and again at the end of its id, where they are no part of it.
"""

import re

from spiders.claims import Claims, Link, Modality
from spiders.jsontree import Node
from spiders.page import Page
from spiders.phrases import Band, read_band
from spiders.pricekeys import PriceKey
from spiders.sellers import seller_id
from spiders.source import Source

KEYS = {"input": PriceKey("input"), "output": PriceKey("output"), "input_cached": PriceKey("cache_read")}
MODALITIES: dict[str, Modality] = {"text tokens": "text", "image tokens": "image", "audio tokens": "audio"}


class LlmPrices(Source):
    publisher = "llm-prices"
    lineage = "aggregator"
    terms = "public JSON in a public repository, without a licence; attribution is fair"
    links = [Link(kind="history", url="https://www.llm-prices.com/historical-v1.json")]
    expect = {"prices": range(3, 20_000)}
    unproven = (
        "no copy of historical-v1.json is recorded; written after its documentation and the files it is built from"
    )

    def prices(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("updated_at")
        yield from self.each(page, "prices", answer.node("prices").each(), self.price)
        page.audit("prices", answer)

    def price(self, row: Node) -> Claims:
        name, days = row.text("name"), [row.maybe("from_date"), row.maybe("to_date")]
        context = [day.as_context("validity") for day in days if day]
        valid_from, valid_to = (day and day.text for day in days)
        band, route = Band(None, None), row.text("id")
        if written := re.search(r"[<>≤≥]\d+k$", name.text):
            band = read_band(written[0])
            context.append(name.part(*written.span()).as_context("band"))
        modality = next((kind for words, kind in MODALITIES.items() if name.text.endswith(words)), None)
        if beside := re.search(r"-(?:\d+k|text|image|audio)$", route.text if band.over or modality else ""):
            route = route.part(0, beside.start())
        for key, priced in KEYS.items():
            if quote := row.maybe(key, *context):
                yield priced.claim(
                    route, quote, seller=seller_id(row.text("vendor").text), unit="1M tokens", modality=modality,
                    over_tokens=band.over, upto_tokens=band.upto, valid_from=valid_from, valid_to=valid_to,
                )  # fmt: skip
