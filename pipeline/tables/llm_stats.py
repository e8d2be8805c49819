"""llm-stats: a JSON list of models a provider; US cents per million tokens."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.tables.statement import TableEntry, TableFile, TableFormat, TableItem, read_rows
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1) / 100
KEYS = {
    "input_cents_per_million_tokens": PriceKey("input"),
    "output_cents_per_million_tokens": PriceKey("output"),
}


def recognises(document: TableFile) -> bool:
    if not isinstance(document.data, list):
        return False
    models = document.root().nodes()
    return any("input_cents_per_million_tokens" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        yield from read_rows(document, document.root().nodes(), partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    stated = model.get("provider_model_id_used") or model.require("model_id")
    entry = TableEntry(document, model.require("provider_id").text, stated.text)
    for name, key in KEYS.items():
        quote = model.get(name)
        if quote:
            yield entry.price(quote, key, SCALE)


FORMAT = TableFormat("llm-stats", "llm-stats", recognises, read)
