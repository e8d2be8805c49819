"""Gates: whether a new value is shown, or is held while the value before it stays published.

A pure function of the history of one subject on one document. Prices are judged by the card that
they stand on (the meters of one tier, region and band): a card is shown whole, from one version of
one page, so that what one of its prices waits for, all that changed with it wait for.

Why a value is held is in `pipeline.review.hold_reasons`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal, NamedTuple

from pipeline.review import hold_reasons
from pipeline.review.value_period import ValuePeriod


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
    periods: Iterable[ValuePeriod], decisions: Mapping[str, Decision]
) -> Iterator[GateResult]:
    """The results over values sorted by subject."""
    for _, group in groupby(periods, key=lambda period: period.subject):
        of_subject = list(group)
        exchanged = hold_reasons.exchanges(of_subject)
        cards: dict[str, list[ValuePeriod]] = {}
        for period in of_subject:
            cards.setdefault(period.card, []).append(period)
        for card in cards.values():
            yield from _Card(card, of_subject, exchanged, decisions).judge()


class _Reason(NamedTuple):
    """Why a value is held, and whether its page settles that by repeating it: not where the same
    reader would repeat its own mistake.
    """

    text: str
    is_settled_by_repetition: bool


class _Waiting(NamedTuple):
    """A value that waits, why, and when it need not any more for its own reasons.

    A value without reasons of its own waits for the others on its card.
    """

    period: ValuePeriod
    reasons: list[_Reason]
    settled_at: datetime | None
    decision: Decision | None

    @property
    def accepted_by_person_at(self) -> datetime | None:
        if self.decision is None or self.decision.verdict == "reject":
            return None
        return max(self.period.known_from, self.decision.decided_at)

    @property
    def blocks_until(self) -> datetime | None:
        """When its card need not wait for it any more; None is never, as for what a person rejected."""
        if self.decision and self.decision.verdict == "reject":
            return None
        ends = [end for end in (self.settled_at, self.accepted_by_person_at) if end]
        return min(ends, default=None)


class _Card:
    """The prices of one card, page after page."""

    def __init__(
        self,
        periods: Sequence[ValuePeriod],
        of_subject: Sequence[ValuePeriod],
        exchanged: Mapping[tuple[str, int], str],
        decisions: Mapping[str, Decision],
    ) -> None:
        self._periods = sorted(periods, key=lambda p: (p.first_page_seq, p.key_id, p.period_number))
        self._of_subject = of_subject
        self._exchanged = exchanged
        self._decisions = decisions
        self._shown: dict[str, ValuePeriod] = {}
        """The value of each key that is shown, or was shown last."""
        self._waiting: dict[str, _Waiting] = {}
        self._results: list[GateResult] = []

    def judge(self) -> list[GateResult]:
        for _, changes in groupby(self._periods, key=lambda period: period.first_page_seq):
            self._turn_page(list(changes))
        self._release(until=None)
        for waiting in list(self._waiting.values()):
            self._settle(waiting, None)
        return sorted(self._results)

    def _turn_page(self, changes: list[ValuePeriod]) -> None:
        """Take in what a page states otherwise than the page before."""
        seen_at = changes[0].known_from
        self._release(until=seen_at)
        for change in changes:
            replaced = self._waiting.get(change.key_id)
            if replaced:
                self._settle(replaced, None)
        if not any(waiting.reasons for waiting in self._waiting.values()):
            for waiting in list(self._waiting.values()):
                self._settle(waiting, seen_at)
        judged = [(change, self._reasons(change, changes)) for change in changes]
        is_held = bool(self._waiting) or any(reasons for _, reasons in judged)
        for change, reasons in judged:
            if not is_held or self._is_shown(change):
                self._shown[change.key_id] = change
                continue
            self._waiting[change.key_id] = _Waiting(
                period=change,
                reasons=reasons,
                settled_at=_settled_at(change, reasons),
                decision=self._decisions.get(change.fact_id),
            )

    def _release(self, until: datetime | None) -> None:
        """Show what need not wait any more at that moment, or at all: what a person accepted, and all
        others as soon as none of them has a reason to wait.
        """
        ends = [waiting.blocks_until for waiting in self._waiting.values() if waiting.reasons]
        known = [end for end in ends if end]
        for waiting in list(self._waiting.values()):
            accepted_at = waiting.accepted_by_person_at
            if accepted_at and _is_before(accepted_at, until):
                self._settle(waiting, waiting.blocks_until)
        if known and len(known) == len(ends) and _is_before(max(known), until):
            for waiting in list(self._waiting.values()):
                self._settle(waiting, max(known))

    def _settle(self, waiting: _Waiting, accepted_at: datetime | None) -> None:
        """Record what became of a value that waited."""
        period, decision = waiting.period, waiting.decision
        del self._waiting[period.key_id]
        if accepted_at:
            self._shown[period.key_id] = period
        state: GateState = "confirmed" if accepted_at else "held"
        if decision and decision.verdict == "reject":
            state = "rejected"
        elif decision and accepted_at:
            state = "accepted"
        texts = [reason.text for reason in waiting.reasons]
        reasons = texts or ["another price of its card is held"]
        self._results.append(
            GateResult(period.key_id, period.period_number, state, "; ".join(reasons), accepted_at)
        )

    def _is_shown(self, period: ValuePeriod) -> bool:
        shown = self._shown.get(period.key_id)
        return shown is not None and shown.value_text == period.value_text

    def _reasons(self, new: ValuePeriod, changes: Sequence[ValuePeriod]) -> list[_Reason]:
        """Why a value is held: each a reason for a witness, a repetition or a person."""
        old = self._shown.get(new.key_id)
        if self._is_shown(new):
            return []
        settled = [
            hold_reasons.exchanged(self._exchanged.get((new.key_id, new.first_page_seq))),
            hold_reasons.columns_exchanged(new),
        ]
        lasting = [
            hold_reasons.far_from_others(new),
            hold_reasons.copied_from_another_currency(new),
            hold_reasons.read_by_anchors(new),
        ]
        if old is not None:
            settled += [
                hold_reasons.currency_changed(new, old),
                hold_reasons.unit_changed(new, old),
                hold_reasons.became_free(new, old),
                hold_reasons.unit_slipped(new, old),
                hold_reasons.digit_slipped(
                    new, old, changes, self._standing(new), _standing(new, self._of_subject)
                ),
                hold_reasons.context_shrank(new, old),
                hold_reasons.licence_changed(new, old),
            ]
            lasting = [
                hold_reasons.moved_alone(new, old, changes, self._standing(new)),
                hold_reasons.moved_far(new, old),
                hold_reasons.read_by_anchors(new),
            ]
        return [
            *(_Reason(text, True) for text in settled if text),
            *(_Reason(text, False) for text in lasting if text),
        ]

    def _standing(self, new: ValuePeriod) -> list[ValuePeriod]:
        """The other token prices of the card that a page states as they were."""
        return _standing(new, self._periods)


def _standing(new: ValuePeriod, periods: Iterable[ValuePeriod]) -> list[ValuePeriod]:
    """Of these the other token prices that the page of a new value states as they were."""
    others: list[ValuePeriod] = []
    for period in periods:
        begins_before = period.first_page_seq < new.first_page_seq
        is_stated = period.last_page_seq is None or period.last_page_seq >= new.first_page_seq
        if period.key_id != new.key_id and begins_before and is_stated and period.per_mtok:
            others.append(period)
    return others


def _is_before(moment: datetime, until: datetime | None) -> bool:
    return until is None or moment < until


def _settled_at(period: ValuePeriod, reasons: Sequence[_Reason]) -> datetime | None:
    """When a value need not wait any more for its own reasons: with its first witness, or when it was
    repeated often enough, where repetition proves anything.
    """
    if not reasons:
        return None
    ends = [period.witness_at]
    if [reason.text for reason in reasons] == [hold_reasons.read_by_anchors(period)]:
        ends.append(period.read_by_source_at)
    if all(reason.is_settled_by_repetition for reason in reasons):
        ends.append(period.repeated_at)
    return min((end for end in ends if end), default=None)
