"""The verdict: one sentence with its confidence and reasons, or why it is withheld."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from reports.model.cost import MonthlyBill
from reports.pages.pair import Pair, PairSide, SideKey
from reports.pages.signal import Signal
from reports.values.sentence import Count, Sentence, SentencePart, format_sentence, join_names
from reports.values.value import FrozenModel

COMPARABLE_AT_LEAST = 3
_MARGIN = 2
_NAMED = 3

VerdictKind = Literal["leads", "split", "withheld"]
Confidence = Literal["high", "medium", "low"]


class Verdict(FrozenModel):
    """What follows from the signals, and the signals it follows from."""

    kind: VerdictKind
    sentence: Sentence
    confidence: Confidence | None
    confidence_because: Sentence
    decisive: tuple[Signal, ...]
    """Signals in which one model leads."""
    level: tuple[Signal, ...]
    """Signals in which they tie."""
    missing: tuple[Signal, ...]
    """Signals that cannot be compared."""


def decide_verdict(pair: Pair, signals: tuple[Signal, ...]) -> Verdict:
    decisive = tuple(signal for signal in signals if signal.leads in {"a", "b"})
    level = tuple(signal for signal in signals if signal.leads == "tie")
    missing = tuple(signal for signal in signals if signal.leads is None)
    kind, sentence = _judged(pair, decisive, level, missing)
    confidence, because = _confidence(decisive, level, missing)
    return Verdict(
        kind=kind,
        sentence=sentence,
        confidence=None if kind == "withheld" else confidence,
        confidence_because=because,
        decisive=decisive,
        level=level,
        missing=missing,
    )


class _Leads(NamedTuple):
    """The signals in which each side leads, by side."""

    by_side: Mapping[SideKey, list[Signal]]

    def of(self, side: PairSide) -> list[Signal]:
        return self.by_side[side.key]

    def count_of(self, side: PairSide) -> Count:
        return Count(
            number=len(self.of(side)),
            of="verdict.decisive",
            where=("leads", side.key),
        )

    def tags(self, side: PairSide) -> list[SentencePart]:
        """What the signals that a side leads make it best for."""
        return join_names(tag for signal in self.of(side) for tag in signal.tags(side.key))


def _judged(
    pair: Pair,
    decisive: tuple[Signal, ...],
    level: tuple[Signal, ...],
    missing: tuple[Signal, ...],
) -> tuple[VerdictKind, Sentence]:
    """A side leads overall if it leads by the margin and can be bought; else each has its uses."""
    if len(decisive) + len(level) < COMPARABLE_AT_LEAST:
        template = "No verdict: too little can be compared. Missing: {}."
        return "withheld", format_sentence(template, _labels(missing))
    if not decisive:
        template = "Nothing that can be compared tells {} and {} apart."
        return "split", format_sentence(template, pair.a.name, pair.b.name)

    leads = _Leads(
        {
            side.key: [signal for signal in decisive if signal.leads == side.key]
            for side in pair.sides
        }
    )
    first, second = sorted(pair.sides, key=lambda side: -len(leads.of(side)))
    if leads.of(second):
        other = format_sentence("choose {} for {}", second.name, leads.tags(second))
    else:
        other = format_sentence("{} leads on none", second.name)
    if len(leads.of(first)) - len(leads.of(second)) < _MARGIN:
        choice = format_sentence("choose {} for {}", first.name, leads.tags(first))
        if leads.of(second):
            template = "No overall choice: {}; {}."
            return "split", format_sentence(template, choice.parts, other.parts)
        return "split", format_sentence("No overall choice: {}.", choice.parts)

    score: list[SentencePart] = [
        first.name,
        " leads on ",
        leads.count_of(first),
        " of ",
        _comparable(decisive, level),
        " signals",
    ]
    if not _can_be_bought(pair, first):
        template = "No overall choice: {}, but no price of it is confirmed; {}."
        return "split", format_sentence(template, score, other.parts)
    above_all = _labels(leads.of(first)[:_NAMED])
    return "leads", format_sentence("{}, above all {}; {}.", score, above_all, other.parts)


def _comparable(decisive: Sequence[Signal], level: Sequence[Signal]) -> Count:
    return Count(number=len(decisive) + len(level), of="verdict.decisive+level")


def _can_be_bought(pair: Pair, side: PairSide) -> bool:
    """Whether a live route sells it at a confirmed price; else it is never the overall choice."""
    return isinstance(side.costs[pair.profile.name].best, MonthlyBill)


def _confidence(
    decisive: tuple[Signal, ...],
    level: tuple[Signal, ...],
    missing: tuple[Signal, ...],
) -> tuple[Confidence, Sentence]:
    uncertain = [signal for signal in decisive if signal.is_uncertain]
    comparable = _comparable(decisive, level)
    parts: list[SentencePart] = [comparable, " signals can be compared"]
    if comparable.number == 1:
        parts = [comparable, " signal can be compared"]
    if missing:
        parts += [
            ", ",
            Count(number=len(missing), of="verdict.missing"),
            " cannot",
        ]
    if uncertain:
        parts += [
            "; ",
            Count(number=len(uncertain), of="verdict.decisive", where=("is_uncertain", True)),
            " of those that decide rest on disputed or stale facts",
        ]
    grade = _grade(len(decisive), len(uncertain), len(missing))
    return grade, format_sentence("{}.", parts)


def _grade(decisive: int, uncertain: int, missing: int) -> Confidence:
    if missing > decisive or 2 * uncertain > decisive:
        return "low"
    if missing or uncertain:
        return "medium"
    return "high"


def _labels(found: Sequence[Signal]) -> list[SentencePart]:
    return join_names(signal.label.lower() for signal in found)
