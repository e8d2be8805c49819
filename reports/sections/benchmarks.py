"""Benchmarks: rows that both models have, with source, runner and date; what only one has is listed apart."""

from collections.abc import Mapping

from reports.citations import Citations
from reports.formats import plain
from reports.rows import ScoreRow
from reports.sentence import Count, Sentence, say
from reports.side import Pair, Side
from reports.value import Frozen, Stated


class Score(Frozen):
    """A score of one model on one benchmark, version, variant and runner."""

    benchmark: str
    version: str | None
    variant: str | None
    runner: str | None
    measured: str | None
    value: Stated


class SharedScore(Frozen):
    a: Score
    b: Score


class Benchmarks(Frozen):
    shared: tuple[SharedScore, ...]
    only_a: tuple[Score, ...]
    only_b: tuple[Score, ...]
    note: Sentence


def benchmarks(pair: Pair) -> Benchmarks:
    a, b = _scores(pair.a, pair.citations), _scores(pair.b, pair.citations)
    shared = tuple(SharedScore(a=a[key], b=b[key]) for key in a if key in b)
    only_a, only_b = (tuple(one[key] for key in one if key not in other) for one, other in ((a, b), (b, a)))
    return Benchmarks(
        shared=shared, only_a=only_a, only_b=only_b, note=_note(pair, len(shared), len(only_a), len(only_b))
    )


def _note(pair: Pair, shared: int, only_a: int, only_b: int) -> Sentence:
    if not pair.shelf.has_scores:
        return say("No benchmark source is read yet: the catalog holds no score of any model, so none can be compared.")
    if not shared + only_a + only_b:
        return say("The catalog holds no score of {} or {}.", pair.a.name, pair.b.name)
    return say(
        "Scores with one benchmark, version, variant and runner on both sides: {}; only for {}: {}; only for {}: {}.",
        Count(number=shared, of="benchmarks.shared"),
        pair.a.name, Count(number=only_a, of="benchmarks.only_a"),
        pair.b.name, Count(number=only_b, of="benchmarks.only_b"),
    )  # fmt: skip


def _scores(side: Side, citations: Citations) -> Mapping[tuple[str, str, str, str], Score]:
    rows = {(row.benchmark, row.version or "", row.variant or "", row.runner or ""): row for row in side.record.scores}
    return {key: _score(side, row, citations) for key, row in rows.items()}


def _score(side: Side, row: ScoreRow, citations: Citations) -> Score:
    name = ", ".join(part for part in (row.benchmark, row.version, row.variant, row.runner) if part)
    text = f"{plain(row.value)}{'%' if row.unit == 'percent' else ''}"
    value = Stated(
        about=f"{side.entry.model_id} score {name}",
        text=text,
        short=text,
        number=row.value,
        receipts=(citations.cite(row.fact_id),),
    )
    return Score(
        benchmark=row.benchmark,
        version=row.version,
        variant=row.variant,
        runner=row.runner,
        measured=row.measured_date,
        value=value,
    )
