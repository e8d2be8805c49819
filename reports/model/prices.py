"""The prices of one route as values: the one that wins, and what contradicts it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

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
    return row.region == region and _is_plain(row, region)


def _is_plain(row: PriceRow, region: str | None) -> bool:
    """Whether any text request pays it now, anywhere or in the region, in dollars per token."""
    if not row.in_effect or row.usd_per_mtok is None or row.context_from_tokens is not None:
        return False
    return row.is_plain or (row.is_regional and row.region == region)


def main_rows(rows: Iterable[PriceRow], offer: OfferRow) -> list[PriceRow]:
    """What is stated of a route's standard prices of input and output, each in the currency of the
    price that wins.
    """
    main = [row for row in rows if _is_main(row, offer.region)]
    won = {
        row.meter: row.currency
        for row in main
        if row.fact_id in {offer.input_fact_id, offer.output_fact_id}
    }
    return [
        row
        for row in main
        if row.amount is None or row.currency == won.get(row.meter, row.currency)
    ]


def main_value(
    record: ModelRows, offer: OfferRow, rows: Sequence[PriceRow], meter: str, citations: Citations
) -> Value:
    """The price that wins in the view `offers`; where there is none, what a page said that could
    not be taken.
    """
    fact_id = offer.input_fact_id if meter == "input" else offer.output_fact_id
    mine = [row for row in rows if row.meter == meter]
    winner = next((row for row in mine if row.fact_id == fact_id), None)
    about = _about(offer.route_id, price_label(meter, offer.region or ""), winner)
    if winner:
        return _priced(
            record, about, [winner, *(row for row in mine if row is not winner)], citations
        )
    if mine:
        return _not_offered(about, mine[0], citations)
    if any(
        (row.route_id, row.meter, row.tier) == (offer.route_id, meter, "standard")
        for row in record.prices
    ):
        return NotSourced(
            about=about, because="it is stated only under conditions, which stand beside it"
        )
    asides = (
        row for row in record.set_aside if row.route_id == offer.route_id and row.meter == meter
    )
    return not_sourced(about, next((row for row in asides if not row.qualifiers), None), citations)


def more_prices(
    record: ModelRows, offer: OfferRow, rows: Iterable[PriceRow], citations: Citations
) -> Iterable[Price]:
    """Every other price kind of a route, in order of tier and meter."""

    kinds: defaultdict[tuple[bool, str, str, str, str, str], list[PriceRow]] = defaultdict(list)
    for row in rows:  # best authority first, as the query sorts them
        is_special = row.tier != "standard"
        kinds[
            is_special, row.tier, row.meter, row.qualifiers, row.currency or "", _unit(row)
        ].append(row)
    for (_, tier, meter, qualifiers, currency, unit), found in sorted(
        kinds.items(), key=lambda kind: kind[0][:4]
    ):
        yield Price(
            meter=meter,
            tier=tier,
            is_plain=_is_plain(found[0], offer.region),
            authority=found[0].authority,
            qualifiers=qualifiers,
            currency=currency,
            unit=unit,
            value=_priced(
                record,
                _about(found[0].route_id, price_label(meter, qualifiers), found[0]),
                found,
                citations,
            ),
        )


def _about(route_id: str, words: str, row: PriceRow | None) -> str:
    """What a price is about: amounts in another currency, or for another unit, are about something
    else.
    """
    if (
        row is None
        or row.amount is None
        or (row.currency == "USD" and row.usd_per_mtok is not None)
    ):
        return f"{route_id} price {words}"
    return f"{route_id} price {words} in {row.currency} per {_unit(row)}"


def _unit(row: PriceRow) -> str:
    return row.unit or "" if row.usd_per_mtok is None else "1M tokens"


def _priced(record: ModelRows, about: str, rows: Sequence[PriceRow], citations: Citations) -> Value:
    winner = rows[0]
    if winner.amount is None:
        return _not_offered(about, winner, citations)
    rivals: list[PriceRow] = []
    for row in rows[1:]:
        if row.missing_since is not None or row.amount is None or row.currency != winner.currency:
            continue  # what a rate makes of it agrees with nothing to the last digit
        if not any(_agree(_amount(row), _amount(known)) for known in (winner, *rivals)):
            rivals.append(row)
    if rivals and winner.missing_since is None:
        statements = tuple(
            _statement(record.facts[row.fact_id], row, citations) for row in (winner, *rivals)
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


def _not_offered(about: str, row: PriceRow, citations: Citations) -> AbsentValue:
    return AbsentValue(about=about, word="Not offered", receipts=(citations.cite(row.fact_id),))


def _statement(fact: FactRow, row: PriceRow, citations: Citations) -> Statement:
    (text, short), receipt = _written(row), citations.cite(fact.fact_id)
    return Statement(
        text=text,
        short=short,
        number=_amount(row),
        publishers=(fact.publisher,),
        sellers=(),
        is_converted=row.exchange_rate_date is not None,
        receipt=receipt,
    )


def _amount(row: PriceRow) -> Decimal:
    return (
        row.usd_per_mtok if row.usd_per_mtok is not None else row.amount or Decimal(0)
    ).normalize()


def _written(row: PriceRow) -> tuple[str, str]:
    """A price in full and in short. What is converted says from what, and by the rate of which day."""
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
    """Six digits of a price; that there are more is said by ≈, and which they are by its receipt."""
    rounded = Context(prec=6, rounding=ROUND_HALF_UP).plus(amount)
    return money(amount) if rounded == amount else f"≈{money(rounded)}"


def _agree(one: Decimal, other: Decimal) -> bool:
    """Whether two prices are equal, or one is the other rounded: 0.083333 and 0.083333333333, but
    not 0.4 and 0.38.
    """
    shorter, longer = sorted((one, other), key=lambda price: len(price.as_tuple().digits))
    return one == other or (
        len(shorter.as_tuple().digits) >= _DIGITS_OF_A_ROUNDING
        and longer.quantize(shorter) == shorter
    )
