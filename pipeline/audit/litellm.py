"""LiteLLM: one JSON file, a row a route; US dollars per token."""

from collections.abc import Container, Iterator
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
from spiders.parsing.json_tree import Node, unescape_step
from spiders.readers.price_keys import litellm_key
from spiders.readers.time_windows import read_windows, rest_of_day

SCALE = Decimal(1_000_000)
OFF_PEAK = "off_peak_pricing"
NO_ROWS = ("sample_spec", "fallback_generalizations")


def recognises(document: TableFile) -> bool:
    rows = document.root().object_members()
    return any("litellm_provider" in row for _, row in rows)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        rows = [row for _, row in document.root().object_members(skip=NO_ROWS)]
        yield from read_rows(document, rows, partial(_model, document))


def _model(document: TableFile, row: Node) -> Iterator[TableItem]:
    provider = row.get("litellm_provider")
    if provider:
        name = unescape_step(row.pointer.removeprefix("/"))
        yield from _row(TableEntry(document, _seller(provider.text), name), row)


def _seller(provider: str) -> str:
    """The provider without the family of models or the kind of API that LiteLLM writes beside it."""
    provider = provider.removeprefix("text-completion-")
    return provider.partition("-")[0]


def _row(entry: TableEntry, row: Node) -> Iterator[TableItem]:
    """The prices of a row's bands of input lengths, its own, and those of some hours, beside which
    its own are for the rest of the day.
    """
    for band in row.children("tiered_pricing"):
        ends = band.get_node("range")
        if ends:
            yield from _band(entry, band, ends)
    cheaper = row.get_node(OFF_PEAK)
    if not cheaper:
        yield from _prices(entry, row)
        return
    windows = _windows(cheaper)
    if windows is None:
        yield entry.left_out(cheaper, "a condition that is not known")
        yield from _prices(entry, row, skip=cheaper)
        return
    yield from _prices(entry, row, skip=cheaper)
    for hours in rest_of_day(windows):
        yield from _prices(entry, row, only=cheaper, hours=hours)
    for hours in windows:
        yield from _prices(entry, cheaper, hours=hours)


def _windows(cheaper: Node) -> list[str] | None:
    """The hours of every day on which other prices hold; None where these hold on some days only."""
    conditions = [key for key in cheaper if litellm_key(key) is None]
    if conditions != ["hours_utc"]:
        return None
    return read_windows(f"{cheaper.require('hours_utc').text} UTC")


def _band(entry: TableEntry, band: Node, ends: Node) -> Iterator[TableItem]:
    """The prices of a band of input lengths, which may have no upper end."""
    lower, *upper = [token_count(end) if end else None for end in ends.elements()]
    yield from _prices(entry, band, over=lower or None, upto=upper[0] if upper else None)


def _prices(
    entry: TableEntry,
    row: Node,
    over: int | None = None,
    upto: int | None = None,
    *,
    hours: str | None = None,
    only: Container[str] | None = None,
    skip: Container[str] = (),
) -> Iterator[TableItem]:
    """The prices of a row: of the keys in `only` alone where that is given, and of none in `skip`."""
    for name in row:
        if name in skip or (only is not None and name not in only):
            continue
        key = litellm_key(name)
        if key:
            quote = row.get(name)
            if quote:
                yield entry.price(quote, key, SCALE, over=over, upto=upto, hours=hours)
        elif "_cost_per_" in name or name.endswith("_cost"):
            yield entry.left_out(row.key_quote(name))


FORMAT = TableFormat("litellm", "litellm", recognises, read)
