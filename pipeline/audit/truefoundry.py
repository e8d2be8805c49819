"""TrueFoundry's models: a folder with a YAML file a model, prices named as LiteLLM names them; US
dollars per token.
"""

import posixpath
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey, litellm_key

SCALE = Decimal(1_000_000)
BANDED = {meter: PriceKey(meter) for meter in ("input", "output", "cache_read", "cache_write")}


def recognises(document: TableFile) -> bool:
    root = document.root()
    return "model" in root and "costs" in root


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        root = document.root()
        folder = posixpath.dirname(document.name).removeprefix("providers/").partition("/")[0]
        yield from _costs(
            TableEntry(document, folder, root.require("model").text), root.require_node("costs")
        )


def _costs(offer: TableEntry, costs: Node) -> Iterator[TableItem]:
    for key in costs:
        if key == "tiered_pricing":
            yield from _bands(offer, costs.require_node(key))
        elif not (priced := litellm_key(key)):
            yield offer.without(costs.key_quote(key))
        elif quote := costs.get(key):
            yield offer.price(quote, priced, SCALE)


def _bands(offer: TableEntry, tiers: Node) -> Iterator[TableItem]:
    for key in tiers:
        for band in tiers.require_node(key).nodes():
            over = int(band.require("from").text)
            yield offer.price(band.require("cost_per_token"), BANDED[key], SCALE, over=over)


FORMAT = TableFormat("truefoundry", "truefoundry", recognises, read)
