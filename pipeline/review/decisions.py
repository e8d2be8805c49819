"""Decisions: what persons decided on held values and disputes, in an append-only file that outlives
any warehouse.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime

from pipeline import jsonl
from pipeline.review.gates import Decision
from spiders.claims import Frozen


class RecordedDecision(Frozen):
    """One line of the file. `fact_id` names what and which value, so that another value opens the
    question again.

    Where sources disagreed, `against` holds the values that it was chosen over: one more opens the
    question again.
    """

    decided_at: AwareDatetime
    decided_by: str
    fact_id: str
    verdict: Literal["accept", "reject"]
    reason: str
    against: tuple[str, ...] = ()


def append(
    path: Path,
    *,
    fact_id: str,
    verdict: Literal["accept", "reject"],
    decided_by: str,
    reason: str,
    against: Iterable[str] = (),
) -> RecordedDecision:
    """Add a decision, on disk when this returns."""
    record = RecordedDecision(
        decided_at=datetime.now(UTC).replace(microsecond=0),
        decided_by=decided_by,
        fact_id=fact_id,
        verdict=verdict,
        reason=reason,
        against=tuple(against),
    )
    jsonl.append(path, record)
    return record


def load(path: Path) -> list[RecordedDecision]:
    """Every decision, oldest first."""
    return jsonl.read(path, RecordedDecision)


def faults(path: Path) -> list[str]:
    """What is said of lines that are no decisions; nothing where there are none."""
    told = jsonl.read_lines(path, RecordedDecision).describe_bad_lines(path)
    return [told] if told else []


def latest(records: Iterable[RecordedDecision]) -> dict[str, Decision]:
    """The last decision on each fact."""
    return {record.fact_id: Decision(record.verdict, record.decided_at) for record in records}
