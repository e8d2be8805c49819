"""A sheet: the values of a model, a provider or a source, as a person goes through them, and the
act by which all of them, or all but some, are accepted with one reason.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline.review import decisions
from pipeline.review.decisions import DecidedValue, RecordedDecision
from warehouse.store import Database

Kind = Literal["model", "provider", "source"]
KINDS: tuple[Kind, ...] = ("model", "provider", "source")

ValueState = Literal["new", "changed", "due", "reviewed", "held", "rejected"]
OPEN_STATES: tuple[ValueState, ...] = ("held", "changed", "new", "due")
"""What is to be looked at since the last review, the most urgent first."""


class SheetValue(NamedTuple):
    """A value with its quote, and what stood there before."""

    fact_id: str
    state: ValueState
    """new: nothing of the kind was accepted; changed: another value was, or this one before it was
    another for a while; due: accepted longer ago than the policy allows; held: a gate holds it, and
    another one is published.
    """
    provider: str
    subject: str
    source: str
    about: str
    value: str
    quote: str
    value_before: str | None
    """What is published where this is held, else what was accepted before."""
    value_before_reviewed: date | None
    reasons: str | None
    """Why gates hold it."""
    reviewed: date | None
    checked: date
    missing_since: date | None
    also_stated: list[str] | None
    """What others state, where that is an open dispute. To accept the reading settles no dispute.
    """
    url: str
    chosen_over: list[str]
    """The values over which a person chose this one; it stays chosen."""

    @property
    def in_words(self) -> str:
        return f"{self.source}: {self.provider} {self.subject}, {self.about}: {self.value}"


class Sheet(NamedTuple):
    """Values that are gone through together."""

    title: str
    values: tuple[SheetValue, ...]

    @property
    def summary(self) -> str:
        """How many values are in which state, in words."""
        counts = Counter(value.state for value in self.values)
        states = [f"{counts[state]} {state}" for state in (*OPEN_STATES, "reviewed", "rejected")]
        return ", ".join(words for words in states if not words.startswith("0 "))


class ReviewAct(NamedTuple):
    """Values of a sheet that a person accepts with one reason."""

    sheet: Sheet
    accepted: tuple[SheetValue, ...]
    reason: str

    @property
    def summary(self) -> str:
        return f"{self.sheet.title}: {len(self.accepted)} of {len(self.sheet.values)} values"


def read_sheet(
    catalog: Database,
    title: str,
    *,
    model: str | None = None,
    provider: str | None = None,
    source: str | None = None,
    since_review: bool = False,
) -> Sheet:
    """The values of what is named; with `since_review` those alone that are to be looked at since."""
    names = {"model": model, "provider": provider, "source": source}
    rows = catalog.query("review_values", names).rows
    values = [SheetValue(*row) for row in rows]
    if since_review:
        values = [value for value in values if value.state in OPEN_STATES]
    return Sheet(title, tuple(values))


def acceptable(values: Iterable[SheetValue], *, with_held: bool = False) -> list[SheetValue]:
    """The values that "accept all" means. What a person rejected is not among them, and what gates
    hold only where that is asked for: to accept it publishes it.
    """
    excluded = {"rejected"} if with_held else {"rejected", "held"}
    return [value for value in values if value.state not in excluded]


def record_act(path: Path, act: ReviewAct, decided_by: str) -> list[RecordedDecision]:
    """Add the decisions of an act to the file, on disk when this returns."""
    values = [
        DecidedValue(value.fact_id, value.in_words, tuple(value.chosen_over))
        for value in act.accepted
    ]
    return decisions.append(
        path,
        values,
        verdict="accept",
        decided_by=decided_by,
        reason=act.reason,
        act=act.summary,
    )
