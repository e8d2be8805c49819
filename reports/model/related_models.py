"""Models that a reader of one model may want to compare it with, and why, most sold first."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from reports.data.directory import Entry
from reports.data.model_lookup import folded
from reports.data.rows import OfferRow

OF_A_KIND = 2
"""How many of one reason stand on a page."""
_REASONS = 4


class Related(NamedTuple):
    """Models that are related for one reason: as many as a page may need when others are taken
    already.
    """

    reason: str
    entries: Sequence[Entry]


def most_sold(entries: Iterable[Entry]) -> list[Entry]:
    """Models in order of their live routes, without names that point to another model."""
    named = [entry for entry in entries if "latest" not in folded(entry.name).split("-")]
    return sorted(named, key=lambda entry: (-entry.live_routes, entry.model_id))


def related(
    entry: Entry, offers: Iterable[OfferRow], ranked: Sequence[Entry]
) -> tuple[Related, ...]:
    """Models by reason; the last one holds for any model, for when no other reason gives one."""
    successors = {
        re.sub(r"-20\d{6}$", "", folded(offer.successor)) for offer in offers if offer.successor
    }
    reasons: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
        (
            "named as its successor",
            lambda other: bool(successors) and folded(other.model_id) in successors,
        ),
        (
            "same family",
            lambda other: (
                (other.family, other.lab) == (entry.family, entry.lab) and bool(entry.family)
            ),
        ),
        ("similar price", lambda other: _is_similar(entry, other) and other.lab != entry.lab),
        ("sold by most", lambda _: True),
    )
    rest = [other for other in ranked if other.model_id != entry.model_id]
    return tuple(
        Related(reason, tuple(islice(filter(fits, rest), _REASONS * OF_A_KIND + 1)))
        for reason, fits in reasons
    )


def _is_similar(one: Entry, other: Entry) -> bool:
    """A price between four fifths and five quarters."""
    if not one.usd_in_and_out or not other.usd_in_and_out:
        return False
    return (
        4 * one.usd_in_and_out <= 5 * other.usd_in_and_out
        and 4 * other.usd_in_and_out <= 5 * one.usd_in_and_out
    )
