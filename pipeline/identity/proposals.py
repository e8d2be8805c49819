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


Numbers = tuple[str, ...]


class Proposal(NamedTuple):
    """A name and the model that it might be; `likeness` is out of 100."""

    stated: str
    model_id: str
    likeness: float


def propose(unresolved: Iterable[str], models: Iterable[str]) -> Iterator[Proposal]:
    """For each name the known model that is most like it, of those with the same numbers; most
    alike first.
    """
    by_numbers: dict[Numbers, dict[str, str]] = defaultdict(dict)
    for model in models:
        spelling = _words(model)
        by_numbers[_numbers(spelling)][spelling] = model
    found: list[Proposal] = []
    for name in set(unresolved):
        spelling = _words(name)
        candidates = by_numbers[_numbers(spelling)]
        best = process.extractOne(
            spelling,
            candidates.keys(),
            scorer=fuzz.ratio,
            score_cutoff=ALIKE,
        )
        if best:
            words, likeness, _ = best
            found.append(Proposal(name, candidates[words], round(likeness, 1)))
    found.sort(key=lambda proposal: (-proposal.likeness, proposal))
    return iter(found)


def _words(name: str) -> str:
    """The family's words and the snapshot of a name: what is compared."""
    parsed = parse_name(name)
    words = [*parsed.family, parsed.snapshot or ""]
    return " ".join(words).strip()


def _numbers(words: str) -> Numbers:
    """Sizes, versions and days tell models apart that are otherwise spelt alike."""
    numbers: list[str] = re.findall(r"\d+", words)
    return tuple(sorted(numbers))
