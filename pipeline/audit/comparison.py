"""The catalog's prices beside a table's: which values can be compared, and how each compares.

What is compared is fixed before any value is looked at: prices per token in US dollars that both
state for the same route, meter, tier, band, cache lifetime, modality and hours. Band ends one token
apart are one ("up to" and "under"), a cache write without a lifetime is the shortest one, and a
pointer ("latest") is only compared with a pointer. A flat price of the table is beside our price of
the first band of input lengths, where ours has bands. Rounding is no difference.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple, TypeVar

from pipeline.audit.names import RouteMatch, match_routes
from pipeline.identity.names import parse_name
from pipeline.tables.statement import (
    LeftOut,
    TableFile,
    TableFormat,
    TableItem,
    TablePrice,
    Unreadable,
)
from spiders.readers.seller_ids import seller_id
from warehouse.store import Database

Outcome = Literal["different", "only there", "only here", "equal"]
OUTCOMES: tuple[Outcome, ...] = ("different", "only there", "only here", "equal")
FIRST_BAND = "beside our first band"
"""What `same_by` adds where a flat price of the table is compared with ours of the first band."""
_CENT_PLACES = 2
_ROUNDINGS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN)


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


AnyPrice = TypeVar("AnyPrice", CatalogPrice, TablePrice)
RouteNames = Mapping[tuple[str, str], RouteMatch]
"""The route of each provider and stated name."""


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

    @property
    def is_flat(self) -> bool:
        """Whether it is for inputs of every length."""
        return self.band_from is None and self.band_to is None


class ComparedPrice(NamedTuple):
    """What the catalog says and what the table says, at least one of them, and how that compares."""

    outcome: Outcome
    here: CatalogPrice | None
    there: TablePrice | None
    same_by: str
    """The rule by which the table's name is of the route; empty where only one side states the
    value.
    """
    is_one_of_several: bool = False
    """Whether the same source states another price beside ours, as a promotional one."""

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
    unreadable: list[Unreadable]
    """Rows and files of the table that are not as its format says."""


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
    items = list(table.read(documents, day))
    there = _table_prices(items)
    providers = sorted({price.provider for price in there})
    if nearest:
        basis = f"sellers' own pages nearest to {day}"
        stated = _nearest_prices(catalog, providers, day)
    else:
        basis = f"the catalog as of {day}"
        stated = _catalog_prices(catalog, providers, table.publisher)
    here = _close_bands([price for price in stated if not price.is_apart])
    names = match_routes(catalog, [(price.provider, price.stated) for price in there])
    ours: dict[PriceIdentity, list[CatalogPrice]] = defaultdict(list)
    for price in here:
        ours[_identify(price, names)].append(price)
    theirs = _identify_all(there, ours, names)
    both = [(key, price) for key, price in theirs if key in ours]
    alone = [price for key, price in theirs if key not in ours]
    values = [_compare(key, ours[key], price, names) for key, price in both]
    # A 0 that only the table has is free or unknown.
    values += [
        ComparedPrice("only there", None, price, "") for price in alone if price.usd_per_mtok
    ]
    values += _only_here(ours, {key for key, _ in theirs})
    left_out = Counter(f"there: {item.why}" for item in items if isinstance(item, LeftOut))
    zeros = [price for price in alone if not price.usd_per_mtok]
    left_out["there: 0, which is free or unknown"] = len(zeros)
    left_out["here: for a region, mode, plan or variant"] = len(stated) - len(here)
    return Audit(
        table=table.name,
        basis=basis,
        comparable=len(both),
        set_id=_set_id(both),
        values=values,
        left_out=+left_out,
        unreadable=[item for item in items if isinstance(item, Unreadable)],
    )


def _identify_all(
    prices: Iterable[TablePrice], ours: Collection[PriceIdentity], names: RouteNames
) -> list[tuple[PriceIdentity, TablePrice]]:
    """Each price of a table with what it is a price of: a flat number is that of our first band, and
    a band without an end is our last one, where our page gives that an end.
    """
    first_bands = {key._replace(band_to=None): key for key in ours if key.band_from is None}
    starts = {key._replace(band_to=None): key for key in ours if key.band_from is not None}
    identified: list[tuple[PriceIdentity, TablePrice]] = []
    for price in prices:
        key = _identify(price, names)
        if key not in ours and key.is_flat:
            key = first_bands.get(key, key)
        elif key not in ours and key.band_to is None:
            last = starts.get(key, key)
            is_last = last._replace(band_from=last.band_to, band_to=None) not in starts
            key = last if is_last else key
        identified.append((key, price))
    return identified


def _table_prices(items: list[TableItem]) -> list[TablePrice]:
    """The prices of a table, with sellers by the catalog's ids."""
    prices: list[TablePrice] = []
    for item in items:
        if isinstance(item, TablePrice):
            price = item._replace(provider=seller_id(item.provider))
            prices.append(price)
    return _close_bands(prices)


