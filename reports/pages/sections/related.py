"""Related comparisons: other pairs that a reader may want. Never empty while the catalog has three
models.
"""

from collections.abc import Iterable

from reports.data.directory import DirectoryEntry
from reports.model.related_models import OF_A_KIND
from reports.pages.pair import Pair, PairSide
from reports.pages.sections.header import comparison_path
from reports.values.value import FrozenModel


class RelatedComparison(FrozenModel):
    """Another pair, and why."""

    reason: str
    title: str
    first: str
    second: str
    path: str


def related_comparisons(pair: Pair) -> tuple[RelatedComparison, ...]:
    found: dict[str, RelatedComparison] = {}
    for side, other in pair.directions:
        for reason, entry in _proposed(side, other):
            path = comparison_path(side.entry, entry)
            first, second = sorted((side.entry, entry), key=lambda entry: entry.address)
            title = f"{first.name} vs {second.name}"
            found.setdefault(
                path,
                RelatedComparison(
                    reason=reason,
                    title=title,
                    first=first.model_id,
                    second=second.model_id,
                    path=path,
                ),
            )
    return tuple(found.values())


def _proposed(side: PairSide, other: PairSide) -> Iterable[tuple[str, DirectoryEntry]]:
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
