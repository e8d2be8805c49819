"""Finds the model that a text names: by id, by slug, or by any name that a page uses.

A text that could mean several models is refused.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from reports.data.directory import display_name
from warehouse.store import Database

NameIndex = Mapping[str, set[str]]
"""Model ids by name."""


class UnknownModel(Exception):
    """No model of the catalog has this name."""

    exit_code = 3
    code = "unknown-model"

    def __init__(self, text: str, close: list[str]) -> None:
        hint = f"; names like it: {', '.join(close)}" if close else ""
        super().__init__(f"no model of the catalog is called {text!r}{hint}")
        self.text = text
        self.close = close


class AmbiguousModel(Exception):
    """Several models have this name."""

    exit_code = 3
    code = "ambiguous-model"

    def __init__(self, text: str, candidates: list[str]) -> None:
        super().__init__(
            f"{text!r} may be {', '.join(candidates)}; give the id of the one you mean"
        )
        self.text = text
        self.candidates = candidates


def fold_name(name: str) -> str:
    """A name in lower case with one kind of separator: "Claude 3.5 Haiku" is claude-3-5-haiku."""
    return re.sub(r"[^0-9a-z]+", "-", name.casefold()).strip("-")


def find_model(catalog: Database, text: str) -> str:
    """The id of the model that a text names. Raises UnknownModel or AmbiguousModel."""
    slugs: list[tuple[str, str]] = []
    for model_id, slug in catalog.query("pages/model_ids").rows:
        slugs.append((model_id, slug))
    names: list[tuple[str, str]] = []
    for model_id, name in catalog.query("pages/names").rows:
        names.append((model_id, name))
    ids = [model_id for model_id, _ in slugs]
    folded = fold_name(text)
    attempts: list[tuple[str, NameIndex]] = [
        (text, _index((model_id, model_id) for model_id in ids)),
        (text, _index(slugs)),
        (folded, _index((model_id, fold_name(model_id)) for model_id in ids)),
        (text, _index(names)),
        (folded, _index((model_id, fold_name(name)) for model_id, name in names)),
        (folded, _index((model_id, fold_name(display_name(name))) for model_id, name in names)),
    ]
    for wanted, index in attempts:
        found = sorted(index.get(wanted, ()))
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousModel(text, found)
    raise UnknownModel(text, get_close_matches(folded, list(dict.fromkeys(ids)), n=5))


def _index(ids_and_names: Iterable[tuple[str, str]]) -> NameIndex:
    index: dict[str, set[str]] = {}
    for model_id, name in ids_and_names:
        index.setdefault(name, set()).add(model_id)
    return index