def _catalog_prices(catalog: Database, providers: list[str], publisher: str) -> list[CatalogPrice]:
    """What the catalog knows of the providers' prices, but for what the table's publisher says."""
    known = catalog.query(
        "audited_prices",
        {"providers": providers, "publisher": publisher},
    )
    return [CatalogPrice(*row) for row in known.rows]


def _nearest_prices(catalog: Database, providers: list[str], day: date) -> list[CatalogPrice]:
    """What the providers state themselves, on their page nearest to the day."""
    known = catalog.query(
        "nearest_prices",
        {"providers": providers, "day": day},
    )
    return [CatalogPrice(*row) for row in known.rows]


def _close_bands(prices: list[AnyPrice]) -> list[AnyPrice]:
    """The prices, each band without an upper end ending where the next band of the same price
    begins.
    """
    starts: defaultdict[tuple[object, ...], set[int]] = defaultdict(set)
    for price in prices:
        starts[_unbanded(price)].add(price.context_from_tokens or 0)
    closed: list[AnyPrice] = []
    for price in prices:
        end = price.context_to_tokens
        if not end:
            start = price.context_from_tokens or 0
            above = [other for other in starts[_unbanded(price)] if other > start]
            end = min(above, default=None)
        closed.append(price._replace(context_to_tokens=end))
    return closed


def _unbanded(price: CatalogPrice | TablePrice) -> tuple[object, ...]:
    """All that a price is of, but its band."""
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


def _identify(price: CatalogPrice | TablePrice, names: RouteNames) -> PriceIdentity:
    """What a price is of, written as prices of the other side are. A price for text has no modality,
    a cache write without a lifetime is the shortest one.
    """
    lifetime = price.lifetime
    if not lifetime and price.meter == "cache_write":
        lifetime = "5m"
    return PriceIdentity(
        route_id=names[price.provider, price.stated].route_id,
        meter=price.meter,
        tier=price.tier,
        band_from=_in_tens(price.context_from_tokens),
        band_to=_in_tens(price.context_to_tokens),
        lifetime=lifetime or None,
        modality=None if price.modality == "text" else price.modality,
        hours=price.hours,
        is_pointer=parse_name(price.stated).is_pointer,
    )


def _in_tens(tokens: int | None) -> int | None:
    """An end of a band in tens of tokens: ends one token apart are one. A band from 0 has no lower
    end.
    """
    return (tokens + 4) // 10 if tokens else None


def _compare(
    key: PriceIdentity, known: list[CatalogPrice], there: TablePrice, names: RouteNames
) -> ComparedPrice:
    """A price of the table beside what the catalog's best source says.

    One page can state a list price and a promotional one, and a table has no word for which of them
    it means: they are equal where either is.
    """
    of_source = [price for price in known if price.source == known[0].source]
    of_name = [price for price in of_source if price.stated == there.stated]
    said = of_name or of_source
    equal = [price for price in said if is_rounded(price.usd_per_mtok, there.usd_per_mtok)]
    rule = names[there.provider, there.stated].rule
    if there.stated == said[0].stated:
        rule = "same name"
    if not key.is_flat and not there.context_from_tokens and not there.context_to_tokens:
        rule = f"{rule}, {FIRST_BAND}"
    if equal:
        return ComparedPrice("equal", equal[0], there, rule)
    is_one_of_several = len({price.usd_per_mtok for price in said}) > 1
    return ComparedPrice("different", said[0], there, rule, is_one_of_several)


def is_rounded(one: Decimal, other: Decimal) -> bool:
    """Whether two prices are one, but for the rounding of one of them to cents, or to finer parts of
    a dollar: 0.125 is 0.13, and 0.12. A price of one digit says too little: 0.03 is not 0.025.
    """
    if one == other:
        return True
    coarse, fine = sorted((one, other), key=_places)
    places = max(_places(coarse), _CENT_PLACES)
    unit = Decimal(1).scaleb(-places)
    if coarse < 10 * unit or _places(fine) <= places:
        return False
    return any(fine.quantize(unit, rounding) == coarse for rounding in _ROUNDINGS)


def _places(price: Decimal) -> int:
    """How many decimal places a price is written with."""
    exponent = price.normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def _only_here(
    ours: Mapping[PriceIdentity, list[CatalogPrice]], theirs: set[PriceIdentity]
) -> Iterator[ComparedPrice]:
    """What the table lacks: standing prices of a kind that it has for other models."""
    kinds = {key.kind for key in theirs}
    for key, prices in ours.items():
        if key in theirs or key.kind not in kinds:
            continue
        best = prices[0]
        if best.state != "missing":
            yield ComparedPrice("only here", best, None, "")


def _set_id(both: list[tuple[PriceIdentity, TablePrice]]) -> str:
    """A hash of what is compared, not of the values."""
    lines: list[str] = []
    for key, price in both:
        _, *qualifiers = key
        lines.append(json.dumps([price.provider, price.stated, *qualifiers]))
    text = "\n".join(sorted(lines))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
