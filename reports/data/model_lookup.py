"""Which model a text means: by id, by its name in urls, by any name that a page uses. Ambiguity
refuses.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from reports.data.directory import display_name
from warehouse.store import Database


class UnknownModel(Exception):
    """No model of the catalog is called so."""

    def __init__(self, text: str, close: list[str]) -> None:
        hint = f"; names like it: {', '.join(close)}" if close else ""
        super().__init__(f"no model of the catalog is called {text!r}{hint}")
        self.text, self.close = text, close


class AmbiguousModel(Exception):
    """Several models are called so."""

    def __init__(self, text: str, candidates: list[str]) -> None:
        super().__init__(
            f"{text!r} may be {', '.join(candidates)}; give the id of the one you mean"
        )
        self.text, self.candidates = text, candidates


def fold_name(name: str) -> str:
    """A name without case, spacing and kinds of separator: "Claude 3.5 Haiku" is claude-3-5-haiku."""
    return re.sub(r"[^0-9a-z]+", "-", name.casefold()).strip("-")


def find_model(catalog: Database, text: str) -> str:
    """The id of the model that a text names. Raises UnknownModel or AmbiguousModel."""
    models: list[tuple[str, str]] = [
        (row[0], row[1]) for row in catalog.ask("pages/model_ids").rows
    ]
    names: list[tuple[str, str]] = [(row[0], row[1]) for row in catalog.ask("pages/names").rows]
    ids = {model_id: {model_id} for model_id, _ in models}
    readings = (
        ids,
        _index((model_id, slug) for model_id, slug in models),
        _index((model_id, fold_name(model_id)) for model_id, _ in models),
        _index(names),
        _index((model_id, fold_name(name)) for model_id, name in names),
        _index((model_id, fold_name(display_name(name))) for model_id, name in names),
    )
    for index, asked in zip(
        readings, (text, text, fold_name(text), text, fold_name(text), fold_name(text)), strict=True
    ):
        found = sorted(index.get(asked, ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousModel(text, found)
    raise UnknownModel(text, get_close_matches(fold_name(text), list(ids), n=5))


def _index(named: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    index: dict[str, set[str]] = {}
    for model_id, name in named:
        index.setdefault(name, set()).add(model_id)
    return index
