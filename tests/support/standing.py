"""What the words of the views mean for a proof: the one place that knows them.

The views say in words how an offer stands. Words come and go; what is asked here is which of a few
meanings holds. A word that is not listed is an error, so that a new one is looked at before it
counts.
"""

from typing import Final, Literal

Meaning = Literal["live", "held", "missing", "not listed", "ended", "unknown"]
"""
live        offered, as far as anybody whose word counts says
held        a newer value stands on the page and waits; the one before is shown
missing     the newest whole page lacks it
not listed  the seller's own complete list lacks it, lastingly; reversible
ended       said to have ended
unknown     offered or not, nobody knows
"""

STANDINGS: dict[str, Meaning] = {
    "eligible": "live",
    "stated once": "live",
    "price not sourced": "live",
    "priced otherwise": "live",
    "price stale": "live",
    "free tier": "live",
    "fine-tune": "live",
    "image size": "live",
    "container": "live",
    "pointer": "live",
    "router": "live",
    "active": "live",
    "deprecated": "live",
    "limited": "live",
    "listed": "live",
    "preview": "live",
    "live": "live",
    "listed by others": "live",
    "due": "unknown",
    "held": "held",
    "price missing": "missing",
    "missing": "missing",
    "not listed": "not listed",
    "retired": "ended",
    "unconfirmed": "unknown",
}
STATUSES: dict[str, Meaning] = {
    "active": "live",
    "deprecated": "live",
    "due": "unknown",
    "limited": "live",
    "listed": "live",
    "listed by others": "live",
    "live": "live",
    "preview": "live",
    "missing": "missing",
    "not listed": "not listed",
    "retired": "ended",
    "unconfirmed": "unknown",
}

_STRONGEST: Final[tuple[Meaning, ...]] = ("ended", "not listed", "missing")


class WordUnknown(Exception):
    """A word of a view whose meaning nobody wrote down here."""


def meaning_of(standing: str, status: str | None) -> Meaning:
    """How an offer stands, by its two words. An end that either of them claims is an end. Raises
    WordUnknown.
    """
    meanings: list[Meaning] = [_look_up(STANDINGS, standing, "standing")]
    if status is not None:
        meanings.append(_look_up(STATUSES, status, "status"))
    for strong in _STRONGEST:
        if strong in meanings:
            return strong
    return meanings[0]


def _look_up(words: dict[str, Meaning], word: str, column: str) -> Meaning:
    meaning = words.get(word)
    if meaning is None:
        raise WordUnknown(
            f"the {column} {word!r} of an offer has no meaning in tests/support/standing.py; "
            f"found beside {', '.join(words)}; write down there what it claims"
        )
    return meaning
