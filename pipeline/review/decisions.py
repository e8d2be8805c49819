"""Decisions: what persons decided on values, in an append-only file that outlives any warehouse.

A line is one decision on one value, also where one act accepted many: a pull request then shows
each value in words on a line of its own, a line can be taken out without the others, and an older
file reads as it did. What a crash cuts off an act is not reviewed yet; what it left was accepted.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from pipeline import jsonl
from pipeline.review.gates import Decision
from spiders.claims import Frozen

Verdict = Literal["accept", "reject"]


class RecordedDecision(Frozen):
    """One line of the file. `fact_id` names what and which value, so that another value opens the
    question again.

    Where sources disagreed, `against` holds the values that it was chosen over: one more opens the
    question again.
    """

    decided_at: AwareDatetime
    decided_by: str
    fact_id: str
    verdict: Verdict
    reason: str
    against: tuple[str, ...] = ()
    about: str = ""
    """The value in words, for who reads the file."""
    act: str = ""
    """What was gone through when many values were decided on at once; lines of one act are alike in
    this, the time and the person. Empty for a decision on one value.
    """


class DecidedValue(NamedTuple):
    """A value that a decision is on."""

    fact_id: str
    about: str = ""
    against: tuple[str, ...] = ()


def append(
    path: Path,
    values: Iterable[DecidedValue],
    *,
    verdict: Verdict,
    decided_by: str,
    reason: str,
    act: str = "",
) -> list[RecordedDecision]:
    """Add a decision on each of the values, all on disk when this returns."""
    decided_at = datetime.now(UTC)
    records = [
        RecordedDecision(
            decided_at=decided_at,
            decided_by=decided_by,
            fact_id=value.fact_id,
            verdict=verdict,
            reason=reason,
            against=value.against,
            about=value.about,
            act=act,
        )
        for value in values
    ]
    jsonl.append(path, *records)
    return records


def load(path: Path) -> list[RecordedDecision]:
    """Every decision, oldest first, whatever the order in which pull requests brought the lines."""
    records = jsonl.read(path, RecordedDecision)
    return sorted(records, key=lambda record: record.decided_at)


def table_rows(records: Sequence[RecordedDecision]) -> list[tuple[object, ...]]:
    """The rows of the table decision. What is written for people alone stays in the file."""
    return [
        (
            record.decided_at,
            record.decided_by,
            record.fact_id,
            record.verdict,
            record.reason,
            record.against,
        )
        for record in records
    ]


def faults(path: Path) -> list[str]:
    """What is said of lines that are no decisions; nothing where there are none."""
    told = jsonl.read_lines(path, RecordedDecision).describe_bad_lines(path)
    return [told] if told else []


def latest(records: Iterable[RecordedDecision]) -> dict[str, Decision]:
    """The decision that stands on each fact, since when. To accept again what is accepted moves its
    review, not the time since which it is published.
    """
    standing: dict[str, Decision] = {}
    for record in records:
        before = standing.get(record.fact_id)
        if before is None or before.verdict != record.verdict:
            standing[record.fact_id] = Decision(record.verdict, record.decided_at)
    return standing
