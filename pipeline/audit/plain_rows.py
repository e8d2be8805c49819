"""A plain CSV table: a row a seller's model (and tier, and band of input lengths), US dollars per
million tokens.

Columns: provider, id, and of these what there is: input, output, cache_read, cache_write,
reasoning, tier, over_tokens, upto_tokens. Others are refused: a price in a column of an unknown
name would be passed over.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import cast, get_args

from pipeline.audit.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from pipeline.failures import Failure
from spiders.claims import Meter, Tier
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
METERS: tuple[Meter, ...] = ("input", "output", "cache_read", "cache_write", "reasoning")
COLUMNS = ("provider", "id", "tier", "over_tokens", "upto_tokens", *METERS)


def recognises(document: TableFile) -> bool:
    return document.form == "csv"


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        rows = list(document.root().nodes())
        for row in rows[:1]:
            _check_columns(document, row)
        yield from read_rows(document, rows, partial(_prices, document))


def _check_columns(document: TableFile, row: Node) -> None:
    unknown = set(row) - set(COLUMNS)
    if unknown:
        raise Failure(
            f"{document.name}: expected the columns {', '.join(COLUMNS)}, "
            f"found {', '.join(sorted(unknown))}"
        )


def _prices(document: TableFile, row: Node) -> Iterator[TableItem]:
    entry = TableEntry(document, row.require("provider").text, row.require("id").text)
    for meter in METERS:
        quote = row.get(meter)
        if quote:
            yield entry.price(
                quote,
                PriceKey(meter, tier=_tier(row)),
                SCALE,
                over=_tokens(row, "over_tokens"),
                upto=_tokens(row, "upto_tokens"),
            )


def _tier(row: Node) -> Tier:
    quote = row.get("tier")
    if not quote:
        return "standard"
    tiers = get_args(Tier)
    if quote.text not in tiers:
        raise Failure(f"{row.where}/tier: expected one of {', '.join(tiers)}, found {quote.text!r}")
    return cast(Tier, quote.text)


def _tokens(row: Node, column: str) -> int | None:
    quote = row.get(column)
    return token_count(quote) if quote else None


FORMAT = TableFormat("csv", "", recognises, read)
