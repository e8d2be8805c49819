"""llm-prices: Simon Willison's price history."""

from spiders.authoring import (
    SIDES,
    Aggregator,
    Band,
    Claims,
    Link,
    Modality,
    Node,
    Page,
    PriceKey,
    Quote,
    prices_by_key,
    read_band,
    seller_id,
)

KEYS = SIDES | {"input_cached": PriceKey("cache_read")}
MODALITY_ENDINGS: dict[str, Modality] = {
    "text tokens": "text",
    "image tokens": "image",
    "audio tokens": "audio",
}
# The band of input at the end of a name: "GPT-5.4 >272k".
BAND = r"[<>≤≥]\d+k$"
# An id with a band or a kind of tokens at its end: the gpt-5.4 of "gpt-5.4-272k".
BARE_ID = r"^(.+)-(?:\d+k|text|image|audio)$"


class LlmPrices(Aggregator):
    """The file of llm-prices.com: prices of many sellers, in dollars per million tokens.

    Each row has the prices of one model, with their first day and the first day on which they no
    longer hold. A band of input or a kind of tokens stands behind the model's name, "GPT-5.4
    >272k", and again at the end of its id, where it is no part of the id.
    """

    publisher = "llm-prices"
    terms = "public JSON in a public repository, without a licence; attribution is fair"
    links = [Link(kind="history", url="https://www.llm-prices.com/historical-v1.json")]
    expect = {"prices": range(3, 20_000)}

    def prices(self, page: Page) -> Claims:
        answer = page.json()
        answer.ignore("updated_at")
        rows = answer.require_node("prices").nodes()
        yield from self.read_each(page, "prices", rows, self.price)
        page.note_unread_keys("prices", answer)

    def price(self, row: Node) -> Claims:
        name = row.require("name")
        route = row.require("id")
        first_day = row.get("from_date")
        end_day = row.get("to_date")
        band_words = name.find(BAND)
        band = read_band(band_words.text) if band_words else Band(None, None)
        modality = self.modality_in(name)
        if band_words or modality:
            route = route.find(BARE_ID) or route
        context = [day.as_context("validity") for day in (first_day, end_day) if day]
        if band_words:
            context.append(band_words.as_context("band"))
        yield from prices_by_key(
            row,
            KEYS,
            route,
            *context,
            seller=seller_id(row.require("vendor").text),
            modality=modality,
            unit="1M tokens",
            over_tokens=band.over,
            upto_tokens=band.upto,
            valid_from=first_day.text if first_day else None,
            valid_to=end_day.text if end_day else None,
        )

    def modality_in(self, name: Quote) -> Modality | None:
        """The kind of tokens that a name ends in; None where it names none."""
        for ending, modality in MODALITY_ENDINGS.items():
            if name.text.endswith(ending):
                return modality
        return None
