"""The section of benchmarks: scores that both models have, and apart from them those of one model."""

from decimal import Decimal

from reports.model.scores import Score
from reports.pages.pair import Leads, Pair
from reports.values.sentence import Count, Sentence, format_sentence
from reports.values.value import FrozenModel

_NOTABLE = Decimal("0.01")
"""A smaller difference, as a share of the larger score, is none."""


class SharedScore(FrozenModel):
    a: Score
    b: Score
    leads: Leads | None
    """Whose score is better by more than a hundredth; None where neither way is better."""


class Benchmarks(FrozenModel):
    shared: tuple[SharedScore, ...]
    only_a: tuple[Score, ...]
    only_b: tuple[Score, ...]
    note: Sentence


def benchmarks(pair: Pair) -> Benchmarks:
    a, b = pair.a.data.scores, pair.b.data.scores
    shared = tuple(_shared(a[kind], b[kind]) for kind in a if kind in b)
    only_a, only_b = (
        tuple(one[kind] for kind in one if kind not in other) for one, other in ((a, b), (b, a))
    )
    return Benchmarks(
        shared=shared,
        only_a=only_a,
        only_b=only_b,
        note=_note(pair, len(shared), len(only_a), len(only_b)),
    )


def _shared(a: Score, b: Score) -> SharedScore:
    return SharedScore(a=a, b=b, leads=_leader(a, b))


def _leader(a: Score, b: Score) -> Leads | None:
    if a.better is None:
        return None
    one, other = a.value.number or Decimal(0), b.value.number or Decimal(0)
    if abs(one - other) <= _NOTABLE * max(abs(one), abs(other)):
        return "tie"
    is_first = one > other if a.better == "higher" else one < other
    return "a" if is_first else "b"


def _note(pair: Pair, shared: int, only_a: int, only_b: int) -> Sentence:
    if not pair.has_scores:
        return format_sentence(
            "No benchmark source is read yet: the catalog holds no score of any model, so none can be compared."
        )
    if not shared + only_a + only_b:
        return format_sentence("The catalog holds no score of {} or {}.", pair.a.name, pair.b.name)
    return format_sentence(
        "Scores with one benchmark, version, variant and runner on both sides: {}; only for {}: {}; only for {}: {}.",
        Count(number=shared, of="benchmarks.shared"),
        pair.a.name,
        Count(number=only_a, of="benchmarks.only_a"),
        pair.b.name,
        Count(number=only_b, of="benchmarks.only_b"),
    )
