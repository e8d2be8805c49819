"""genai-prices: a YAML file a provider, or all of them in one JSON file; US dollars per million tokens.

A price can be a list in which the last entry whose constraint holds counts: from a day on, or between hours of the day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import Document, Format, Offer, Told
from spiders.claims import Meter, Modality
from spiders.jsontree import Node

SCALE = Decimal(1)
METERS: dict[str, tuple[Meter, Modality | None]] = {
    "input_mtok": ("input", None), "output_mtok": ("output", None),
    "cache_read_mtok": ("cache_read", None), "cache_write_mtok": ("cache_write", None),
    "input_audio_mtok": ("input", "audio"), "output_audio_mtok": ("output", "audio"),
    "cache_audio_read_mtok": ("cache_read", "audio"),
}  # fmt: skip


def recognises(document: Document) -> bool:
    return any(
        "models" in provider and any("id" in model and "prices" in model for model in provider.node("models").each())
        for provider in _providers(document)
    )


def read(documents: list[Document], day: date) -> Iterator[Told]:
    for document in documents:
        for provider in _providers(document):
            seller = provider.text("id").text
            for model in provider.node("models").each():
                yield from _model(Offer(document, seller, model.text("id").text), model.node("prices"), day)


def _providers(document: Document) -> list[Node]:
    root = document.root()
    listed = list(root.each()) if isinstance(document.data, list) else [root]
    return [provider for provider in listed if "id" in provider]


def _model(offer: Offer, prices: Node, day: date) -> Iterator[Told]:
    if isinstance(prices.value, dict):
        yield from _prices(offer, prices)
        return
    begun = [entry for entry in prices.each() if (_constraint(entry, "start_date") or "") <= day.isoformat()]
    timed = [entry for entry in begun if _constraint(entry, "start_time")]
    current = next(entry for entry in reversed(begun) if entry not in timed)
    yield from _prices(offer, current.node("prices"), _other_hours(timed))
    for entry in timed:
        yield from _prices(offer, entry.node("prices"), _hours(entry))


def _constraint(entry: Node, key: str) -> str | None:
    quote = entry.find(f"constraint/{key}")
    return quote.text if quote else None


def _hours(entry: Node) -> str:
    start, end = (entry.node("constraint").text(key).text[:5] for key in ("start_time", "end_time"))
    return f"{start}-{end}"


def _other_hours(timed: list[Node]) -> str | None:
    """The rest of the day, where one entry has hours of its own."""
    return "-".join(reversed(_hours(timed[0]).split("-"))) if len(timed) == 1 else None


def _prices(offer: Offer, prices: Node, hours: str | None = None) -> Iterator[Told]:
    for key in prices:
        if key not in METERS:
            yield offer.without(prices.key(key), "no price per token")
            continue
        meter, modality = METERS[key]
        if (banded := prices.maybe_node(key)) is None:
            if quote := prices.maybe(key):
                yield offer.price(quote, meter, SCALE, modality=modality, hours=hours)
            continue
        yield offer.price(banded.text("base"), meter, SCALE, modality=modality, hours=hours)
        for tier in banded.node("tiers").each():
            over = int(tier.text("start").text)
            yield offer.price(tier.text("price"), meter, SCALE, modality=modality, hours=hours, over=over)


FORMAT = Format("genai-prices", "genai-prices", recognises, read)
