"""The verdict: one sentence with its reasons and its confidence, or why it is withheld."""

from collections.abc import Mapping, Sequence
from typing import Literal

from reports.model.cost import MonthlyBill
from reports.pages.pair import SideKey, Pair, PairSide
from reports.pages.signals import Signal
from reports.values.sentence import Count, SentencePart, Sentence, join_names, format_sentence
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


def _judged(
    pair: Pair, decisive: tuple[Signal, ...], level: tuple[Signal, ...], missing: tuple[Signal, ...]
) -> tuple[VerdictKind, Sentence]:
    if len(decisive) + len(level) < COMPARABLE_AT_LEAST:
        return "withheld", format_sentence(
            "No verdict: too little can be compared. Missing: {}.", _labels(missing)
        )
    if not decisive:
        return "split", format_sentence(
            "Nothing that can be compared tells {} and {} apart.", pair.a.name, pair.b.name
        )
    led: dict[SideKey, list[Signal]] = {
        side.key: [signal for signal in decisive if signal.leads == side.key]
        for side in (pair.a, pair.b)
    }
    first, second = sorted((pair.a, pair.b), key=lambda side: -len(led[side.key]))
    compared = Count(number=len(decisive) + len(level), of="verdict.decisive+level")
    score: list[SentencePart] = [
        first.name,
        " leads on ",
        _count(first, led),
        " of ",
        compared,
        " signals",
    ]
    other: Sentence = (
        format_sentence("choose {} for {}", second.name, _tags(second, led))
        if led[second.key]
        else format_sentence("{} leads on none", second.name)
    )
    if len(led[first.key]) - len(led[second.key]) < _MARGIN:
        mine = format_sentence("choose {} for {}", first.name, _tags(first, led))
        if led[second.key]:
            return "split", format_sentence("No overall choice: {}; {}.", mine.parts, other.parts)
        return "split", format_sentence("No overall choice: {}.", mine.parts)
    if not _can_be_bought(pair, first):
        return "split", format_sentence(
            "No overall choice: {}, but no price of it counts; {}.", score, other.parts
        )
    return "leads", format_sentence(
        "{}, above all {}; {}.", score, _labels(led[first.key][:_NAMED]), other.parts
    )


def _count(side: PairSide, led: Mapping[SideKey, list[Signal]]) -> Count:
    return Count(number=len(led[side.key]), of="verdict.decisive", where=("leads", side.key))


def _can_be_bought(pair: Pair, side: PairSide) -> bool:
    """A model that no live route sells at a price that counts is never the overall choice."""
    return isinstance(side.costs[pair.profile.name].best, MonthlyBill)


def _confidence(
    decisive: tuple[Signal, ...], level: tuple[Signal, ...], missing: tuple[Signal, ...]
) -> tuple[Confidence, Sentence]:
    uncertain = [signal for signal in decisive if signal.is_uncertain]
    grade: Confidence = (
        "low"
        if len(missing) > len(decisive) or 2 * len(uncertain) > len(decisive)
        else "medium"
        if missing or uncertain
        else "high"
    )
    parts: list[SentencePart] = [
        Count(number=len(decisive) + len(level), of="verdict.decisive+level"),
        " signal can be compared"
        if len(decisive) + len(level) == 1
        else " signals can be compared",
    ]
    if missing:
        parts += [", ", Count(number=len(missing), of="verdict.missing"), " cannot"]
    if uncertain:
        parts += [
            "; ",
            Count(number=len(uncertain), of="verdict.decisive", where=("is_uncertain", True)),
            " of those that decide rest on disputed or stale facts",
        ]
    return grade, format_sentence("{}.", parts)


def _tags(side: PairSide, led: Mapping[SideKey, list[Signal]]) -> list[SentencePart]:
    """What the signals that a side leads make it best for."""
    return join_names(tag for signal in led[side.key] for tag in signal.tags(side.key))


def _labels(found: Sequence[Signal]) -> list[SentencePart]:
    return join_names(signal.label.lower() for signal in found)
