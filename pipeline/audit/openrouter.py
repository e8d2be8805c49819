"""OpenRouter's list of models: one JSON file, decimal strings in US dollars per token, for routes
that it sells.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.audit.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import OPENROUTER_KEYS

SCALE = Decimal(1_000_000)
NO_PRICES = ("overrides", "min_prompt_tokens")
"""Keys beside the prices that hold or describe further ones."""


def recognises(document: TableFile) -> bool:
    root = document.root()
    if "data" not in root:
        return False
    models = root.require_node("data").nodes()
    return any("pricing" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        models = document.root().require_node("data").nodes()
        yield from read_rows(document, models, partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    """The prices of a model, and those above input lengths."""
    entry = TableEntry(document, "openrouter", model.require("id").text)
    pricing = model.require_node("pricing")
    yield from _prices(entry, pricing)
    if "overrides" in pricing:
        for band in pricing.require_node("overrides").nodes():
            over = token_count(band.require("min_prompt_tokens"))
            yield from _prices(entry, band, over)


def _prices(entry: TableEntry, row: Node, over: int | None = None) -> Iterator[TableItem]:
    for name in row:
        key = OPENROUTER_KEYS.get(name)
        quote = row.get(name) if key else None
        if key and quote:
            yield entry.price(quote, key, SCALE, over=over)
        elif key is None and name not in NO_PRICES:
            yield entry.left_out(row.key_quote(name))


FORMAT = TableFormat("openrouter", "openrouter", recognises, read)
