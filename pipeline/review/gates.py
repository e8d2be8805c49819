"""Gates: whether a changed value passes, or is held while the value before it stays published.

A pure function of the history of one key. Two kinds of reason: one that a second page can settle
(the publisher really means it), and one that a second page repeats (a slip of unit, a swapped
column), which waits for a person.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

from pipeline.facts.money import decimal_text

_LARGE_MOVE = Decimal("0.5")
_MASS_MOVE = 0.3


class ValuePeriod(NamedTuple):
    """One value of one key, with what stood beside it on the page that first stated it."""

    key_id: str
    period_number: int
    value_text: str
    known_from: datetime
    confirmed_at: datetime | None
    """The first page of this run, at least 20 hours later, that states the same: two fetches in a
    row prove nothing.
    """
    attribute: str
    meter: str | None
    currency: str | None
    value_number: Decimal | None
    per_mtok: Decimal | None
    """Of a token price the amount per million tokens, in its currency; so are those of input and
    output beside it.
    """
    input_per_mtok: Decimal | None
    output_per_mtok: Decimal | None
    is_soon: bool | None
    """Whether the page before was at most seven days older."""
    share_moved: float
    """Share of the page's prices that changed with this one."""
    swapped_with: str | None
    """Another price of the subject that had this value on the page before, and now has this one's,
    or none.
    """
    fact_id: str


class Decision(NamedTuple):
    """A person's decision on a fact (what, and which value)."""

    verdict: Literal["accept", "reject"]
    decided_at: datetime


GateState = Literal["held", "confirmed", "accepted", "rejected"]


class GateResult(NamedTuple):
    """A value that did not simply pass. `accepted_at` is None while the value before it stays
    published.
    """

    key_id: str
    period_number: int
    state: GateState
    reasons: str
    accepted_at: datetime | None


def apply_gates(
    values: Iterable[ValuePeriod], decisions: Mapping[str, Decision]
) -> Iterator[GateResult]:
    """The results over values sorted by key and run number. The first value of a key replaces
    nothing: only where it is what another price was does it wait.
    """
    for _, of_key in groupby(values, key=lambda value: value.key_id):
        yield from _results_of_key(list(of_key), decisions)


def _results_of_key(
    values: list[ValuePeriod], decisions: Mapping[str, Decision]
) -> Iterator[GateResult]:
    """The results over the values of one key, each compared with the last that was accepted."""
    accepted: ValuePeriod | None = None
    for value, following in zip_longest(values, values[1:]):
        result = _result(value, accepted, decisions)
        if result and following and _is_too_late(result, following):
            result = result._replace(state="held", accepted_at=None)
        if result:
            yield result
        if result is None or result.accepted_at:
            accepted = value


def _is_too_late(result: GateResult, following: ValuePeriod) -> bool:
    """Whether the page said something else by the time at which the value was accepted."""
    return result.accepted_at is not None and result.accepted_at >= following.known_from


def _result(
    new: ValuePeriod, old: ValuePeriod | None, decisions: Mapping[str, Decision]
) -> GateResult | None:
    """What becomes of a value after the accepted one; None where no gate holds it."""
    if old and new.value_text == old.value_text:
        return None
    lasting = _reasons_for_persons(new, old)
    reasons = [*lasting, *_reasons_for_repetition(new, old)]
    if not reasons:
        return None
    decision = decisions.get(new.fact_id)
    confirmed_at = None if lasting else new.confirmed_at
    state, accepted_at = _state(new, decision, confirmed_at)
    return GateResult(new.key_id, new.period_number, state, "; ".join(reasons), accepted_at)


def _state(
    new: ValuePeriod, decision: Decision | None, confirmed_at: datetime | None
) -> tuple[GateState, datetime | None]:
    """The state of a value that gates hold, and when it is accepted: by a person, or, where
    repetition settles its reasons, by a later page if that was earlier.
    """
    if decision and decision.verdict == "reject":
        return "rejected", None
    if decision:
        accepted_at = max(new.known_from, decision.decided_at)
        if confirmed_at:
            accepted_at = min(accepted_at, confirmed_at)
        return "accepted", accepted_at
    if confirmed_at:
        return "confirmed", confirmed_at
    return "held", None


