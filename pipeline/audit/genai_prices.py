"""genai-prices: a YAML file a provider, or all of them in one JSON file; US dollars per million
tokens.

A price can be a list in which the last entry whose constraint holds counts: from a day on, or
between hours of the day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey
from spiders.readers.time_windows import rest_of_day

SCALE = Decimal(1)
KEYS = {
    "input_mtok": PriceKey("input"),
    "output_mtok": PriceKey("output"),
    "cache_read_mtok": PriceKey("cache_read"),
    "cache_write_mtok": PriceKey("cache_write"),
    "input_audio_mtok": PriceKey("input", "audio"),
    "output_audio_mtok": PriceKey("output", "audio"),
    "cache_audio_read_mtok": PriceKey("cache_read", "audio"),
}


def recognises(document: TableFile) -> bool:
    return any(
        "models" in provider
        and any(
            "id" in model and "prices" in model for model in provider.require_node("models").nodes()
        )
        for provider in _providers(document)
    )


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        for provider in _providers(document):
            seller = provider.require("id").text
            for model in provider.require_node("models").nodes():
                yield from _model(
                    TableEntry(document, seller, model.require("id").text),
                    model.require_node("prices"),
                    day,
                )


def _providers(document: TableFile) -> list[Node]:
    root = document.root()
    listed = list(root.nodes()) if isinstance(document.data, list) else [root]
    return [provider for provider in listed if "id" in provider]


def _model(offer: TableEntry, prices: Node, day: date) -> Iterator[TableItem]:
    if isinstance(prices.value, dict):
        yield from _prices(offer, prices)
        return
    begun = [
        entry
        for entry in prices.nodes()
        if (_constraint(entry, "start_date") or "") <= day.isoformat()
    ]
    timed = [entry for entry in begun if _constraint(entry, "start_time")]
    windows = [_window(entry) for entry in timed]
    current = next(entry for entry in reversed(begun) if entry not in timed)
    for hours in rest_of_day(windows) if windows else [None]:
        yield from _prices(offer, current.require_node("prices"), hours)
    for entry, hours in zip(timed, windows, strict=True):
        yield from _prices(offer, entry.require_node("prices"), hours)


def _constraint(entry: Node, key: str) -> str | None:
    quote = entry.find(f"constraint/{key}")
    return quote.text if quote else None


def _window(entry: Node) -> str:
    start, end = (
        entry.require_node("constraint").require(key).text[:5] for key in ("start_time", "end_time")
    )
    return f"{start}-{end}"


def _prices(offer: TableEntry, prices: Node, hours: str | None = None) -> Iterator[TableItem]:
    for key in prices:
        if key not in KEYS:
            yield offer.without(prices.key_quote(key))
        elif banded := prices.get_node(key):
            yield offer.price(banded.require("base"), KEYS[key], SCALE, hours=hours)
            for tier in banded.require_node("tiers").nodes():
                over = int(tier.require("start").text)
                yield offer.price(tier.require("price"), KEYS[key], SCALE, hours=hours, over=over)
        elif quote := prices.get(key):
            yield offer.price(quote, KEYS[key], SCALE, hours=hours)


FORMAT = TableFormat("genai-prices", "genai-prices", recognises, read)
