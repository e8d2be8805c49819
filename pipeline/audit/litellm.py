"""LiteLLM: one JSON file, a row a route; US dollars per token."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import litellm_key

SCALE = Decimal(1_000_000)


def recognises(document: TableFile) -> bool:
    rows = document.root().object_members()
    return any("litellm_provider" in row for _, row in rows)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        for name, row in document.root().object_members(skip=["sample_spec"]):
            provider = row.get("litellm_provider")
            if provider:
                entry = TableEntry(document, _seller(provider.text), name.text)
                yield from _row(entry, row)


def _seller(provider: str) -> str:
    """The provider without the family of models or the kind of API that LiteLLM writes beside it."""
    provider = provider.removeprefix("text-completion-")
    return provider.partition("-")[0]


def _row(entry: TableEntry, row: Node) -> Iterator[TableItem]:
    """The prices of a row's bands of input lengths, and its own."""
    if "tiered_pricing" in row:
        for band in row.require_node("tiered_pricing").nodes():
            ends = [int(Decimal(end.text)) for end in band.scalars("range")]
            if ends:
                yield from _prices(entry, band, over=ends[0] or None, upto=ends[1])
    yield from _prices(entry, row)


def _prices(
    entry: TableEntry, row: Node, over: int | None = None, upto: int | None = None
) -> Iterator[TableItem]:
    for name in row:
        key = litellm_key(name)
        if key:
            quote = row.get(name)
            if quote:
                yield entry.price(quote, key, SCALE, over=over, upto=upto)
        elif "_cost_per_" in name or name.endswith("_cost"):
            yield entry.left_out(row.key_quote(name))


FORMAT = TableFormat("litellm", "litellm", recognises, read)
