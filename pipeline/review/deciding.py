"""A decision on values by their ids: what is written of each, and what it is chosen over."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pipeline.failures import NotFound
from pipeline.review.decisions import DecidedValue, RecordedDecision, Verdict, append
from warehouse.store import Database


def decide(
    catalog: Database,
    path: Path,
    fact_ids: Iterable[str],
    *,
    verdict: Verdict,
    decided_by: str,
    reason: str,
    act: str = "",
) -> list[RecordedDecision]:
    """Adds a decision on each of these values, named by the beginning of its id, to the file of
    decisions. A value that is accepted is chosen over those that stand against it now. Raises
    NotFound, and adds nothing, where one is not exactly one value.
    """
    named = [_named(catalog, fact_id) for fact_id in fact_ids]
    against: defaultdict[str, list[str]] = defaultdict(list)
    if verdict == "accept":
        facts = [fact_id for fact_id, _ in named]
        for fact_id, value in catalog.query("rivals", {"facts": facts}).rows:
            against[fact_id].append(str(value))
    values = [
        DecidedValue(fact_id, in_words, tuple(against[fact_id])) for fact_id, in_words in named
    ]
    return append(path, values, verdict=verdict, decided_by=decided_by, reason=reason, act=act)


def _named(catalog: Database, beginning: str) -> tuple[str, str]:
    """The id of the one fact that is meant, and the fact in words."""
    found = catalog.query("decidable", {"fact": beginning}).rows
    if len(found) != 1:
        raise NotFound(
            f"{len(found) or 'no'} facts have an id that begins with {beginning!r}; nothing was "
            "written; `cardkeep review` lists them"
        )
    fact_id, in_words = found[0]
    return fact_id, in_words
