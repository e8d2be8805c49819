"""The catalog's prices beside a table's: which values can be compared, and how each compares.

What is compared is fixed before any value is looked at: prices per token in US dollars that both
state for the same route, meter, tier, band, cache lifetime, modality and hours. Band ends one token
apart are one ("up to" and "under"), a cache write without a lifetime is the shortest one, and a
pointer ("latest") is only compared with a pointer.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from pipeline.audit.names import RouteMatch, match_routes
from pipeline.audit.statement import LeftOut, TableFile, TableFormat, TablePrice
from pipeline.identity.names import parse_name
from spiders.readers.seller_ids import seller_id
from warehouse.store import Database

Outcome = Literal["different", "only there", "only here", "equal"]
OUTCOMES: tuple[Outcome, ...] = ("different", "only there", "only here", "equal")


class CatalogPrice(NamedTuple):
    """A price of the catalog with its receipt."""

    provider: str
    stated: str
    meter: str
    tier: str
    context_from_tokens: int | None
    context_to_tokens: int | None
    lifetime: str | None
    modality: str | None
    hours: str | None
    is_apart: bool
    """Whether it is for a region, mode, plan or variant: tables have no words for these."""
    usd_per_mtok: Decimal
    authority: int
    """0 where the seller itself says so; see the view prices."""
    state: str
    source: str
    fact_id: str
    quote: str
    locator: str
    url: str
    last_checked_at: datetime


Price = TypeVar("Price", CatalogPrice, TablePrice)


class PriceIdentity(NamedTuple):
    """What a price is of. Band ends are in tens of tokens."""

    route_id: str
    meter: str
    tier: str
    band_from: int | None
    band_to: int | None
    lifetime: str | None
    modality: str | None
    hours: str | None
    is_pointer: bool
    """Whether the name is that of a newest model: what it points to moves, the model with the bare
    name stays.
    """

    @property
    def kind(self) -> tuple[object, ...]:
        """What kind of price it is: a table that has none of a kind for any model has no word for
        it.
        """
        return (
            self.meter,
            self.tier,
            self.lifetime,
            self.modality,
            self.hours is None,
            self.band_from is None,
        )


class ComparedPrice(NamedTuple):
    """What the catalog says and what the table says, at least one of them, and how that compares."""

    outcome: Outcome
    here: CatalogPrice | None
    there: TablePrice | None
    same_by: str
    """The rule by which the table's name is of the route; empty where only one side states the
    value.
    """

    @property
    def either(self) -> CatalogPrice | TablePrice:
        """What it is about, as the table names it where it does."""
        one = self.there or self.here
        if one is None:
            raise ValueError("a value stands on one side at least")
        return one


class Audit(NamedTuple):
    """A comparison. `comparable` values stand on both sides; `set_id` is a hash of what they are
    of, not of them.
    """

    table: str
    basis: str
    """What the table is beside: the catalog as of a day, or sellers' own pages nearest to it."""
    comparable: int
    set_id: str
    values: list[ComparedPrice]
    left_out: Counter[str]


def audit_table(
    catalog: Database,
    table: TableFormat,
    documents: list[TableFile],
    day: date,
    *,
    nearest: bool = False,
) -> Audit:
    """Compare what the catalog knows with what a table states for a day.

    With `nearest`, compare only what sellers state themselves, on their page nearest to that day,
    earlier or later.
    """
    told = list(table.read(documents, day))
    there = _closed([_known_seller(one) for one in told if isinstance(one, TablePrice)])
    providers = sorted({one.provider for one in there})
    if nearest:
        basis, known = (
            f"sellers' own pages nearest to {day}",
            catalog.query("nearest_prices", {"providers": providers, "day": day}),
        )
    else:
        basis = f"the catalog as of {day}"
        known = catalog.query(
            "audited_prices", {"providers": providers, "publisher": table.publisher}
        )
    stated = [CatalogPrice(*row) for row in known.rows]
    here = _closed([one for one in stated if not one.is_apart])
    names = match_routes(catalog, ((one.provider, one.stated) for one in there))
    ours: dict[PriceIdentity, list[CatalogPrice]] = defaultdict(list)
    for one in here:
        ours[_key(one, names)].append(one)
    theirs = [(_key(one, names), one) for one in there]
    both = [(key, one) for key, one in theirs if key in ours]
    alone = [one for key, one in theirs if key not in ours]
    values = [
        *(_compared(ours[key], one, names) for key, one in both),
        *(ComparedPrice("only there", None, one, "") for one in alone if one.usd_per_mtok),
        *_only_here(ours, {key for key, _ in theirs}),
    ]
    left_out = Counter(f"there: {one.why}" for one in told if isinstance(one, LeftOut))
    left_out["there: 0, which is free or unknown"] = sum(not one.usd_per_mtok for one in alone)
    left_out["here: for a region, mode, plan or variant"] = len(stated) - len(here)
    return Audit(table.name, basis, len(both), _set_id(both), values, +left_out)


def _known_seller(price: TablePrice) -> TablePrice:
    return price._replace(provider=seller_id(price.provider))


def _closed(prices: list[Price]) -> list[Price]:
    """The prices, each band without an upper end ending where the next band of the same price
    begins.
    """
    starts: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for price in prices:
        starts[_unbanded(price)].add(price.context_from_tokens or 0)
    closed: list[Price] = []
    for price in prices:
        above = [
            start for start in starts[_unbanded(price)] if start > (price.context_from_tokens or 0)
        ]
        end = price.context_to_tokens or min(above, default=None)
        closed.append(price._replace(context_to_tokens=end))
    return closed


def _unbanded(price: CatalogPrice | TablePrice) -> tuple[object, ...]:
    return (
        price.source,
        price.provider,
        price.stated,
        price.meter,
        price.tier,
        price.lifetime,
        price.modality,
        price.hours,
    )


def _key(
    price: CatalogPrice | TablePrice, names: Mapping[tuple[str, str], RouteMatch]
) -> PriceIdentity:
    return PriceIdentity(
        names[price.provider, price.stated].route_id,
        price.meter,
        price.tier,
        price.context_from_tokens and price.context_from_tokens // 10,
        price.context_to_tokens and price.context_to_tokens // 10,
        price.lifetime or ("5m" if price.meter == "cache_write" else None),
        None if price.modality == "text" else price.modality,
        price.hours,
        parse_name(price.stated).is_pointer,
    )


def _compared(
    known: list[CatalogPrice], there: TablePrice, names: Mapping[tuple[str, str], RouteMatch]
) -> ComparedPrice:
    said = [one for one in known if one.source == known[0].source]
    said = [one for one in said if one.stated == there.stated] or said
    # One page can state a list price and a promotional one, and a table has no word for which of
    # them it means.
    same = next((one for one in said if one.usd_per_mtok == there.usd_per_mtok), None)
    rule = (
        "same name" if there.stated == said[0].stated else names[there.provider, there.stated].rule
    )
    return ComparedPrice("equal" if same else "different", same or said[0], there, rule)


def _only_here(
    ours: Mapping[PriceIdentity, list[CatalogPrice]], theirs: set[PriceIdentity]
) -> Iterator[ComparedPrice]:
    """What the table lacks: standing prices of a kind that it has for other models."""
    kinds = {key.kind for key in theirs}
    for key, (best, *_) in ours.items():
        if key not in theirs and key.kind in kinds and best.state != "missing":
            yield ComparedPrice("only here", best, None, "")


def _set_id(both: list[tuple[PriceIdentity, TablePrice]]) -> str:
    lines = sorted(json.dumps([one.provider, one.stated, *key[1:]]) for key, one in both)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
