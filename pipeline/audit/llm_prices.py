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
    return (
        "vendor" in root
        and "models" in root
        and any("price_history" in model for model in root.require_node("models").nodes())
    )


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:
    for document in documents:
        root = document.root()
        for model in root.require_node("models").nodes():
            stated, over, upto = _banded(model.require("id").text, model.require("name").text)
            offer = TableEntry(document, root.require("vendor").text, stated)
            for period in model.require_node("price_history").nodes():
                if _is_current(period, day):
                    for key, priced in KEYS.items():
                        if quote := period.get(key):
                            yield offer.price(quote, priced, SCALE, over=over, upto=upto)


def _banded(stated: str, name: str) -> tuple[str, int | None, int | None]:
    if not (band := BAND.search(name)):
        return stated, None, None
    tokens = int(band[2]) * 1000
    return (
        (stated, None, tokens)
        if band[1] == "≤"
        else (stated.removesuffix(f"-{band[2]}k"), tokens, None)
    )


def _is_current(period: Node, day: date) -> bool:
    begins, ends = (period.get(key) for key in ("from_date", "to_date"))
    return (not begins or begins.text <= day.isoformat()) and (
        not ends or day.isoformat() < ends.text
    )


FORMAT = TableFormat("llm-prices", "llm-prices", recognises, read)
