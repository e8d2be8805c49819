"""cardkeep's own rows: a price a row with its receipt, as JSON lines, Parquet and SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, cast, get_args, get_type_hints

from pipeline.exact_json import Tree, exact_json
from pipeline.facts.money import decimal_text
from pipeline.failures import Failure
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer, OfferPrice
from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.claims import Lifetime, Meter, Modality, Tier
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
Value = str | int | Decimal | date | datetime | None


class PriceRow(NamedTuple):
    """A price of a card with its receipt. The columns mean what those of the views `prices` and
    `facts` mean; `id` is the id of the route that a request names, or its name where none is known.
    """

    provider: str
    id: str
    route_id: str
    model_id: str | None
    stated_name: str
    meter: str
    tier: str
    context_from_tokens: int | None
    context_to_tokens: int | None
    band_rule: str | None
    lifetime: str | None
    modality: str | None
    region: str | None
    mode: str | None
    hours: str | None
    price_class: str | None
    plan: str | None
    variant: str | None
    currency: str | None
    amount: Decimal | None
    unit: str | None
    usd_per_mtok: Decimal | None
    valid_from: date | None
    valid_to: date | None
    standing: str | None
    authority: int
    source: str
    fact_id: str
    quote: str
    locator: str
    url: str
    first_seen_at: datetime
    last_checked_at: datetime


_SQL = Path(__file__).parent
APART = ("region", "mode", "plan", "variant", "price_class")
"""What a price can be limited by for which tables of others have no words."""
_PER_TOKEN_UNITS = ("token", "1K tokens", "1M tokens", "10B tokens")


def recognises(document: TableFile) -> bool:
    return document.form == "jsonl" and any("fact_id" in row for row in document.root().nodes())


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (what holds on it)
    for document in documents:
        yield from read_rows(document, document.root().nodes(), partial(_price, document))


def _price(document: TableFile, row: Node) -> Iterator[TableItem]:
    entry = TableEntry(document, row.require("provider").text, row.require("id").text)
    quote = row.get("usd_per_mtok")
    if row.require("currency").text != "USD":
        yield entry.left_out(row, "another currency than USD")
    elif not quote or row.require("unit").text not in _PER_TOKEN_UNITS:
        yield entry.left_out(row)
    elif any(row.get(name) for name in APART):
        yield entry.left_out(row, "for a region, mode, plan, variant or class")
    else:
        begins, ends = row.get("context_from_tokens"), row.get("context_to_tokens")
        hours = row.get("hours")
        yield entry.price(
            quote,
            PriceKey(
                meter=cast(Meter, _word(row, "meter", get_args(Meter)) or ""),
                modality=cast("Modality | None", _word(row, "modality", get_args(Modality))),
                lifetime=cast("Lifetime | None", _word(row, "lifetime", get_args(Lifetime))),
                tier=cast(Tier, _word(row, "tier", get_args(Tier)) or ""),
            ),
            SCALE,
            over=token_count(begins) if begins else None,
            upto=token_count(ends) if ends else None,
            hours=hours.text if hours else None,
        )


def _word(row: Node, column: str, words: Sequence[str]) -> str | None:
    quote = row.get(column)
    if quote and quote.text not in words:
        raise Failure(f"{row.where}/{column}: expected one of {', '.join(words)}")
    return quote.text if quote else None


def rows_of(offers: Sequence[Offer], account: Account) -> list[PriceRow]:
    """Every price of the offers' cards as a row: nothing is lost."""
    rows: list[PriceRow] = []
    for offer in offers:
        rows += [_row_of(offer, price) for price in offer.prices]
        account.write(offer.prices)
    return rows


def _row_of(offer: Offer, price: OfferPrice) -> PriceRow:
    return PriceRow(
        provider=offer.provider,
        id=offer.model_name or price.stated_name,
        route_id=offer.route_id,
        model_id=offer.model_id,
        stated_name=price.stated_name,
        meter=price.meter,
        tier=price.tier,
        context_from_tokens=price.context_from_tokens,
        context_to_tokens=price.context_to_tokens,
        band_rule=price.band_rule,
        lifetime=price.lifetime,
        modality=price.modality,
        region=price.region,
        mode=price.mode,
        hours=price.hours,
        price_class=price.price_class,
        plan=price.plan,
        variant=price.variant,
        currency=price.currency,
        amount=price.amount,
        unit=price.unit,
        usd_per_mtok=price.usd_per_mtok,
        valid_from=price.valid_from,
        valid_to=price.valid_to,
        standing=price.standing,
        authority=price.authority,
        source=price.source,
        fact_id=price.fact_id,
        quote=price.quote,
        locator=price.locator,
        url=price.url,
        first_seen_at=price.first_seen_at,
        last_checked_at=price.last_checked_at,
    )


def write_json_lines(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    lines: list[bytes] = []
    for row in rows_of(offers, account):
        said: dict[str, Tree] = {name: _json_value(value) for name, value in row._asdict().items()}
        lines.append(exact_json(said, indented=False))
    return b"".join(lines)


def _json_value(value: Value) -> Tree:
    match value:
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case _:
            return value


def write_parquet(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        "str": pa.string(),
        "int": pa.int64(),
        "Decimal": pa.decimal128(38, 18),
        "date": pa.date32(),
        "datetime": pa.timestamp("us", tz="UTC"),
    }
    types = get_type_hints(PriceRow)
    schema = pa.schema([(name, kinds[_type_name(types[name])]) for name in PriceRow._fields])
    rows = [row._asdict() for row in rows_of(offers, account)]
    table = pa.Table.from_pylist(rows, schema=schema)
    buffer = pa.BufferOutputStream()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue().to_pybytes()


def _type_name(hint: type) -> str:
    """The name of a column's type, which may be NULL."""
    (name,) = {kind.__name__ for kind in get_args(hint) or (hint,)} - {"NoneType"}
    return name


def write_sqlite(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    """A database with one table. SQLite has no decimals: amounts are text with all their digits."""
    create, insert = (_SQL / name for name in ("sqlite_create.sql", "sqlite_insert.sql"))
    rows = [
        {name: _sqlite_value(value) for name, value in row._asdict().items()}
        for row in rows_of(offers, account)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "prices.sqlite"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(create.read_text(encoding="utf-8"))
            connection.executemany(insert.read_text(encoding="utf-8"), rows)
            connection.commit()
        return path.read_bytes()


def _sqlite_value(value: Value) -> str | int | None:
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return str(_json_value(value))
        case _:
            return value


FORMAT = TableFormat("jsonl", "", recognises, read, write_json_lines)
