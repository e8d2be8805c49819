"""The benchmark scores of a model, keyed by what makes two scores comparable."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from reports.data.model_rows import ModelRows
from reports.data.rows import ScoreRow
from reports.values.citations import Citations
from reports.values.number_format import plain_number
from reports.values.value import FrozenModel, StatedValue

ScoreKey = tuple[str, str, str, str]
"""Benchmark, version, variant and runner: scores with all four alike can be compared."""


_LOWER_IS_BETTER = re.compile(r"hallucination|error|perplexity|latency|toxicity", re.IGNORECASE)
_NEITHER_IS_BETTER = re.compile(r"length|\(words\)|\(tokens\)", re.IGNORECASE)
_CODING = re.compile(
    r"\bcod(e|ing)\b|code_|_code|swe.?bench|aider|humaneval|mbpp|python|javascript|typescript"
    r"|terminal.?bench|software",
    re.IGNORECASE,
)

Better = Literal["higher", "lower"]


class Score(FrozenModel):
    """A score of one model on one benchmark, version, variant and runner."""

    benchmark: str
    version: str | None
    variant: str | None
    runner: str | None
    measured: str | None
    value: StatedValue
    better: Better | None = "higher"
    """Which way is better; None where neither is, as of the length of a summary."""

    @property
    def is_of_coding(self) -> bool:
        return _CODING.search(self.benchmark) is not None


def scores_of(model_rows: ModelRows, citations: Citations) -> Mapping[ScoreKey, Score]:
    rows = {
        (row.benchmark, row.version or "", row.variant or "", row.runner or ""): row
        for row in model_rows.scores
    }
    return {kind: _score(row, citations) for kind, row in rows.items()}


def _rounded(value: Decimal) -> Decimal:
    """Five digits: more are noise of the measurement, and stand in the receipt."""
    return Context(prec=5, rounding=ROUND_HALF_UP).plus(value)


def _better(benchmark: str) -> Better | None:
    if _NEITHER_IS_BETTER.search(benchmark):
        return None
    return "lower" if _LOWER_IS_BETTER.search(benchmark) else "higher"


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
        better=_better(row.benchmark),
    )
