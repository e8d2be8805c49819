"""Source: the class that every file in spiders/sources extends, one publisher's family of pages
each.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Protocol, TypeVar

import scrapy

from spiders.claims import Claim, Claims, Lineage, Link
from spiders.errors import LayoutChanged
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.readers.services import price_rules

T = TypeVar("T")


class PartReader(Protocol):
    """A method that reads one part of a page."""

    __name__: str

    def __call__(self, page: Page, /) -> Claims: ...


class Source(scrapy.Spider):
    """One publisher's pages: where they are, how often they are due, and what they claim.

    A subclass gives constants as class attributes and one pure method, `claims`. Its name is its
    file's name; nothing is registered. `claims` and `follow` use neither network nor clock nor
    settings, so that a replay of archived bytes yields what the crawl yielded.
    """

    publisher: ClassVar[str]
    lineage: ClassVar[Lineage]
    terms: ClassVar[str]
    """What the publisher says about automated use."""
    refresh_every: ClassVar[str] = "1d"
    """Due again after: a number and d (days) or h (hours)."""
    required_env: ClassVar[str] = ""
    """An environment variable that its links are made of: while nobody sets it, the source is never
    due.
    """
    links: ClassVar[list[Link]]
    """The pages that every crawl of this source plans. (Scrapy keeps the name `start` for itself.)"""
    expect: ClassVar[dict[str, range]]
    """Claims per section of a page; a count outside its range is an error of that section."""
    money_pattern: ClassVar[str] = ""
    """How its pages write an amount of money, as a regular expression: one that no claim quotes is
    listed as unread.
    """
    unverified_reason: ClassVar[str] = ""
    """Why this source was never tried on a real page, where that is so; empty for all others."""
    needs_browser: ClassVar[bool] = False
    """Whether only scripts fill its HTML pages, so that a browser has to draw them: the optional
    extra `browser`.
    """
    follow_patterns: ClassVar[dict[str, str]] = {}
    """The pages that `follow` leads to: their kind, by a regular expression of the whole url, whose
    first group is the document's key. It says which pages recorded elsewhere belong to this source.
    """
    index_kinds: ClassVar[tuple[str, ...]] = ()
    """The kinds of pages that only lead to others: they claim nothing."""
    partial_kinds: ClassVar[tuple[str, ...]] = ()
    """The kinds of pages that are a part of a longer list: what one of them does not say is not
    absent.
    """
    renamed_from: ClassVar[str] = ""
    """The first name of a source that was renamed: its documents, and the ids of its facts, go on
    under the new one.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Scrapy ignores a spider without a name in silence.
        cls.name = cls.__module__.rpartition(".")[2]

    def claims(self, page: Page) -> Claims:
        """What the page says, as claims with quotes. Raises LayoutChanged where it no longer means
        what it did.

        By default those of the parts that `expect` names: of the one that is called like the page's
        kind, or of all.
        """
        if page.kind in self.index_kinds:
            return iter(())
        names = [page.kind] if page.kind in self.expect else list(self.expect)
        return self.read_parts(page, *(getattr(self, name) for name in names))

    def price_rules(self, page: Page) -> Claims:
        """The sentences that multiply prices: a part of every source that names it in `expect`."""
        return price_rules(page.outline)

    def read_parts(self, page: Page, *parts: PartReader) -> Claims:
        """The claims of each part of a page. A part that fails loses its own claims, is listed, and
        costs no other.

        A part is one of the source's methods; the number of its claims must be in `expect` under
        its name.
        """
        taken: list[Claim] = []
        for part in parts:
            name = part.__name__
            try:
                claims = list(part(page))
            except LayoutChanged as error:
                page.findings.append(Finding("changed", name, str(error)))
                continue
            except Exception as error:  # noqa: BLE001 (whatever a part does, the others are read)
                page.findings.append(Finding("crashed", name, f"{type(error).__name__}: {error}"))
                continue
            page.counts[name] = len(claims)
            expected = self.expect[name]
            if len(claims) in expected:
                taken += claims
                yield from claims
            else:
                bounds = f"{expected.start} to {expected.stop - 1}"
                message = f"expected {bounds} claims, found {len(claims)}; none was taken"
                page.findings.append(Finding("count", name, message))
        if self.money_pattern and not any(finding.is_error for finding in page.findings):
            page.note_unquoted_texts(self.money_pattern, [claim for claim in taken if claim.meter])

    def read_each(
        self, page: Page, part: str, things: Iterable[T], read: Callable[[T], Claims]
    ) -> Claims:
        """The claims of a part that reads many things alike. One that fails loses its own claims,
        and is listed.
        """
        for thing in things:
            try:
                yield from list(read(thing))
            except LayoutChanged as error:
                page.findings.append(Finding("changed", part, str(error)))

    def follow(self, page: Page) -> Iterator[Link]:
        """Further pages that this page leads to: detail pages, the next cursor. None by default."""
        return iter(())


class Documentation(Source):
    """What a publisher says of its own offers, on pages for everybody."""

    lineage = "first_party"
    terms = "public documentation; robots allow"


class Aggregator(Source):
    """Offers of many sellers, gathered by somebody else."""

    lineage = "aggregator"
    terms = "public API without a key"


class Leaderboard(Source):
    """Scores of models of all makers, by one who runs the benchmark or gathers its results."""

    lineage = "community"
    refresh_every = "7d"
