"""What receipt pages need of the archive. It is handed in: this package reads the catalog only."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias


class ArchivedPage(NamedTuple):
    """One retrieval of a document."""

    sha256: str
    url: str
    kind: str
    media_type: str


class QuotePlace(NamedTuple):
    """A quote, and the locator that leads to it."""

    locator: str
    quote: str


class ExcerptLine(NamedTuple):
    """A line of an archived page. `marked` is the quote, "" in the lines beside it."""

    label: str
    before: str
    marked: str
    after: str


Excerpt: TypeAlias = "tuple[ExcerptLine, ...] | None"
"""The lines around a quote; None where the archived bytes are not here or do not say so."""
Excerpts: TypeAlias = Callable[[ArchivedPage, Sequence[QuotePlace]], Sequence[Excerpt]]
"""Finds the lines around quotes of one page, in the order of the places."""


def no_excerpts(page: ArchivedPage, places: Sequence[QuotePlace]) -> Sequence[Excerpt]:
    """Where there is no archive."""
    del page
    return [None for _ in places]
