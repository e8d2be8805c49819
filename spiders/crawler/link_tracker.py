"""Visit: one source in one run. Every link that it plans ends here, in exactly one outcome."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.archive import Archive, ArchiveDamaged, ArchiveWriter, PageOutcome
from spiders.block_detection import detect_block
from spiders.claims import Link
from spiders.crawler.redaction import recorded_url, redact
from spiders.crawler.request_failures import LinkResult, classify_failure
from spiders.parsing.page import Page
from spiders.source import Source

if TYPE_CHECKING:
    from spiders.crawler.rendering import Rendering


class Exchange(NamedTuple):
    """The last answer to a request, as it was archived."""

    record_id: str
    seen_at: datetime
    status: int
    earlier: PageOutcome | None
    """For a 304, the page that still stands."""


class LinkTracker:
    """Plans the links of a source, and writes how each ended."""

    def __init__(
        self,
        archive: Archive,
        writer: ArchiveWriter,
        base_url: str | None,
        on_outcome: Callable[[PageOutcome], None],
        on_error: Callable[[str], None],
        stop: Callable[[], None],
        nights_ago: int = 0,
        rendering: "Rendering | None" = None,
        lacking: str = "",
    ) -> None:
        self.writer = writer
        self._archive, self._base_url = archive, base_url
        self._on_outcome, self._on_error, self._stop = on_outcome, on_error, stop
        self._nights_ago = timedelta(days=nights_ago)
        self._rendering, self._lacking = rendering, lacking
        self._planned: set[Link] = set()
        self._open: dict[Link, str] = {}
        """Links without an outcome, and the address that each is fetched from."""

    def now(self) -> datetime:
        """The time that a retrieval is told as: now, or as many nights ago as the plan of a
        rehearsal says.
        """
        return datetime.now(UTC).replace(microsecond=0) - self._nights_ago

    def start(self, source: Source) -> Iterator[Request]:
        """The requests for the links that the source starts with."""
        self._source = source
        try:
            for link in source.links:
                yield from self._plan(link)
        except Exception as error:  # noqa: BLE001 (a source's own code)
            self._on_error(
                f"the links of {source.name} cannot be planned: {type(error).__name__}: {error}"
            )

    def close(self, reason: str, links: Iterable[Link]) -> None:
        """Give every link that has no outcome yet the outcome failed; of `links` also those that
        were never planned.
        """
        unplanned = {_bare(link): link.url for link in links if _bare(link) not in self._planned}
        for link, address in list((self._open | unplanned).items()):
            self._finish(link, LinkResult("failed", redact(reason)), address)

    # --- planning -------------------------------------------------------------------------------------------------

    def _plan(self, link: Link) -> Iterator[Request]:
        link = _bare(link)
        if link in self._planned:
            return
        self._planned.add(link)
        self._open[link] = link.url
        try:
            request = Request(
                self._address(link.url), self._answered, errback=self._failed, dont_filter=True
            )
        except ValueError as error:
            self._finish(link, LinkResult("refused", f"this is no web address: {error}"), link.url)
            return
        if self._lacking:
            self._finish(
                link,
                LinkResult("failed", f"only a browser shows this page; install {self._lacking}"),
                link.url,
            )
            return
        self._open[link] = request.url
        earlier = None if self._rendering else self._earlier(link)
        request.meta.update(link=link, planned_url=request.url, earlier=earlier)
        yield request

    def _address(self, url: str) -> str:
        if self._base_url is None:
            return url
        parts = urlsplit(url)
        return f"{self._base_url.rstrip('/')}/{parts.netloc}{parts.path}" + (
            f"?{parts.query}" if parts.query else ""
        )

    def _earlier(self, link: Link) -> PageOutcome | None:
        """The page that a request for this link can be conditional on: its body must be there to be
        confirmed.
        """
        try:
            earlier = self._archive.latest_ok(self._source.name, link.document, link.url)
            if earlier and earlier.sha256:
                self._archive.body(earlier.sha256)
            return earlier
        except ArchiveDamaged as error:
            self._on_error(
                f"{link.url} is fetched unconditionally, because its page in the archive cannot be read: {error}"
            )
            return None

    # --- answers --------------------------------------------------------------------------------------------------

    def _answered(self, response: Response) -> Iterator[Request]:
        request = cast(Request, response.request)
        link, exchange = cast(Link, request.meta["link"]), cast(Exchange, request.meta["exchange"])
        if self._rendering and _is_undrawn(response):
            return iter([self._rendering.request(response, self._answered, self._failed)])
        judged = _judge(link, response, exchange)
        further: list[Request] = []
        if judged.outcome in ("ok", "not_modified"):
            try:
                further.extend(self._follow(link, response, exchange.earlier))
            except (Exception, SystemExit) as error:  # noqa: BLE001 (a source's own code)
                detail = f"follow() failed on it, so further pages may be missing: {type(error).__name__}: {error}"
                judged = LinkResult(judged.outcome, redact(detail)[:500])
                self._on_error(f"{link.url}: {judged.detail}")
        self._finish(link, judged, recorded_url(response.url, self._open[link]), exchange, response)
        return iter(further)

    def _follow(
        self, link: Link, response: Response, earlier: PageOutcome | None
    ) -> Iterator[Request]:
        if earlier and earlier.sha256:
            body, media_type = self._archive.body(earlier.sha256), earlier.media_type
        else:
            body, media_type = response.body, _header(response, "Content-Type").lower()
        links = _header(response, "Link")
        page = Page(body, url=link.url, kind=link.kind, media_type=media_type, links=links)
        for further in self._source.follow(page):
            yield from self._plan(further)

    def _failed(self, failure: Failure) -> None:
        request = cast(Request, cast(Any, failure).request)
        link, error = (
            cast(Link, request.meta["link"]),
            cast(BaseException, cast(Any, failure).value),
        )
        judged = classify_failure(error, request.url)
        self._finish(
            link, judged, recorded_url(request.url, self._open[link]), request.meta.get("exchange")
        )

    # --- outcomes -------------------------------------------------------------------------------------------------

    def _finish(
        self,
        link: Link,
        judged: LinkResult,
        final_url: str,
        exchange: Exchange | None = None,
        response: Response | None = None,
    ) -> None:
        outcome = PageOutcome(
            run_id=self.writer.run_id,
            source=self.writer.source,
            document=link.document,
            kind=link.kind,
            url=link.url,
            final_url=final_url,
            seen_at=exchange.seen_at if exchange else self.now(),
            precision="second",
            form="fetched",
            outcome=judged.outcome,
            detail=judged.detail,
            http_status=exchange.status if exchange else None,
            record_id=exchange.record_id if exchange else "",
            **_body(exchange, response),
        )
        try:
            self.writer.write_outcome(outcome)
        except OSError:
            # A writer that has failed once fails for good, and says so when it is to be sealed.
            self._stop()
            return
        self._open.pop(link, None)
        self._on_outcome(outcome)


def _is_undrawn(response: Response) -> bool:
    """Whether a browser has yet to draw this answer: an HTML page, as the server sent it."""
    is_page = 200 <= response.status < 300 and "html" in _header(response, "Content-Type").lower()
    return is_page and not response.meta.get("playwright")


def _bare(link: Link) -> Link:
    """A link as it is told from others: its aliases do not matter."""
    return link.model_copy(update={"aliases": ()})


def _judge(link: Link, response: Response, exchange: Exchange) -> LinkResult:
    match response.status:
        case 304 if exchange.earlier:
            return LinkResult("not_modified", "")
        case 401 | 403 as status:
            return LinkResult("blocked", f"the server answered {status}: it does not let us in")
        case 404 | 410 as status:
            return LinkResult("missing", f"the server answered {status}: there is no such page")
        case status if 300 <= status < 400 and (target := _header(response, "Location")):
            return LinkResult(
                "refused", f"the server redirects to {redact(target)[:200]}, which is not fetched"
            )
        case status if not 200 <= status < 300:
            return LinkResult("failed", f"the server answered {status}")
        case status:
            wall = detect_block(
                link.url, status, _header(response, "Content-Type").lower(), response.body
            )
            return LinkResult(
                "blocked" if wall else "ok", "; ".join(filter(None, [wall, _how_drawn(response)]))
            )


def _how_drawn(response: Response) -> str:
    """Of a page that a browser drew: that it did, and what the page had to do without."""
    if not response.meta.get("playwright"):
        return ""
    undelivered: list[str] = response.meta["undelivered"]
    lacking = (
        f", without {len(undelivered)} of its parts, such as {undelivered[0]}"
        if undelivered
        else ""
    )
    return f"as a browser draws it{lacking}"


def _body(exchange: Exchange | None, response: Response | None) -> dict[str, Any]:
    """What an outcome says of the body: of the one received, or for a 304 of the one that still
    stands.
    """
    earlier = exchange.earlier if exchange else None
    if earlier:
        new = {
            "etag": _header(response, "ETag"),
            "last_modified": _header(response, "Last-Modified"),
        }
        kept = earlier.model_dump(
            include={"sha256", "bytes", "media_type", "etag", "last_modified"}
        )
        return kept | {name: value for name, value in new.items() if value}
    body = response.body if response else b""
    return {
        "sha256": hashlib.sha256(body).hexdigest() if body else None,
        "bytes": len(body) if body else None,
        "media_type": _header(response, "Content-Type").lower(),
        "etag": _header(response, "ETag"),
        "last_modified": _header(response, "Last-Modified"),
    }


def _header(response: Response | None, name: str) -> str:
    value = response.headers.get(name) if response else None
    return value.decode("latin-1").strip() if value else ""
