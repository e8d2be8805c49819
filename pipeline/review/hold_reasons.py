"""Why a new value is held: one function for each rule of docs/conclusions.md, under its name there.

Each answers the reason in words, or None where its rule holds nothing.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from pipeline.facts.money import decimal_text
from pipeline.review.value_period import ValuePeriod

_MISREADING = Decimal(4)
"""A price that alone on its card moves by more than this factor may be misread."""
_MISREADING_OF_OTHER_UNITS = Decimal(100)
"""The same of a price per request, image or second, which has no card to stand alone on."""
_CACHE_SHARES = {
    Decimal(share) for share in ("0.05", "0.1", "0.2", "0.25", "0.5", "0.75", "1.25", "2")
}
"""What a price of cached tokens is of the input price, where a seller derives the one from the other."""
_TIER_SHARES = {Decimal(share) for share in ("0.5", "1", "2")}
"""What a price of one tier or region is of another's of the same meter."""
_ONLY_A_WITNESS = "another publisher or a person confirms it"


# --- what holds a change --------------------------------------------------------------------------


def exchanges(periods: Iterable[ValuePeriod]) -> dict[tuple[str, int], str]:
    """By key and page: the other price of the subject with which one has changed places there."""
    by_key: dict[str, list[ValuePeriod]] = {}
    for period in periods:
        if period.attribute == "price":
            by_key.setdefault(period.key_id, []).append(period)
    moves: dict[int, list[tuple[ValuePeriod, ValuePeriod]]] = {}
    for of_key in by_key.values():
        of_key.sort(key=lambda period: period.period_number)
        for old, new in pairwise(of_key):
            if old.value_text != new.value_text:
                moves.setdefault(new.first_page_seq, []).append((old, new))
    places: dict[tuple[str, int], str] = {}
    for page_seq, on_page in moves.items():
        by_texts = {(old.value_text, new.value_text): new for old, new in on_page}
        for old, new in on_page:
            other = by_texts.get((new.value_text, old.value_text))
            if other:
                places[new.key_id, page_seq] = other.about
    return places | _exchanged_meters([one for of_key in by_key.values() for one in of_key])


def _exchanged_meters(prices: Sequence[ValuePeriod]) -> dict[tuple[str, int], str]:
    """The same of prices that came under other conditions than they went: two went, and two came
    whose values have changed meters. One alone proves nothing: a price cut may meet what another
    meter cost.
    """
    newest = {price.key_id: price.period_number for price in prices}
    went: dict[int, set[tuple[str | None, str]]] = {}
    for price in prices:
        is_last = price.period_number == newest[price.key_id]
        if is_last and price.last_page_seq is not None:
            before = went.setdefault(price.last_page_seq + 1, set())
            before.add((price.meter, price.value_text))
    came = [price for price in prices if price.period_number == 1]
    places: dict[tuple[str, int], str] = {}
    for one, other in combinations(came, 2):
        gone = went.get(one.first_page_seq, set())
        is_exchange = {(other.meter, one.value_text), (one.meter, other.value_text)} <= gone
        if one.first_page_seq == other.first_page_seq and one.meter != other.meter and is_exchange:
            places[one.key_id, one.first_page_seq] = other.about
            places[other.key_id, other.first_page_seq] = one.about
    return places


def exchanged(other: str | None) -> str | None:
    """Two prices of a subject have changed places on one page."""
    return f"changed places with {other}" if other else None


def columns_exchanged(new: ValuePeriod) -> str | None:
    """A price stands where another meter's did, and in other rows of its page the two meters have
    changed places: one alone may be a price cut, a column is none.
    """
    if new.meter_before is None:
        return None
    return (
        f"has the price of {new.meter_before}, as {new.exchanged_rows} rows of its page "
        "changed them"
    )


