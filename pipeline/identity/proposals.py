"""Proposals: names that nobody else uses, beside the known model that each is most like. For
persons only.

Likeness joins nothing: what a person agrees with becomes an alias in vocabulary/models.toml.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz import fuzz, process

from pipeline.identity.names import parse_name

ALIKE = 90
"""Of 100: what names that differ in a separator or a word have at least."""


class Proposal(NamedTuple):
    """A name and the model that it might be; `likeness` is out of 100."""

    stated: str
    model_id: str
    likeness: float


def propose(unresolved: Iterable[str], models: Iterable[str]) -> Iterator[Proposal]:
    """For each name the known model that is most like it, of those with the same numbers; most
    alike first.
    """
    by_numbers: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for model in models:
        by_numbers[_numbers(model)][_words(model)] = model
    found: list[Proposal] = []
    for name in set(unresolved):
        known = by_numbers[_numbers(name)]
        best = process.extractOne(_words(name), known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best:
            found.append(Proposal(name, known[best[0]], round(best[1], 1)))
    return iter(sorted(found, key=lambda proposal: (-proposal.likeness, proposal)))


def _words(name: str) -> str:
    reading = parse_name(name)
    return " ".join([*reading.family, reading.snapshot or ""]).strip()


def _numbers(name: str) -> tuple[str, ...]:
    """Sizes, versions and days tell models apart that are otherwise spelt alike."""
    return tuple(sorted(re.findall(r"\d+", _words(name))))
