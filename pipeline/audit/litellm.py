"""LiteLLM: one JSON file, a row a route; US dollars per token."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import litellm_key

SCALE = Decimal(1_000_000)


def recognises(document: TableFile) -> bool:
    return any("litellm_provider" in row for _, row in document.root().object_members())


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        for stated, row in document.root().object_members(skip=["sample_spec"]):
            if provider := row.get("litellm_provider"):
                yield from _row(TableEntry(document, _seller(provider.text), stated.text), row)


def _seller(provider: str) -> str:
    """The provider without the family of models or the kind of API that LiteLLM writes beside it."""
    return provider.removeprefix("text-completion-").partition("-")[0]


def _row(offer: TableEntry, row: Node) -> Iterator[TableItem]:
    for band in row.require_node("tiered_pricing").nodes() if "tiered_pricing" in row else ():
        if ends := [int(Decimal(end.text)) for end in band.scalars("range")]:
            yield from _prices(offer, band, ends[0] or None, ends[1])
    yield from _prices(offer, row)


def _prices(
    offer: TableEntry, row: Node, over: int | None = None, upto: int | None = None
) -> Iterator[TableItem]:
    for key in row:
        if priced := litellm_key(key):
            if quote := row.get(key):
                yield offer.price(quote, priced, SCALE, over=over, upto=upto)
        elif "_cost_per_" in key or key.endswith("_cost"):
            yield offer.without(row.key_quote(key))


FORMAT = TableFormat("litellm", "litellm", recognises, read)
