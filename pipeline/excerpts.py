"""The lines around quotes in archived pages, for receipt pages."""

from collections.abc import Sequence

from reports.receipts.excerpts import ArchivedPage, Excerpt, ExcerptLine, QuotePlace
from spiders.archive import Archive, ArchiveDamaged
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.quoted_lines import QuotedLines


class ArchiveExcerpts:
    """Looks quotes up in the archive. A page is parsed once for all of them and not kept."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __call__(self, page: ArchivedPage, places: Sequence[QuotePlace]) -> list[Excerpt]:
        """The lines around each quote; None where the archived bytes are gone, damaged, or lead to
        another text.
        """
        try:
            body = self._archive.body(page.sha256)
        except (ArchiveDamaged, OSError, LookupError):
            return [None for _ in places]
        parsed = Page(body, url=page.url, kind=page.kind, media_type=page.media_type)
        quoted = QuotedLines(parsed)
        return [_excerpt(quoted, place) for place in places]


def _excerpt(quoted: QuotedLines, place: QuotePlace) -> Excerpt:
    try:
        lines = quoted.around(place.locator, place.quote)
    except (LayoutChanged, LookupError, ValueError):
        return None
    return tuple(map(ExcerptLine._make, lines))
