"""Finds models by what people type: ids, names, the ids of sellers, with letters left out or mistyped."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from reports.data.directory import display_name
from reports.data.model_lookup import fold_name
from warehouse.store import Database

_LEAST_LIKENESS = 80
"""Of a hundred: below this a name is another one, not a misspelt one."""


class Found(NamedTuple):
    """A model that a text may mean."""

    model_id: str
    name: str
    slug: str
    lab: str | None
    live_routes: int
    matched: str
    """The name of it that is like the text."""


class _Name(NamedTuple):
    folded: str
    written: str
    model: Found


class SearchIndex:
    """Every name of every model of one generation."""

    def __init__(self, catalog: Database) -> None:
        self._names: list[_Name] = []
        for model_id, name, slug, lab, _, live_routes, ids in catalog.query("api/names").rows:
            shown = display_name(name)
            model = Found(model_id, shown, slug, lab, live_routes, "")
            for written in dict.fromkeys((model_id, shown, *ids)):
                self._names.append(_Name(fold_name(written), written, model))
        self._folded = [name.folded for name in self._names]

    def find(self, text: str, limit: int = 10) -> list[Found]:
        """The models that a text may mean, the likeliest first: names that begin so before names that
        hold it before names like it, and among these what more sellers have.
        """
        folded = fold_name(text)
        if not folded:
            return []
        matches = [(self._place(name, folded), name) for name in self._names]
        near = [(place, name) for place, name in matches if place is not None]
        if len(near) < limit:
            near += [(4, name) for name in self._like(folded)]
        near.sort(key=lambda match: (match[0], -match[1].model.live_routes, len(match[1].folded)))
        found: dict[str, Found] = {}
        for _, name in near:
            if name.model.model_id not in found:
                found[name.model.model_id] = name.model._replace(matched=name.written)
            if len(found) == limit:
                break
        return list(found.values())

    @staticmethod
    def _place(name: _Name, folded: str) -> int | None:
        """How near a name is: 0 the same, 1 begins so, 2 a word of it begins so, 3 holds the letters."""
        if name.folded == folded:
            return 0
        if name.folded.startswith(folded):
            return 1
        if f"-{folded}" in name.folded:
            return 2
        if folded.replace("-", "") in name.folded.replace("-", ""):
            return 3
        return None

    def _like(self, folded: str) -> Sequence[_Name]:
        matches = process.extract(
            folded,
            self._folded,
            scorer=fuzz.partial_ratio,
            score_cutoff=_LEAST_LIKENESS,
            limit=20,
        )
        return [self._names[position] for _, _, position in matches]
