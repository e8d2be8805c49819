"""Models to compare one model with, by reason; for each reason those with most live routes first."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from reports.data.directory import DirectoryEntry
from reports.data.model_lookup import fold_name
from reports.data.rows import OfferRow

OF_A_KIND = 2
"""How many of one reason stand on a page."""
_REASONS = 4


class RelatedModels(NamedTuple):
    """Models that are related for one reason: as many as a page may need when others are taken
    already.
    """

    reason: str
    entries: Sequence[DirectoryEntry]


def most_sold(entries: Iterable[DirectoryEntry]) -> list[DirectoryEntry]:
    """Models in order of their live routes, without names that point to another model."""
    named = [
        entry
        for entry in entries
        # Most names are told apart without folding them.
        if "latest" not in entry.name.casefold() or "latest" not in fold_name(entry.name).split("-")
    ]
    return sorted(named, key=lambda entry: (-entry.live_routes, entry.model_id))


def related_models(
    entry: DirectoryEntry, offers: Iterable[OfferRow], ranked: Sequence[DirectoryEntry]
) -> tuple[RelatedModels, ...]:
    """Models by reason; the last one holds for any model, for when no other reason gives one."""
    successors = {
        re.sub(r"-20\d{6}$", "", fold_name(offer.successor)) for offer in offers if offer.successor
    }
    initials = {name[:1] for name in successors}
    reasons: tuple[tuple[str, Callable[[DirectoryEntry], bool]], ...] = (
        (
            "named as its successor",
            lambda other: (
                other.model_id[:1].casefold() in initials
                and fold_name(other.model_id) in successors
            ),
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
        RelatedModels(reason, tuple(islice(filter(fits, rest), _REASONS * OF_A_KIND + 1)))
        for reason, fits in reasons
    )


def _is_similar(one: DirectoryEntry, other: DirectoryEntry) -> bool:
    """A price between four fifths and five quarters."""
    if not one.usd_input_plus_output or not other.usd_input_plus_output:
        return False
    return (
        4 * one.usd_input_plus_output <= 5 * other.usd_input_plus_output
        and 4 * other.usd_input_plus_output <= 5 * one.usd_input_plus_output
    )
