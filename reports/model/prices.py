"""The prices of one route as values: the leading price, and the prices that contradict it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from reports.data.model_rows import ModelRows
from reports.data.rows import FactRow, OfferRow, PriceRow
from reports.model.attributes import not_sourced
from reports.values.citations import Citations
from reports.values.number_format import money, plain_number
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    FrozenModel,
    NotSourced,
    StatedValue,
    Statement,
    Value,
)

_DIGITS_OF_A_ROUNDING = 4


class Price(FrozenModel):
    """One more price of a route: what is counted, under which conditions."""

    meter: str
    tier: str
    is_plain: bool
    """Whether any text request pays it, under no condition but its tier and the route's region."""
    authority: int
    """0: the seller itself states it; more: others do."""
    qualifiers: str
    currency: str
    """As quoted; empty where none is."""
    unit: str
    value: Value

    @property
    def label(self) -> str:
        return price_label(self.meter, self.qualifiers)


def price_label(meter: str, qualifiers: str) -> str:
    words = meter.replace("_", " ")
    return f"{words}, {qualifiers}" if qualifiers else words


def _is_main(row: PriceRow, region: str | None) -> bool:
    """Whether it is a route's standard price of input or output in a region, without conditions
    that cost more; or the word that there is none.
    """
    if not row.in_effect or row.tier != "standard" or row.meter not in {"input", "output"}:
        return False
    if row.amount is None:
        return not row.qualifiers
    return row.region == region and _is_unconditional(row, region)


def _is_unconditional(row: PriceRow, region: str | None) -> bool:
    """Whether any text request pays it now, anywhere or in the region, in dollars per token."""
    if not row.in_effect or row.usd_per_mtok is None or row.context_from_tokens is not None:
        return False
    return row.is_plain or (row.is_regional and row.region == region)


def main_rows(rows: Iterable[PriceRow], offer: OfferRow) -> list[PriceRow]:
    """The rows of a route's standard input and output prices, in the currency of the leading one."""
    main = [row for row in rows if _is_main(row, offer.region)]
    leading_facts = {offer.input_fact_id, offer.output_fact_id}
    currencies = {row.meter: row.currency for row in main if row.fact_id in leading_facts}
    return [
        row
        for row in main
        if row.amount is None or row.currency == currencies.get(row.meter, row.currency)
    ]


def main_value(
    model_rows: ModelRows,
    offer: OfferRow,
    rows: Sequence[PriceRow],
    meter: str,
    citations: Citations,
) -> Value:
    """The price that leads in the view `offers`.

    Where there is none, it is not sourced, with what a page said that could not be read as a price.
    """
    fact_id = offer.input_fact_id if meter == "input" else offer.output_fact_id
    of_meter = [row for row in rows if row.meter == meter]
    winner = next((row for row in of_meter if row.fact_id == fact_id), None)
    about = _about(offer.route_id, price_label(meter, offer.region or ""), winner)
    if winner:
        others = [row for row in of_meter if row is not winner]
        return _priced(model_rows, about, [winner, *others], citations)
    if of_meter:
        return _not_offered(about, of_meter[0], citations)
    if _has_conditional_price(model_rows, offer.route_id, meter):
        because = "it is stated only under conditions, which stand beside it"
        return NotSourced(about=about, because=because)
    unread = [
        row
        for row in model_rows.set_aside
        if row.route_id == offer.route_id and row.meter == meter and not row.qualifiers
    ]
    return not_sourced(about, unread[0] if unread else None, citations)


def _has_conditional_price(model_rows: ModelRows, route_id: str, meter: str) -> bool:
    return any(
        row.route_id == route_id and row.meter == meter and row.tier == "standard"
        for row in model_rows.prices
    )


class _PriceKind(NamedTuple):
    """What tells the prices of a route apart, in the order in which they are shown."""

    is_special_tier: bool
    tier: str
    meter: str
    qualifiers: str
    currency: str
    unit: str


def more_prices(
    model_rows: ModelRows,
    offer: OfferRow,
    rows: Iterable[PriceRow],
    citations: Citations,
) -> Iterable[Price]:
    """Every other kind of price of a route, in order of tier and meter."""
    kinds: defaultdict[_PriceKind, list[PriceRow]] = defaultdict(list)
    # The query sorts rows by authority, so the first row of each kind is the best.
    for row in rows:
        kind = _PriceKind(
            is_special_tier=row.tier != "standard",
            tier=row.tier,
            meter=row.meter,
            qualifiers=row.qualifiers,
            currency=row.currency or "",
            unit=_unit(row),
        )
        kinds[kind].append(row)
    for kind in sorted(kinds, key=lambda kind: kind[:4]):
        found = kinds[kind]
        best = found[0]
        about = _about(best.route_id, price_label(kind.meter, kind.qualifiers), best)
        yield Price(
            meter=kind.meter,
            tier=kind.tier,
            is_plain=_is_unconditional(best, offer.region),
            authority=best.authority,
            qualifiers=kind.qualifiers,
            currency=kind.currency,
            unit=kind.unit,
            value=_priced(model_rows, about, found, citations),
        )


