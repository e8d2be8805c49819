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
    return any(_is_provider(provider) for provider in _providers(document))


def _is_provider(provider: Node) -> bool:
    if "models" not in provider:
        return False
    models = provider.require_node("models").nodes()
    return any("id" in model and "prices" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        for provider in _providers(document):
            seller = provider.require("id").text
            models = provider.require_node("models")
            for model in models.nodes():
                entry = TableEntry(document, seller, model.require("id").text)
                prices = model.require_node("prices")
                yield from _model(entry, prices, day)


def _providers(document: TableFile) -> list[Node]:
    root = document.root()
    providers = list(root.nodes()) if isinstance(document.data, list) else [root]
    return [provider for provider in providers if "id" in provider]


def _model(entry: TableEntry, prices: Node, day: date) -> Iterator[TableItem]:
    """The prices of a model on a day. Those under hours of the day stand beside the current one,
    which is for the rest of the day.
    """
    if isinstance(prices.value, dict):
        yield from _prices(entry, prices)
        return
    untimed: list[Node] = []
    timed: list[tuple[str, Node]] = []
    for option in prices.nodes():
        begins = _constraint(option, "start_date") or ""
        if begins > day.isoformat():
            continue
        if _constraint(option, "start_time"):
            timed.append((_window(option), option))
        else:
            untimed.append(option)
    windows = [window for window, _ in timed]
    rest_of_hours = rest_of_day(windows) if windows else [None]
    if untimed:
        current = untimed[-1].require_node("prices")
        for hours in rest_of_hours:
            yield from _prices(entry, current, hours)
    else:
        yield entry.left_out(prices, "no price that holds all day")
    for hours, option in timed:
        yield from _prices(entry, option.require_node("prices"), hours)


def _constraint(option: Node, key: str) -> str | None:
    """What a price is limited by: a first day, or an end of its hours."""
    quote = option.find(f"constraint/{key}")
    return quote.text if quote else None


def _window(option: Node) -> str:
    """The hours that a price is for: "16:30-00:30"."""
    constraint = option.require_node("constraint")
    start = constraint.require("start_time").text[:5]
    end = constraint.require("end_time").text[:5]
    return f"{start}-{end}"


def _prices(entry: TableEntry, prices: Node, hours: str | None = None) -> Iterator[TableItem]:
    for key in prices:
        if key not in KEYS:
            yield entry.left_out(prices.key_quote(key))
            continue
        banded = prices.get_node(key)
        if banded:
            yield from _bands(entry, banded, KEYS[key], hours)
            continue
        quote = prices.get(key)
        if quote:
            yield entry.price(quote, KEYS[key], SCALE, hours=hours)


def _bands(
    entry: TableEntry, banded: Node, key: PriceKey, hours: str | None
) -> Iterator[TableItem]:
    """A price, and those above input lengths."""
    yield entry.price(banded.require("base"), key, SCALE, hours=hours)
    for band in banded.require_node("tiers").nodes():
        over = int(band.require("start").text)
        yield entry.price(band.require("price"), key, SCALE, hours=hours, over=over)


FORMAT = TableFormat("genai-prices", "genai-prices", recognises, read)
