"""Finds the model that a text names: by id, by slug, by any name that a page uses, or as people
write it, such as "Opus 4.8" and gpt5.

A text that could mean several models is refused.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from reports.data.directory import display_name
from warehouse.store import Database

_OTHER = re.compile(r"[^0-9a-z]+")
_WORDS_AND_NUMBERS = re.compile(r"[a-z]+|[0-9]+")


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
    return _OTHER.sub("-", name.casefold()).strip("-")


def find_model(catalog: Database, text: str) -> str:
    """The id of the model that a text names. Raises UnknownModel or AmbiguousModel."""
    slugs: list[tuple[str, str]] = catalog.query("pages/model_ids").rows
    folded = fold_name(text)
    for attempt in _attempts(catalog, text, folded, slugs):
        found = sorted(attempt)
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousModel(text, found)
    ids = dict.fromkeys(model_id for model_id, _ in slugs)
    raise UnknownModel(text, _alike(folded, list(ids)))


def _alike(folded: str, ids: Sequence[str]) -> list[str]:
    """Ids that have all words of a text, the shortest first; else those that look like it."""
    words = set(_words(folded))
    holding = [model_id for model_id in ids if words <= set(_words(fold_name(model_id)))]
    if words and holding:
        return sorted(holding, key=lambda model_id: (len(model_id), model_id))[:5]
    return get_close_matches(folded, ids, n=5)


def _words(folded: str) -> list[str]:
    """The words and numbers of a folded name: gpt5 and gpt-5 have the same."""
    return _WORDS_AND_NUMBERS.findall(folded)


def _attempts(
    catalog: Database, text: str, folded: str, slugs: Sequence[tuple[str, str]]
) -> Iterator[set[str]]:
    """The models that a text may name, by one rule after another. Names are read when ids do not
    decide.
    """
    yield {model_id for model_id, _ in slugs if model_id == text}
    yield {model_id for model_id, slug in slugs if slug == text}
    yield {model_id for model_id, _ in slugs if fold_name(model_id) == folded}
    names: list[tuple[str, str]] = catalog.query("pages/names").rows
    yield {model_id for model_id, name in names if name == text}
    yield {model_id for model_id, name in names if fold_name(name) == folded}
    yield {model_id for model_id, name in names if fold_name(display_name(name)) == folded}
    # As people write it: without separators, in another order, without the family's name in front.
    words = _words(folded)
    if not words:
        return
    by_model = [(model_id, _words(fold_name(model_id))) for model_id, _ in slugs]
    yield {model_id for model_id, of_model in by_model if of_model == words}
    yield {model_id for model_id, of_model in by_model if sorted(of_model) == sorted(words)}
    yield {model_id for model_id, of_model in by_model if of_model[1:] == words}
    yield {model_id for model_id, of_model in by_model if sorted(of_model[1:]) == sorted(words)}