# --- gates that a person opens: a second reading of the same page would repeat the slip -------------


def _reasons_for_persons(new: ValuePeriod, old: ValuePeriod | None) -> list[str]:
    reasons = [swapped(new)]
    if old:
        reasons += [
            currency_changed(new, old),
            unit_changed(new, old),
            became_free(new, old),
            unit_slipped(new, old),
        ]
    return [reason for reason in reasons if reason]


def swapped(new: ValuePeriod) -> str | None:
    """Two prices of a subject have changed places."""
    return f"changed places with {new.swapped_with}" if new.swapped_with else None


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
    if not _in_one_currency(new, old) or new.value_number != 0:
        return None
    return "free appeared where a price was"


def unit_slipped(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price is a power of ten times what it was."""
    if not _in_one_currency(new, old) or not new.value_number or not old.value_number:
        return None
    ratio = new.value_number / old.value_number
    if not _is_power_of_ten(ratio):
        return None
    return f"{decimal_text(ratio)} times the price before: a slip of unit?"


# --- gates that a later page opens by stating the same ----------------------------------------------


def _reasons_for_repetition(new: ValuePeriod, old: ValuePeriod | None) -> list[str]:
    if old is None:
        return []
    reasons = [
        context_shrank(new, old),
        licence_changed(new, old),
        output_below_input(new, old),
        cache_above_input(new),
        moved_far(new, old),
        moved_together(new),
    ]
    return [reason for reason in reasons if reason]


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


def output_below_input(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """An output has become cheaper than its input."""
    if new.attribute != "price" or new.meter not in ("input", "output"):
        return None
    if not _is_inverted(new) or _is_inverted(old):
        return None
    return "output became cheaper than input"


def cache_above_input(new: ValuePeriod) -> str | None:
    """A cached input is dearer than the input."""
    if new.attribute != "price" or new.meter != "cache_read":
        return None
    if new.per_mtok is None or new.input_per_mtok is None:
        return None
    if new.per_mtok <= new.input_per_mtok:
        return None
    return "cached input became dearer than input"


def moved_far(new: ValuePeriod, old: ValuePeriod) -> str | None:
    """A price has moved by more than half within a week."""
    if new.attribute != "price" or not new.is_soon:
        return None
    if not new.value_number or not old.value_number:
        return None
    move = abs(new.value_number / old.value_number - 1)
    return f"moved by {move:.0%} within a week" if move > _LARGE_MOVE else None


def moved_together(new: ValuePeriod) -> str | None:
    """More than three in ten prices of a page have moved at once within a week."""
    if new.attribute != "price" or not new.is_soon or new.share_moved <= _MASS_MOVE:
        return None
    return f"{new.share_moved:.0%} of the page's prices moved at once within a week"


# --- what gates look at -----------------------------------------------------------------------------


def _in_one_currency(new: ValuePeriod, old: ValuePeriod) -> bool:
    """Whether both are prices with a number, in the same currency."""
    if new.attribute != "price" or new.currency != old.currency:
        return False
    return new.value_number is not None and old.value_number is not None


def _is_inverted(value: ValuePeriod) -> bool:
    """Whether the output beside it is cheaper than the input."""
    if value.input_per_mtok is None or value.output_per_mtok is None:
        return False
    return value.output_per_mtok < value.input_per_mtok


def _unit(value: ValuePeriod) -> str:
    """What a price is for: "1M tokens" of "5 USD per 1M tokens"."""
    return value.value_text.partition(" per ")[2]


def _is_power_of_ten(ratio: Decimal) -> bool:
    digits = ratio.normalize()
    return digits != 1 and digits.as_tuple().digits == (1,)