def currency_changed(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price is in another currency. What else changed cannot be compared then."""
    if new.attribute != "price" or new.currency == old.currency:
        return None
    return f"currency changed from {old.currency} to {new.currency}"


def unit_changed(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price is for something else."""
    if not _in_one_currency(new, old) or _unit(new) == _unit(old):
        return None
    return f"unit changed from {_unit(old)} to {_unit(new)}"


def became_free(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """0 stands where a price was."""
    if not _in_one_currency(new, old) or new.value_number != 0 or not old.value_number:
        return None
    return "free appeared where a price was"


def unit_slipped(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price is a power of ten times what it was."""
    ratio = _ratio(new, old)
    if ratio is None or not _is_power_of_ten(ratio):
        return None
    return f"{decimal_text(ratio)} times the price before: a slip of unit?"


def moved_alone(
    new: ValuePeriod,
    old: ValuePeriod,
    changes: Sequence[ValuePeriod],
    standing: Sequence[ValuePeriod],
) -> str | None:
    """One token price moves more than fourfold while the rest of its card stands."""
    ratio = _ratio(new, old)
    if ratio is None or new.per_mtok is None or not standing:
        return None
    if _token_prices_moved(changes) > 1 or 1 / _MISREADING <= ratio <= _MISREADING:
        return None
    return (
        f"moved alone by a factor of {ratio:.3g} while the rest of its card stands: a misreading? "
        f"held until {_ONLY_A_WITNESS}"
    )


def moved_far(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price of anything else than tokens moves more than a hundredfold."""
    ratio = _ratio(new, old)
    if ratio is None or new.per_mtok is not None:
        return None
    if 1 / _MISREADING_OF_OTHER_UNITS <= ratio <= _MISREADING_OF_OTHER_UNITS:
        return None
    return f"moved by a factor of {ratio:.3g}: a misreading? held until {_ONLY_A_WITNESS}"


def digit_slipped(
    new: ValuePeriod,
    old: ValuePeriod,
    changes: Sequence[ValuePeriod],
    standing: Sequence[ValuePeriod],
    beside: Sequence[ValuePeriod],
) -> str | None:
    """One token price moves alone by a digit that was dropped or put in, and what is stated beside it
    speaks for the price before: another publisher, or another price of its row that was a usual
    share of it and stands.
    """
    ratio = _ratio(new, old)
    if ratio is None or new.per_mtok is None or not standing:
        return None
    if _token_prices_moved(changes) > 1 or not _is_a_digit_apart(new, old):
        return None
    if new.was_confirmed_before:
        return "a digit apart from the price before, which another publisher states"
    if any(_derives(other, old) and not _derives(other, new) for other in beside):
        return "a digit apart from the price before, from which another price beside it derives"
    return None


def context_shrank(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A model takes a shorter context than before."""
    if new.attribute != "context_tokens" or not new.value_number or not old.value_number:
        return None
    if new.value_number >= old.value_number:
        return None
    return f"context shrank from {old.value_number:,.0f} to {new.value_number:,.0f} tokens"


def licence_changed(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A licence is another one."""
    return f"licence changed from {old.value_text}" if new.attribute == "licence" else None


def read_by_anchors(new: ValuePeriod) -> str | None:
    """A value that is new on a page that its source cannot read: anchors show where it stands, and not
    that it means what the value before it did.
    """
    if not new.is_anchored:
        return None
    return (
        f"read by anchors, which confirm only what is unchanged: held until {_ONLY_A_WITNESS}, "
        "or its source reads it"
    )


# --- what holds a first price, unless the seller itself states it ---------------------------------


def far_from_others(new: ValuePeriod) -> str | None:
    """It is twenty times or more away from the median of three or more others."""
    if new.times_median is None:
        return None
    times = new.times_median
    share = f"{times:,.0f} times" if times > 1 else f"1/{1 / times:,.0f} of"
    return f"{share} the median of {new.others} others: held until {_ONLY_A_WITNESS}"


def copied_from_another_currency(new: ValuePeriod) -> str | None:
    """Its numbers, and others of its card, are those that others state in another currency."""
    if new.copied_from is None:
        return None
    return f"the same number as in {new.copied_from}: held until {_ONLY_A_WITNESS}"


# --- what gates look at ---------------------------------------------------------------------------


def _in_one_currency(new: ValuePeriod, old: ValuePeriod) -> bool:
    """Whether both are prices with a number, in the same currency."""
    if new.attribute != "price" or new.currency != old.currency:
        return False
    return new.value_number is not None and old.value_number is not None


def _ratio(new: ValuePeriod, old: ValuePeriod) -> Decimal | None:
    """How many times the old price the new one is."""
    if not _in_one_currency(new, old) or not new.value_number or not old.value_number:
        return None
    return new.value_number / old.value_number


def _token_prices_moved(changes: Iterable[ValuePeriod]) -> int:
    """How many token prices of a card a page states otherwise than before."""
    return sum(1 for change in changes if change.per_mtok is not None and change.period_number > 1)


def _is_a_digit_apart(new: ValuePeriod, old: ValuePeriod) -> bool:
    """Whether one of two numbers is the other without one of its digits, or without its point."""
    if new.value_number is None or old.value_number is None:
        return False
    longer, shorter = decimal_text(old.value_number), decimal_text(new.value_number)
    if len(longer) < len(shorter):
        longer, shorter = shorter, longer
    without_one = {
        Decimal(f"0{longer[:place]}{longer[place + 1 :]}") for place in range(len(longer))
    }
    return Decimal(shorter) in without_one


def _derives(one: ValuePeriod, other: ValuePeriod) -> bool:
    """Whether a token price is a usual share of another: of another tier of its meter, or one of cached
    tokens of the other's input.
    """
    if one.meter == other.meter and one.per_mtok and other.per_mtok:
        return one.per_mtok / other.per_mtok in _TIER_SHARES
    cached, full = (one, other) if other.meter == "input" else (other, one)
    if cached.meter not in ("cache_read", "cache_write") or full.meter != "input":
        return False
    if not cached.per_mtok or not full.per_mtok:
        return False
    return cached.per_mtok / full.per_mtok in _CACHE_SHARES


def _unit(value: ValuePeriod) -> str:
    """What a price is for: "1M tokens" of "5 USD per 1M tokens"."""
    return value.value_text.partition(" per ")[2]


def _is_power_of_ten(ratio: Decimal) -> bool:
    digits = ratio.normalize()
    return digits != 1 and digits.as_tuple().digits == (1,)
