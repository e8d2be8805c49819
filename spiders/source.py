"""Source: the base of the classes in spiders/sources, one class per family of pages of one
publisher.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar, Protocol, TypeVar

import scrapy

from spiders.claims import Claim, Claims, DocumentRole, Frozen, Lineage, Link
from spiders.errors import LayoutChanged
from spiders.isolation import failure_finding, read_part
from spiders.limits import LimitExceeded
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.parsing.tables.row import Row
from spiders.readers.stated_prices.price_rules import price_rules

T = TypeVar("T")


class LongList(Frozen):
    """A list that one run does not crawl to its end: each page leads to the next one by an address with
    a cursor. A run goes on where the one before it stopped; one that follows the end begins anew.
    """

    kind: str
    """The kind of its pages. The source declares one link of it, where the list begins."""
    pages_a_run: int = 500
    bytes_a_run: int = 256 * 2**20
    """Of all its pages of one run, unpacked."""
    hours: int = 72
    """How long after a page was seen the address that it gave is tried; later the list is begun anew."""


class PartReader(Protocol):
    """A method that reads one part of a page."""

    __name__: str

    def __call__(self, page: Page, /) -> Claims: ...


class Source(scrapy.Spider):
    """One publisher's pages: their addresses, how often they are due, and how to read them.

    A subclass has constants as class attributes, and one pure method for each part of a page. Its
    name is the name of its file; it needs no registration. `claims` and `follow` use neither the
    network nor the clock nor settings, so that reading archived bytes again gives the same claims.
    """

    publisher: ClassVar[str]
    lineage: ClassVar[Lineage]
    role: ClassVar[DocumentRole] = "card"
    """What its documents are. Only of a complete list does absence say that something is not sold."""
    terms: ClassVar[str]
    """What the publisher says about automated use."""
    refresh_every: ClassVar[str] = "1d"
    """The time after which it is due again: a number and d (days) or h (hours)."""
    due_by_page: ClassVar[bool] = False
    """Whether each of its pages is due by itself, `refresh_every` after it was last answered. A crawl
    of the night asks for those alone; a page that failed is due again on the next night.
    """
    required_env: ClassVar[str] = ""
    """An environment variable that its links need. While it is not set, the source is never due."""
    links: ClassVar[list[Link]]
    """The pages that every crawl of this source plans."""
    expect: ClassVar[dict[str, range]]
    """The number of claims of each part of a page, by the name of the method that reads the part. A
    number outside the range is an error, and the part's claims are dropped.
    """
    money_pattern: ClassVar[str] = ""
    """A regular expression for an amount of money on its pages. An amount that no claim quotes is
    listed as unread.
    """
    unverified_reason: ClassVar[str] = ""
    """Why this source was never tried on a real page; empty for those that were."""
    needs_browser: ClassVar[bool] = False
    """Whether its HTML pages are filled by scripts, so that they need a browser: the optional extra
    `browser`.
    """
    folded_elements: ClassVar[str] = ""
    """A CSS selector of elements that its HTML pages hide until a reader opens them, where no class,
    role or id calls them a tab, a panel or the like. What is hidden otherwise is not offered.
    """
    renamed_headers: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What headers of its tables were called before, by what they are called now: its parts go on
    asking for the name before, and read both.
    """
    renamed_headings: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The same for headings."""
    ignored_headers: ClassVar[tuple[str, ...]] = ()
    """Headers of columns that came to its tables and say nothing of its claims."""
    follow_patterns: ClassVar[dict[str, str]] = {}
    """The pages that `follow` leads to: a regular expression for the whole url, by the kind of
    page. Its first group is the document's key. Imported pages are assigned to this source by it.
    """
    index_kinds: ClassVar[tuple[str, ...]] = ()
    """The kinds of pages that only lead to others, and have no claims."""
    partial_kinds: ClassVar[tuple[str, ...]] = ()
    """The kinds of pages that are one part of a longer list. What such a page does not mention may
    be on another one, so it does not count as removed.
    """
    long_list: ClassVar[LongList | None] = None
    """A list that is crawled over several runs. Its pages count as `partial_kinds`."""
    renamed_from: ClassVar[str] = ""
    """The first name of a source that was renamed. Its documents, and the ids of its facts,
    continue under the new name.
    """

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # Scrapy silently ignores a spider without a name.
        cls.name = cls.__module__.rpartition(".")[2]

    @classmethod
    def is_partial(cls, kind: str) -> bool:
        """Whether pages of a kind are parts of a list, of which absence says nothing."""
        is_long = cls.long_list is not None and cls.long_list.kind == kind
        return is_long or kind in cls.partial_kinds

    def claims(self, page: Page) -> Claims:
        """The claims of a page. Raises LayoutChanged when the page no longer means what it did.

        By default the claims of the parts in `expect`: of the part named like the page's kind, or
        of all parts when there is none of that name.
        """
        if page.kind in self.index_kinds:
            return iter(())
        names = [page.kind] if page.kind in self.expect else list(self.expect)
        parts = [getattr(self, name) for name in names]
        return self.read_parts(page, *parts)

    def price_rules(self, page: Page) -> Claims:
        """The sentences that multiply prices: a part of each source that has it in `expect`."""
        return price_rules(page.outline)

    def read_parts(self, page: Page, *parts: PartReader) -> Claims:
        """The claims of each part of a page.

        A part is one of the source's methods. An entry of the page's JSON or YAML on which it fails
        costs itself (`spiders/isolation.py`). The part is dropped, with a finding, when it fails
        otherwise and when the number of its claims is not in its range in `expect`. The other parts
        are not affected.
        """
        page.folded_elements = self.folded_elements
        page.renamed_headers = self.renamed_headers
        page.renamed_headings = self.renamed_headings
        page.ignored_headers = self.ignored_headers
        taken: list[Claim] = []
        for part in parts:
            name = part.__name__
            try:
                claims = read_part(self.name, name, part, page)
            except (LimitExceeded, MemoryError, RecursionError):
                raise  # a limit of the whole body
            except Exception as error:  # noqa: BLE001 (whatever a part does, the others are read)
                page.findings.append(failure_finding(self.name, name, error))
                continue
            page.counts[name] = len(claims)
            expected = self.expect[name]
            if len(claims) not in expected:
                message = (
                    f"expected {expected.start} to {expected.stop - 1} claims, found {len(claims)}"
                )
                if not claims and page.searches and (missing := page.searches.missing()):
                    message += f"; {missing}"
                page.findings.append(Finding("count", name, f"{message}; none was taken"))
                continue
            taken += claims
            yield from claims
        has_errors = any(finding.is_error for finding in page.findings)
        if self.money_pattern and not has_errors:
            prices = [claim for claim in taken if claim.meter]
            page.note_unquoted_texts(self.money_pattern, prices)

    def read_each(
        self, page: Page, part: str, things: Iterable[T], read: Callable[[T], Claims]
    ) -> Claims:
        """The claims of a part that reads many things the same way. A thing that fails gives a
        finding, and no claims; the others are not affected. Of a table or a section that fails for one
        of its rows, the part is read anew without that row.
        """
        for thing in things:
            try:
                yield from list(read(thing))
            except LayoutChanged as error:
                if not isinstance(thing, Row) and page.entries.may_leave_out_row(error.where):
                    raise
                page.findings.append(Finding("changed", part, str(error)))
                if isinstance(thing, Row):
                    thing.leave()

    def follow(self, page: Page) -> Iterator[Link]:
        """Further pages that this page leads to: detail pages, the next page of a list. None by
        default.
        """
        return iter(())

    def repository_link(self, repository: str, *, is_listed: bool) -> Link | None:
        """Its page of a repository of Hugging Face ("Qwen/Qwen3-8B") that pages of any source name: a
        crawl asks for it beside `links`. `is_listed` says whether a list of the hub has an entry of
        the repository. None by default.
        """
        return None


class Documentation(Source):
    """A publisher's public documentation of its own offers."""

    lineage = "first_party"
    terms = "public documentation; robots allow"


class Aggregator(Source):
    """Offers of many sellers, collected by a third party."""

    lineage = "aggregator"
    role = "listing"
    terms = "public API without a key"


class Leaderboard(Source):
    """Scores of models of all makers, from the one who runs a benchmark or collects its results."""

    lineage = "community"
    role = "listing"
    refresh_every = "7d"
