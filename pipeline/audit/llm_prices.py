"""llm-prices: a JSON file a vendor, prices with their days; US dollars per million tokens.

A price for a band of input lengths is a model of its own there: the id ends in the band, the name
says it (">200k").
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
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
    root = document.root()
    if "vendor" not in root or "models" not in root:
        return False
    models = root.require_node("models").nodes()
    return any("price_history" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        root = document.root()
        for model in root.require_node("models").nodes():
            model_id = model.require("id").text
            name = model.require("name").text
            stated, over, upto = _split_band(model_id, name)
            entry = TableEntry(document, root.require("vendor").text, stated)
            for period in model.require_node("price_history").nodes():
                if _is_current(period, day):
                    yield from _prices(entry, period, over, upto)


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
