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


def recognises(document: TableFile) -> bool:
    root = document.root()
    return "data" in root and any("pricing" in model for model in root.require_node("data").nodes())


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        for model in document.root().require_node("data").nodes():
            pricing = model.require_node("pricing")
            offer = TableEntry(document, "openrouter", model.require("id").text)
            yield from _prices(offer, pricing)
            for override in (
                pricing.require_node("overrides").nodes() if "overrides" in pricing else ()
            ):
                yield from _prices(offer, override, int(override.require("min_prompt_tokens").text))


def _prices(offer: TableEntry, row: Node, over: int | None = None) -> Iterator[TableItem]:
    for key in row:
        if key in OPENROUTER_KEYS and (quote := row.get(key)):
            yield offer.price(quote, OPENROUTER_KEYS[key], SCALE, over=over)
        elif key not in (*OPENROUTER_KEYS, "overrides", "min_prompt_tokens"):
            yield offer.without(row.key_quote(key))


FORMAT = TableFormat("openrouter", "openrouter", recognises, read)
