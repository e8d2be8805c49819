"""The benchmark scores of a model, keyed by what makes two scores comparable."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from reports.data.model_rows import ModelRows
from reports.data.rows import ScoreRow
from reports.values.citations import Citations
from reports.values.number_format import plain_number
from reports.values.value import FrozenModel, StatedValue

ScoreKey = tuple[str, str, str, str]
"""Benchmark, version, variant and runner: scores with all four alike can be compared."""


class Score(FrozenModel):
    """A score of one model on one benchmark, version, variant and runner."""

    benchmark: str
    version: str | None
    variant: str | None
    runner: str | None
    measured: str | None
    value: StatedValue


def scores_of(model_rows: ModelRows, citations: Citations) -> Mapping[ScoreKey, Score]:
    rows = {
        (row.benchmark, row.version or "", row.variant or "", row.runner or ""): row
        for row in model_rows.scores
    }
    return {kind: _score(row, citations) for kind, row in rows.items()}


def _rounded(value: Decimal) -> Decimal:
    """Five digits: more are noise of the measurement, and stand in the receipt."""
    return Context(prec=5, rounding=ROUND_HALF_UP).plus(value)


def _score(row: ScoreRow, citations: Citations) -> Score:
    name = ", ".join(part for part in (row.benchmark, row.version, row.variant, row.runner) if part)
    text = f"{plain_number(_rounded(row.value))}{'%' if row.unit == 'percent' else ''}"
    value = StatedValue(
        about=f"{row.model_id} score {name}",
        text=text,
        short=text,
        number=row.value,
        receipts=(citations.cite(row.fact_id),),
    )
    return Score(
        benchmark=row.benchmark.replace("_", " "),
        version=row.version,
        variant=row.variant.replace("_", " ") if row.variant else None,
        runner=row.runner,
        measured=row.measured_date,
        value=value,
    )
