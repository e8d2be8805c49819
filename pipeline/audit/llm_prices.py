"""llm-prices: a JSON file a vendor, or one of all, prices with their days; US dollars per million
tokens.

A price for a band of input lengths is a model of its own there: the id ends in the band, the name
says it (">200k").
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem, read_rows
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
KEYS = {
    "input": PriceKey("input"),
    "output": PriceKey("output"),
    "input_cached": PriceKey("cache_read"),
}
BAND = re.compile(r"([≤>]) ?(\d+)k\b")


def recognises(document: TableFile) -> bool:
    return any("price_history" in model for model in _models(document)) or any(
        "vendor" in price and "from_date" in _keys(price) for price in _all_prices(document)
    )


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        yield from read_rows(document, _models(document), partial(_model, document, day))
        yield from read_rows(
            document, _all_prices(document), partial(_period_of_all, document, day)
        )


def _model(document: TableFile, day: date, model: Node) -> Iterator[TableItem]:
    vendor = document.root().require("vendor").text
    for period in model.require_node("price_history").nodes():
        yield from _period(document, vendor, model, period, day)


def _period_of_all(document: TableFile, day: date, period: Node) -> Iterator[TableItem]:
    yield from _period(document, period.require("vendor").text, period, period, day)


def _models(document: TableFile) -> list[Node]:
    """The models of one vendor's file."""
    root = document.root()
    return list(root.children("models")) if "vendor" in root and "models" in root else []


def _all_prices(document: TableFile) -> list[Node]:
    """The periods of all vendors in one file, each with its model beside its prices."""
    root = document.root()
    return list(root.children("prices")) if "prices" in root else []


def _keys(node: Node) -> Collection[str]:
    return list(node) if isinstance(node.value, dict) else ()


def _period(
    document: TableFile, vendor: str, model: Node, period: Node, day: date
) -> Iterator[TableItem]:
    """The prices of a model in a period that has the day in it."""
    stated, over, upto = _split_band(model.require("id").text, model.require("name").text)
    if _is_current(period, day):
        yield from _prices(TableEntry(document, vendor, stated), period, over, upto)


def _prices(
    entry: TableEntry, period: Node, over: int | None, upto: int | None
) -> Iterator[TableItem]:
    for name, key in KEYS.items():
        quote = period.get(name)
        if quote:
            yield entry.price(quote, key, SCALE, over=over, upto=upto)


def _split_band(stated: str, name: str) -> tuple[str, int | None, int | None]:
    """The id without the band that the name says, and the band's lower and upper end in tokens."""
    band = BAND.search(name)
    if band is None:
        return stated, None, None
    tokens = int(band[2]) * 1000
    if band[1] == "≤":
        return stated, None, tokens
    return stated.removesuffix(f"-{band[2]}k"), tokens, None


def _is_current(period: Node, day: date) -> bool:
    """Whether the period, half-open, has the day in it."""
    begins = period.get("from_date")
    if begins and begins.text > day.isoformat():
        return False
    ends = period.get("to_date")
    return not ends or day.isoformat() < ends.text


FORMAT = TableFormat("llm-prices", "llm-prices", recognises, read)
