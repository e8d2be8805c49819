"""How far a crawl is in a long list: where a run goes on, and where it stops."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlsplit

from spiders.archive import Archive
from spiders.claims import Link
from spiders.errors import LayoutChanged
from spiders.source import LongList, Source

REFUSED = (400, 404, 410, 422)
"""What servers answer to a cursor that they no longer take."""
BEGUN_ANEW = (
    "the server no longer knows the address at which this run was to go on; the list is begun anew"
)


class ListProgress:
    """The progress of one run in the long list of a source, or in none.

    The cursor is kept in the archive alone: the outcome of each page of the list names the page after
    it. What a killed run left there is as good as what a whole one did.
    """

    def __init__(
        self,
        declared: LongList | None = None,
        beginning: Sequence[Link] = (),
        resumed: Link | None = None,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self._declared = declared
        self.beginning = beginning
        """The links where the list begins."""
        self._resumed = resumed
        self._seen = seen
        self._pages = 0
        self._bytes = 0
        self.next_link: Link | None = None
        """The page after the one whose links are being followed."""

    @classmethod
    def of_source(cls, source: Source, archive: Archive, now: datetime) -> Self:
        """Where the list of a source stands, as its archive has it. Raises ArchiveDamaged."""
        declared = source.long_list
        if declared is None:
            return cls()
        beginning = [link for link in source.links if link.kind == declared.kind]
        newest = archive.newest_of_kind(source.name, declared.kind)
        is_old = newest is not None and now - newest.seen_at > timedelta(hours=declared.hours)
        if newest is None or is_old or newest.next_link is None:
            return cls(declared, beginning)
        return cls(declared, beginning, newest.next_link, _seen(source, archive, beginning))

    def first_links(self, links: Iterable[Link]) -> list[Link]:
        """The links to start with, where a run would start with `links` otherwise."""
        if self._resumed is None:
            return list(links)
        return [self._resumed, *(link for link in links if link not in self.beginning)]

    def begin_anew(self) -> Sequence[Link]:
        """The links where the list begins, of which no page counts as seen."""
        self._seen = frozenset()
        return self.beginning

    def is_next(self, link: Link) -> bool:
        """Whether a link leads to a page of the list."""
        return self._declared is not None and link.kind == self._declared.kind

    def is_over(self, link: Link) -> bool:
        """Whether the page after this one was seen since the list was begun: its cursors lead in a
        circle. Raises LayoutChanged where it is on another host than the list.
        """
        hosts = {_host(each.url) for each in self.beginning}
        if _host(link.url) not in hosts:
            raise LayoutChanged(
                f"the list leads to another host: expected {', '.join(sorted(hosts))}, found "
                f"{_host(link.url)[:100] or 'none'}"
            )
        return link.url in self._seen

    def turn_page(self, link: Link, size: int) -> None:
        """Count a page of `size` bytes, if it is one of the list, before its links are followed."""
        self.next_link = None
        if self.is_next(link):
            self._pages += 1
            self._bytes += size

    @property
    def stop_reason(self) -> str:
        """Why the next page of the list is left to the next run; empty where this one asks for it."""
        if self._declared is None or self.next_link is None:
            return ""
        if self._pages >= self._declared.pages_a_run:
            return (
                f"{self._pages} pages of the list are enough for one run; the next one goes on here"
            )
        if self._bytes >= self._declared.bytes_a_run:
            return (
                f"{self._bytes} bytes of the list are enough for one run; the next one goes on here"
            )
        return ""

    def is_refused(self, link: Link, status: int) -> bool:
        """Whether the server refuses the cursor at which this run goes on."""
        return link == self._resumed and status in REFUSED


def _seen(source: Source, archive: Archive, beginning: Sequence[Link]) -> frozenset[str]:
    """The addresses of the pages of a list that were seen since it was begun."""
    if not beginning:
        return frozenset()
    urls = [each.url for each in archive.pages_of_kind(source.name, beginning[0].kind)]
    begun = {link.url for link in beginning}
    last = max((place for place, url in enumerate(urls) if url in begun), default=0)
    return frozenset(urls[last:])


def _host(url: str) -> str:
    """The host that a url names; empty where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
