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


class GateResult(NamedTuple):
    """A run that did not simply pass. `accepted_at` is None while the value before it stays
    published.
    """

    key_id: str
    period_number: int
    state: Literal["held", "confirmed", "accepted", "rejected"]
    reasons: str
    accepted_at: datetime | None


def apply_gates(
    runs: Iterable[ValuePeriod], decisions: Mapping[str, Decision]
) -> Iterator[GateResult]:
    """The verdicts over runs sorted by key and run number. The first value of a key replaces
    nothing: only where it is what another price was does it wait.
    """
    for _, of_key in groupby(runs, key=lambda run: run.key_id):
        accepted: ValuePeriod | None = None
        runs_of_key = list(of_key)
        for run, following in zip_longest(runs_of_key, runs_of_key[1:]):
            verdict = _judge(run, accepted, decisions)
            if (
                verdict
                and verdict.accepted_at
                and following
                and verdict.accepted_at >= following.known_from
            ):
                verdict = verdict._replace(
                    state="held", accepted_at=None
                )  # the page said something else by then
            if verdict:
                yield verdict
            if verdict is None or verdict.accepted_at:
                accepted = run


def _judge(
    new: ValuePeriod, old: ValuePeriod | None, decisions: Mapping[str, Decision]
) -> GateResult | None:
    if old and new.value_text == old.value_text:
        return None
    lasting = [*_moves(new), *(_slips(new, old) if old else ())]
    settled_by_repetition = list(_surprises(new, old)) if old else []
    reasons = "; ".join(lasting + settled_by_repetition)
    if not reasons:
        return None
    decision = decisions.get(new.fact_id)
    if decision:
        accepted_at = (
            max(new.known_from, decision.decided_at) if decision.verdict == "accept" else None
        )
        if accepted_at and new.confirmed_at and not lasting:
            accepted_at = min(accepted_at, new.confirmed_at)
        return GateResult(
            new.key_id,
            new.period_number,
            "accepted" if accepted_at else "rejected",
            reasons,
            accepted_at,
        )
    if not lasting and new.confirmed_at:
        return GateResult(new.key_id, new.period_number, "confirmed", reasons, new.confirmed_at)
    return GateResult(new.key_id, new.period_number, "held", reasons, None)


def _moves(new: ValuePeriod) -> Iterator[str]:
    if new.swapped_with:
        yield f"changed places with {new.swapped_with}"


def _slips(new: ValuePeriod, old: ValuePeriod) -> Iterator[str]:
    """Reasons that a second reading of the same page would repeat."""
    if new.attribute != "price":
        return
    if new.currency != old.currency:
        yield f"currency changed from {old.currency} to {new.currency}"
        return
    if new.value_number is None or old.value_number is None:
        return
    if _unit(new) != _unit(old):
        yield f"unit changed from {_unit(old)} to {_unit(new)}"
    if new.value_number == 0:
        yield "free appeared where a price was"
    elif old.value_number and _is_power_of_ten(new.value_number / old.value_number):
        yield f"{decimal_text(new.value_number / old.value_number)} times the price before: a slip of unit?"


def _surprises(new: ValuePeriod, old: ValuePeriod) -> Iterator[str]:
    """Reasons that a later page stating the same settles."""
    if (
        new.attribute == "context_tokens"
        and new.value_number
        and old.value_number
        and new.value_number < old.value_number
    ):
        yield f"context shrank from {old.value_number:,.0f} to {new.value_number:,.0f} tokens"
    if new.attribute == "licence":
        yield f"licence changed from {old.value_text}"
    if new.attribute != "price":
        return
    if new.meter in ("input", "output") and _is_inverted(new) and not _is_inverted(old):
        yield "output became cheaper than input"
    cached, full = new.per_mtok, new.input_per_mtok
    if new.meter == "cache_read" and cached is not None and full is not None and cached > full:
        yield "cached input became dearer than input"
    move = (
        abs(new.value_number / old.value_number - 1)
        if new.value_number and old.value_number
        else Decimal(0)
    )
    if new.is_soon and move > _LARGE_MOVE:
        yield f"moved by {move:.0%} within a week"
    if new.is_soon and new.share_moved > _MASS_MOVE:
        yield f"{new.share_moved:.0%} of the page's prices moved at once within a week"


def _is_inverted(run: ValuePeriod) -> bool:
    prices = (run.input_per_mtok, run.output_per_mtok)
    return prices[0] is not None and prices[1] is not None and prices[1] < prices[0]


def _unit(run: ValuePeriod) -> str:
    """What a price is for: "1M tokens" of "5 USD per 1M tokens"."""
    return run.value_text.partition(" per ")[2]


def _is_power_of_ten(ratio: Decimal) -> bool:
    digits = ratio.normalize()
    return digits != 1 and digits.as_tuple().digits == (1,)
