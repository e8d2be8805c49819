"""Gates: whether a new value is shown, or is held while the value before it stays published.

A pure function of the history of one subject on one document. Prices are judged by the card that
they stand on (the meters of one tier, region and band): a card is shown whole, from one version of
one page, so that what one of its prices waits for, all that changed with it wait for.

Every reason to hold is a rule of docs/conclusions.md, by the name of its function here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import combinations, groupby, pairwise
from typing import Literal, NamedTuple

from pipeline.facts.money import decimal_text

_MISREADING = Decimal(4)
"""A price that alone on its card moves by more than this factor may be misread."""


class ValuePeriod(NamedTuple):
    """One value of one key, from the page that first states it to the page that states another."""

    subject: str
    card: str
    """The price card that it stands on, or of what is no price the key itself."""
    key_id: str
    period_number: int
    value_text: str
    known_from: datetime
    first_page_seq: int
    last_page_seq: int | None
    """None while the newest page states it."""
    attribute: str
    meter: str | None
    about: str
    """Meter and qualifiers, in words."""
    currency: str | None
    value_number: Decimal | None
    per_mtok: Decimal | None
    """Of a token price the amount per million tokens, in its currency."""
    is_own: bool
    """Whether the seller itself states it."""
    repeated_at: datetime | None
    """When enough pages had repeated it: of a seller's own page two over a day, of another's three
    over two days, while nobody else stated the value before.
    """
    witness_at: datetime | None
    """The first page of another publisher, read after the change, that states the same."""
    times_median: float | None
    """Of a first price by another than the seller: how many times the median of `others` it is,
    where that is far.
    """
    others: int | None
    copied_from: str | None
    """The currency in which others state the same numbers."""
    meter_before: str | None
    """Of a value that another meter of the subject had on the page before: that meter, where the two
    have changed places in other rows of the page.
    """
    exchanged_rows: int | None
    """In how many rows they have."""
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
    periods: Iterable[ValuePeriod], decisions: Mapping[str, Decision]
) -> Iterator[GateResult]:
    """The results over values sorted by subject."""
    for _, group in groupby(periods, key=lambda period: period.subject):
        of_subject = list(group)
        exchanged = _exchanged(of_subject)
        cards: dict[str, list[ValuePeriod]] = {}
        for period in of_subject:
            cards.setdefault(period.card, []).append(period)
        for card in cards.values():
            yield from _Card(card, exchanged, decisions).judge()


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
        exchanged: Mapping[tuple[str, int], str],
        decisions: Mapping[str, Decision],
    ) -> None:
        self._periods = sorted(periods, key=lambda p: (p.first_page_seq, p.key_id, p.period_number))
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
            exchanged(self._exchanged.get((new.key_id, new.first_page_seq))),
            columns_exchanged(new),
        ]
        lasting = [far_from_others(new), copied_from_another_currency(new)]
        if old is not None:
            settled += [
                currency_changed(new, old),
                unit_changed(new, old),
                became_free(new, old),
                unit_slipped(new, old),
                context_shrank(new, old),
                licence_changed(new, old),
            ]
            lasting = [moved_alone(new, old, changes, self._standing(new))]
        return [
            *(_Reason(text, True) for text in settled if text),
            *(_Reason(text, False) for text in lasting if text),
        ]

    def _standing(self, new: ValuePeriod) -> list[ValuePeriod]:
        """The other token prices of the card that a page states as they were."""
        others: list[ValuePeriod] = []
        for period in self._periods:
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
    if all(reason.is_settled_by_repetition for reason in reasons):
        ends.append(period.repeated_at)
    return min((end for end in ends if end), default=None)


_ONLY_A_WITNESS = "another publisher or a person confirms it"


# --- what holds a change ----------------------------------------------------------------------------


def _exchanged(periods: Iterable[ValuePeriod]) -> dict[tuple[str, int], str]:
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
    """The same of prices that came under other conditions than they went: two went, and two came whose
    values have changed meters. One alone proves nothing: a price cut may meet what another meter cost.
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
    return f"has the price of {new.meter_before}, as {new.exchanged_rows} rows of its page changed them"


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
    moved = [
        change for change in changes if change.per_mtok is not None and change.period_number > 1
    ]
    if len(moved) > 1 or 1 / _MISREADING <= ratio <= _MISREADING:
        return None
    return (
        f"moved alone by a factor of {ratio:.3g} while the rest of its card stands: a misreading? "
        f"held until {_ONLY_A_WITNESS}"
    )


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


# --- what holds a first price, unless the seller itself states it -----------------------------------


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


# --- what gates look at -----------------------------------------------------------------------------


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


def _unit(value: ValuePeriod) -> str:
    """What a price is for: "1M tokens" of "5 USD per 1M tokens"."""
    return value.value_text.partition(" per ")[2]


def _is_power_of_ten(ratio: Decimal) -> bool:
    digits = ratio.normalize()
    return digits != 1 and digits.as_tuple().digits == (1,)
