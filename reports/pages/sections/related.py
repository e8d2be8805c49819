"""Continue comparing: other pages that a reader may want. Never empty while the catalog has three
models.
"""

from collections.abc import Iterable

from reports.data.directory import Entry
from reports.model.related_models import OF_A_KIND
from reports.pages.sections.header import path_of
from reports.pages.side import Pair, Side
from reports.values.value import Frozen


class Neighbour(Frozen):
    """Another pair, and why."""

    reason: str
    title: str
    first: str
    second: str
    path: str


def neighbours(pair: Pair) -> tuple[Neighbour, ...]:
    found: dict[str, Neighbour] = {}
    for side, other in pair.sides:
        for reason, entry in _proposed(side, other):
            path = path_of(side.entry, entry)
            first, second = sorted((side.entry, entry), key=lambda entry: entry.address)
            title = f"{first.name} vs {second.name}"
            found.setdefault(
                path,
                Neighbour(
                    reason=reason,
                    title=title,
                    first=first.model_id,
                    second=second.model_id,
                    path=path,
                ),
            )
    return tuple(found.values())


def _proposed(side: Side, other: Side) -> Iterable[tuple[str, Entry]]:
    *reasons, any_model = side.related
    taken = {other.entry.model_id}
    for reason, entries in reasons:
        for entry in [entry for entry in entries if entry.model_id not in taken][:OF_A_KIND]:
            taken.add(entry.model_id)
            yield reason, entry
    if len(taken) == 1:
        for entry in [entry for entry in any_model.entries if entry.model_id not in taken][
            :OF_A_KIND
        ]:
            yield any_model.reason, entry