def _about(route_id: str, words: str, row: PriceRow | None) -> str:
    """What a price is about. Amounts in another currency or for another unit are something else."""
    about = f"{route_id} price {words}"
    if row is None or row.amount is None:
        return about
    if row.currency == "USD" and row.usd_per_mtok is not None:
        return about
    return f"{about} in {row.currency} per {_unit(row)}"


def _unit(row: PriceRow) -> str:
    if row.usd_per_mtok is not None:
        return "1M tokens"
    return row.unit or ""


def _priced(
    model_rows: ModelRows,
    about: str,
    rows: Sequence[PriceRow],
    citations: Citations,
) -> Value:
    """The value of rows of one kind, of which the first leads."""
    winner = rows[0]
    if winner.amount is None:
        return _not_offered(about, winner, citations)
    rivals = _rivals(winner, rows[1:])
    if rivals and winner.missing_since is None:
        statements = tuple(
            _statement(model_rows.facts[row.fact_id], row, citations) for row in (winner, *rivals)
        )
        return DisputedValue(about=about, is_led=True, statements=statements)
    text, short = _written(winner)
    return StatedValue(
        about=about,
        text=text,
        short=short,
        number=_amount(winner),
        is_converted=winner.exchange_rate_date is not None,
        receipts=(citations.cite(winner.fact_id),),
    )


def _rivals(winner: PriceRow, rows: Iterable[PriceRow]) -> list[PriceRow]:
    """One row for each amount that differs from the leading price.

    A price in another currency is no rival: converted, it agrees with nothing to the last digit.
    """
    rivals: list[PriceRow] = []
    for row in rows:
        if row.missing_since is not None or row.amount is None or row.currency != winner.currency:
            continue
        if not any(_agree(_amount(row), _amount(known)) for known in (winner, *rivals)):
            rivals.append(row)
    return rivals


def _not_offered(about: str, row: PriceRow, citations: Citations) -> AbsentValue:
    return AbsentValue(about=about, word="Not offered", receipts=(citations.cite(row.fact_id),))


def _statement(fact: FactRow, row: PriceRow, citations: Citations) -> Statement:
    text, short = _written(row)
    return Statement(
        text=text,
        short=short,
        number=_amount(row),
        publishers=(fact.publisher,),
        sellers=(),
        is_converted=row.exchange_rate_date is not None,
        receipt=citations.cite(fact.fact_id),
    )


def _amount(row: PriceRow) -> Decimal:
    """Dollars per million tokens, or the amount as quoted where there is no such price."""
    if row.usd_per_mtok is not None:
        return row.usd_per_mtok.normalize()
    return (row.amount or Decimal(0)).normalize()


def _written(row: PriceRow) -> tuple[str, str]:
    """A price in full and in short. A converted price names what was quoted and the day of the
    rate.
    """
    if row.amount == 0:
        return "$0 (free)", "$0"
    if row.currency == "USD":
        written = _rounded(_amount(row))
        return written, written
    quoted = f"{plain_number(row.amount or Decimal(0))} {row.currency}"
    if row.usd_per_mtok is None:
        return quoted, quoted
    per = "" if row.unit == "1M tokens" else f" per {row.unit}"
    short = f"≈{money(_amount(row))}"
    return f"{short} ({quoted}{per} at the rate of {row.exchange_rate_date})", short


def _rounded(amount: Decimal) -> str:
    """A price with six digits, marked with ≈ where its receipt has more."""
    rounded = Context(prec=6, rounding=ROUND_HALF_UP).plus(amount)
    return money(amount) if rounded == amount else f"≈{money(rounded)}"


def _agree(one: Decimal, other: Decimal) -> bool:
    """Whether two prices are equal, or one is the other rounded: 0.083333 and 0.083333333333, but
    not 0.4 and 0.38.
    """
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=lambda price: len(price.as_tuple().digits))
    if len(shorter.as_tuple().digits) < _DIGITS_OF_A_ROUNDING:
        return False
    return longer.quantize(shorter) == shorter
