"""The review desk that `cardkeep serve` shows: what waits, and the decisions of who sits at it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pipeline.review.deciding import decide
from pipeline.review.decisions import Verdict, load
from reports.serve.review_desk import DeskFault, Question, QuestionValue
from warehouse.publishing import current_generation
from warehouse.store import Database, open_catalog


class ServedDesk:
    """The questions of a home, as its newest generation has them, without those decided since."""

    def __init__(self, home: Path, decisions: Path, paired: Sequence[str]) -> None:
        self._home = home
        self._decisions = decisions
        self._paired = list(paired)
        self._read: tuple[int, list[Question], set[tuple[str, datetime]]] | None = None

    def waiting(self) -> list[Question]:
        """The questions that wait for a person, those first that touch most offers and pages."""
        with open_catalog(self._home) as catalog:
            return self._waiting(catalog)

    def decide(self, fact_ids: Sequence[str], verdict: Verdict, reason: str, who: str) -> str:
        """Keeps a decision on values of questions that wait. Returns what was done, in words. Raises
        DeskFault, and keeps none, where a value does not wait, or two of one question are accepted.
        """
        with open_catalog(self._home) as catalog:
            waiting = self._waiting(catalog)
            chosen = _chosen(waiting, fact_ids, verdict)
            act = f"desk: {len(chosen)} values of {len(waiting)} questions"
            recorded = decide(
                catalog,
                self._decisions,
                chosen,
                verdict=verdict,
                decided_by=who,
                reason=reason,
                act=act if len(chosen) > 1 else "",
            )
        values = "1 value" if len(recorded) == 1 else f"{len(recorded)} values"
        return (
            f"{verdict}ed {values}, by {who}: {reason}. Kept in {self._decisions.name}; published by "
            "the next refresh, or at once by `cardkeep replay`."
        )

    def _waiting(self, catalog: Database) -> list[Question]:
        """What the catalog asks, without what was decided since it was published."""
        generation = current_generation(self._home / "published")
        if self._read is None or self._read[0] != generation:
            known = {(fact, at) for fact, at in catalog.query("known_decisions").rows}
            self._read = (generation, self._questions(catalog), known)
        _, questions, known = self._read
        decided = {
            record.fact_id
            for record in load(self._decisions)
            if (record.fact_id, record.decided_at) not in known
        }
        return [
            question
            for question in questions
            if decided.isdisjoint(value.fact_id for value in question.values)
        ]

    def _questions(self, catalog: Database) -> list[Question]:
        asked = {"model": None, "paired": self._paired}
        rows = [
            row
            for row in catalog.query("to_review", asked).dicts()
            if row["folded_because"] is None
        ]
        values: defaultdict[str, list[QuestionValue]] = defaultdict(list)
        questions = [row["fact_id"] for row in rows]
        for row in catalog.query("desk_values", {"questions": questions}).dicts():
            values[row["question"]].append(
                QuestionValue(
                    fact_id=row["fact_id"],
                    value=row["value_text"],
                    quote=row["quote"] or "",
                    source=row["source"],
                    publisher=row["publisher"],
                    is_published=row["is_published"],
                )
            )
        return [
            Question(
                fact_id=row["fact_id"],
                kind=row["kind"],
                subject=row["subject"],
                about=row["about"],
                because=row["against"] if row["kind"] == "held" else "",
                since=row["since_at"].date(),
                offers=row["offers"],
                pages=row["pages"],
                values=tuple(values[row["fact_id"]]),
            )
            for row in rows
        ]


def _chosen(waiting: Sequence[Question], fact_ids: Sequence[str], verdict: Verdict) -> list[str]:
    """The ids that are decided on, without repetition. Raises DeskFault."""
    questions = {value.fact_id: each for each in waiting for value in each.values}
    chosen = list(dict.fromkeys(fact_ids))
    if not chosen:
        raise DeskFault("No value is ticked; nothing was written.")
    unknown = [fact_id for fact_id in chosen if fact_id not in questions]
    if unknown:
        raise DeskFault(
            f"{', '.join(unknown)[:200]} does not wait any more: it was decided on, or another value "
            "came; nothing was written. This page shows what waits now."
        )
    asked = [questions[fact_id].fact_id for fact_id in chosen]
    twice = {fact_id for fact_id in asked if asked.count(fact_id) > 1}
    if verdict == "accept" and twice:
        about = next(each for each in waiting if each.fact_id in twice)
        raise DeskFault(
            f"Two values of one question are ticked ({about.subject}, {about.about}): one can be "
            "accepted; nothing was written."
        )
    return chosen
