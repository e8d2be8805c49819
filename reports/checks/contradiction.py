"""A contradiction on a page: the broken rule and the two places that cannot both be right."""

from collections.abc import Iterator
from typing import NamedTuple


class Contradiction(NamedTuple):
    """The rule that is broken, where, and what was found there."""

    rule: str
    first: str
    second: str
    found: str


Contradictions = Iterator[Contradiction]


class ContradictionFound(Exception):
    """A page contradicts itself, so it is not written."""

    def __init__(self, contradiction: Contradiction) -> None:
        rule, first, second, found = contradiction
        super().__init__(f"{rule}: {first} and {second}: {found}")
        self.rule = rule
        self.places = (first, second)
