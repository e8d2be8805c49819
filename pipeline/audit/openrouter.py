"""OpenRouter's list of models: one JSON file, decimal strings in US dollars per token, for routes
that it sells.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
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
        for model in document.root().require_node("data").nodes():
            entry = TableEntry(document, "openrouter", model.require("id").text)
            yield from _model(entry, model.require_node("pricing"))


def _model(entry: TableEntry, pricing: Node) -> Iterator[TableItem]:
    """The prices of a model, and those above input lengths."""
    yield from _prices(entry, pricing)
    if "overrides" in pricing:
        for band in pricing.require_node("overrides").nodes():
            over = int(band.require("min_prompt_tokens").text)
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
