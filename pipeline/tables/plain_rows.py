"""A plain CSV table: a row a seller's model (and tier, and band of input lengths), US dollars per
million tokens.

Columns: provider, id, and of these what there is: input, output, cache_read, cache_write,
reasoning, tier, over_tokens, upto_tokens. Others are refused: a price in a column of an unknown
name would be passed over.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast, get_args

from pipeline.failures import Failure
from pipeline.output import FORMULA_STARTS, format_rows
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import PricedOffer, Wanted, priced_offers
from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.claims import Meter, Tier
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
METERS: tuple[Meter, ...] = ("input", "output", "cache_read", "cache_write", "reasoning")
COLUMNS = ("provider", "id", "tier", "over_tokens", "upto_tokens", *METERS)


_QUOTED_FORMULAS = tuple(f"'{start}" for start in FORMULA_STARTS)
"""How an id begins that a spreadsheet would take for a formula."""


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
    stated = row.require("id").text
    if stated.startswith(_QUOTED_FORMULAS):
        stated = stated.removeprefix("'")
    entry = TableEntry(document, row.require("provider").text, stated)
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


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    wanted = Wanted(name_of=_field)
    rows: list[list[Any]] = []
    for priced in priced_offers(offers, wanted, account):
        rows += _rows_of(priced)
    return format_rows(COLUMNS, rows, "csv").encode()


def _field(key: PriceKey, over: int | None) -> str | None:  # noqa: ARG001 (every band is a row)
    """The tier and meter of a price: a row and a column."""
    is_said = key.meter in METERS and key.modality is None and key.lifetime is None
    return f"{key.tier} {key.meter}" if is_said else None


def _rows_of(priced: PricedOffer) -> Iterator[list[Any]]:
    """A row for each tier and band."""
    for tier in get_args(Tier):
        for over, cells in priced.bands.items():
            of_tier = {meter: cells.get(f"{tier} {meter}") for meter in METERS}
            prices = [price for price in of_tier.values() if price]
            if prices:
                uptos = {price.context_to_tokens for price in prices}
                upto = uptos.pop() if len(uptos) == 1 else None
                amounts = [price and price.per_mtok for price in of_tier.values()]
                provider = priced.offer.provider
                yield [provider, priced.id, tier, over, upto and upto - 1, *amounts]


FORMAT = TableFormat("csv", "", recognises, read, write)
