"""llm-prices: Simon Willison's price history, in dollars per million tokens, each price with its
first and last day.

The last day is the first one no longer in effect. A band of input and the kind of tokens stand
behind a model's name, "GPT-5.4 >272k", and again at the end of its id, where they are no part of
it.
"""

from spiders.claims import Claims, Link, Modality, contexts_by_role
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.phrases import Band, read_band
from spiders.readers.price_keys import SIDES, PriceKey, prices_by_key
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator

KEYS = SIDES | {"input_cached": PriceKey("cache_read")}
MODALITIES: dict[str, Modality] = {
    "text tokens": "text",
    "image tokens": "image",
    "audio tokens": "audio",
}


class LlmPrices(Aggregator):
    publisher = "llm-prices"
    terms = "public JSON in a public repository, without a licence; attribution is fair"
    links = [Link(kind="history", url="https://www.llm-prices.com/historical-v1.json")]
    expect = {"prices": range(3, 20_000)}
    unverified_reason = (
        "no copy of its file is recorded; written after its documentation and the files it is "
        "built from"
    )

    def prices(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("updated_at")
        yield from self.read_each(page, "prices", answer.require_node("prices").nodes(), self.price)
        page.note_unread_keys("prices", answer)

    def price(self, row: Node) -> Claims:
        name, route, days = (
            row.require("name"),
            row.require("id"),
            [row.get("from_date"), row.get("to_date")],
        )
        written = name.find(r"[<>≤≥]\d+k$")
        context = [
            *(day.as_context("validity") for day in days if day),
            *contexts_by_role(band=written),
        ]
        begins, ends = (day and day.text for day in days)
        band = read_band(written.text) if written else Band(None, None)
        modality = next(
            (kind for words, kind in MODALITIES.items() if name.text.endswith(words)), None
        )
        if written or modality:
            route = route.find(r"^(.+)-(?:\d+k|text|image|audio)$") or route
        about = {
            "seller": seller_id(row.require("vendor").text),
            "modality": modality,
            "unit": "1M tokens",
        }
        about |= {
            "over_tokens": band.over,
            "upto_tokens": band.upto,
            "valid_from": begins,
            "valid_to": ends,
        }
        yield from prices_by_key(row, KEYS, route, *context, **about)
