"""TrueFoundry's models: a folder with a YAML file a model, prices named as LiteLLM names them; US
dollars per token.
"""

import posixpath
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey, litellm_key

SCALE = Decimal(1_000_000)
BANDED = {meter: PriceKey(meter) for meter in ("input", "output", "cache_read", "cache_write")}


def recognises(document: TableFile) -> bool:
    root = document.root()
    return "model" in root and "costs" in root


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        yield from read_rows(document, [document.root()], partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    entry = TableEntry(document, _seller(document), model.require("model").text)
    yield from _costs(entry, model.require_node("costs"))


def _seller(document: TableFile) -> str:
    """The first folder, below "providers" where the table has that."""
    folder = posixpath.dirname(document.name)
    folder = folder.removeprefix("providers/")
    return folder.partition("/")[0]


def _costs(entry: TableEntry, costs: Node) -> Iterator[TableItem]:
    for name in costs:
        if name == "tiered_pricing":
            yield from _bands(entry, costs.require_node(name))
            continue
        key = litellm_key(name)
        if key is None:
            yield entry.left_out(costs.key_quote(name))
            continue
        quote = costs.get(name)
        if quote:
            yield entry.price(quote, key, SCALE)


def _bands(entry: TableEntry, tiers: Node) -> Iterator[TableItem]:
    """The prices above input lengths, by meter."""
    for meter in tiers:
        for band in tiers.require_node(meter).nodes():
            over = token_count(band.require("from"))
            quote = band.require("cost_per_token")
            yield entry.price(quote, BANDED[meter], SCALE, over=over)


FORMAT = TableFormat("truefoundry", "truefoundry", recognises, read)
