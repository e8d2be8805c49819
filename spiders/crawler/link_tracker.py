"""Tracks the links of one source in one run. Each planned link ends in exactly one outcome."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.archive import Archive, ArchiveDamaged, ArchiveWriter, PageOutcome
from spiders.archive.outcome import NAMED_ELSEWHERE
from spiders.block_detection import detect_block
from spiders.claims import Link
from spiders.crawler.list_progress import BEGUN_ANEW, ListProgress
from spiders.crawler.redaction import recorded_url, redact
from spiders.crawler.request_failures import LinkResult, classify_failure
from spiders.parsing.page import Page
from spiders.source import Source

if TYPE_CHECKING:
    from spiders.crawler.rendering import Rendering

LINK_LIMIT = 2000
"""The most pages of one source in one run."""
BYTES_LIMIT = 512 * 2**20
"""The most bytes of all pages of one source in one run, unpacked."""


class Exchange(NamedTuple):
    """The last answer to a request, as it was archived."""

    record_id: str
    seen_at: datetime
    status: int
    earlier: PageOutcome | None
    """For a 304, the page that still stands."""


class LinkTracker:
    """Plans the links of a source, and writes the outcome of each into the archive."""

    def __init__(
        self,
        archive: Archive,
        writer: ArchiveWriter,
        base_url: str | None,
        on_outcome: Callable[[PageOutcome], None],
        on_error: Callable[[str], None],
        stop: Callable[[str], None],
        nights_ago: int = 0,
        rendering: "Rendering | None" = None,
        missing_requirements: str = "",
    ) -> None:
        self.writer = writer
        self._archive = archive
        self._base_url = base_url
        self._on_outcome = on_outcome
        self._on_error = on_error
        self._stop = stop
        self._nights_ago = timedelta(days=nights_ago)
        self._rendering = rendering
        self._missing_requirements = missing_requirements
        self._received_bytes = 0
        self._is_full = False
        self._planned: set[Link] = set()
        self._list = ListProgress()
        self.first_links: list[Link] | None = None
        """The links that the crawl starts with; None before it starts."""
        self._open: dict[Link, str] = {}
        """Links without an outcome, and the address that each is fetched from."""

    def now(self) -> datetime:
        """The time to record for a retrieval: now, or as many nights ago as the plan of a rehearsal
        says.
        """
        return datetime.now(UTC).replace(microsecond=0) - self._nights_ago

    def start(self, source: Source, links: Iterable[Link] | None = None) -> Iterator[Request]:
        """The requests for the links that the source starts with: these, or those that it declares."""
        self._source = source
        try:
            self._list = ListProgress.of_source(source, self._archive, self.now())
            self.first_links = self._list.first_links(source.links if links is None else links)
            for link in self.first_links:
                yield from self._plan_link(link)
        except Exception as error:  # noqa: BLE001 (a source's own code)
            self._on_error(
                f"the links of {source.name} cannot be planned: {type(error).__name__}: {error}"
            )

    def close(self, reason: str, links: Iterable[Link]) -> None:
        """Give the outcome failed to every link that has none yet, also to those of `links` that were
        never planned.
        """
        without_outcome = dict(self._open)
        for link in map(_without_aliases, links):
            if link not in self._planned:
                without_outcome[link] = link.url
        for link, address in without_outcome.items():
            self._write_outcome(link, LinkResult("failed", redact(reason)), address)

    # --- planning -------------------------------------------------------------------------------------------------

    def _plan_link(self, link: Link) -> Iterator[Request]:
        link = _without_aliases(link)
        if link in self._planned or self._is_full:
            return
        if len(self._planned) >= LINK_LIMIT:
            self._is_full = True
            self._on_error(
                f"{self._source.name} leads to more than {LINK_LIMIT} pages; the others, such as "
                f"{redact(link.url)[:200]}, are not fetched; correct what its follow() takes for a link"
            )
            return
        self._planned.add(link)
        self._open[link] = link.url
        try:
            request = Request(
                self._address(link.url),
                self._on_response,
                errback=self._on_failure,
                dont_filter=True,
            )
        except ValueError as error:
            self._write_outcome(
                link, LinkResult("refused", f"this is no web address: {error}"), link.url
            )
            return
        if self._missing_requirements:
            self._write_outcome(
                link,
                LinkResult(
                    "failed",
                    f"only a browser shows this page; install {self._missing_requirements}",
                ),
                link.url,
            )
            return
        self._open[link] = request.url
        earlier = None if self._rendering else self._page_to_confirm(link)
        request.meta.update(link=link, planned_url=request.url, earlier=earlier)
        yield request

    def _address(self, url: str) -> str:
        if self._base_url is None:
            return url
        parts = urlsplit(url)
        address = f"{self._base_url.rstrip('/')}/{parts.netloc}{parts.path}"
        if parts.query:
            address += f"?{parts.query}"
        return address

    def _page_to_confirm(self, link: Link) -> PageOutcome | None:
        """The archived page that a conditional request for this link can confirm. None where its body
        is not there.
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

    def _on_response(self, response: Response) -> Iterator[Request]:
        request = cast(Request, response.request)
        link = cast(Link, request.meta["link"])
        exchange = cast(Exchange, request.meta["exchange"])
        if self._rendering and _needs_rendering(response):
            return iter([self._rendering.request(response, self._on_response, self._on_failure)])
        result = self._as_named_elsewhere(link, _classify_response(link, response, exchange))
        further: list[Request] = []
        if result.outcome in ("ok", "not_modified"):
            self._list.turn_page(link, len(response.body))
            try:
                further.extend(self._follow(link, response, exchange.earlier))
                if self._list.stop_reason:
                    result = LinkResult(result.outcome, self._list.stop_reason)
            except (Exception, SystemExit) as error:  # noqa: BLE001 (a source's own code)
                detail = f"follow() failed on it, so further pages may be missing: {type(error).__name__}: {error}"
                result = LinkResult(result.outcome, redact(detail)[:500])
                self._on_error(f"{link.url}: {result.detail}")
        elif self._list.is_refused(link, response.status):
            result = LinkResult("missing", f"{NAMED_ELSEWHERE}: {BEGUN_ANEW}")
            for beginning in self._list.begin_anew():
                further.extend(self._plan_link(beginning))
        self._write_outcome(
            link, result, recorded_url(response.url, self._open[link]), exchange, response
        )
        self._received_bytes += len(response.body)
        if self._received_bytes > BYTES_LIMIT:
            self._stop(f"its pages are larger together than the {BYTES_LIMIT} bytes that we read")
            return iter(())
        return iter(further)

    def _as_named_elsewhere(self, link: Link, result: LinkResult) -> LinkResult:
        """Of a page that another source's page names, and not this source: that nobody promised it."""
        names = {declared.url for declared in self._source.links}
        is_absent = result.outcome in ("missing", "blocked")
        if not self._source.due_by_page or not is_absent or link.url in names:
            return result
        return LinkResult(result.outcome, f"{NAMED_ELSEWHERE}: {result.detail}")

    def _follow(
        self, link: Link, response: Response, earlier: PageOutcome | None
    ) -> Iterator[Request]:
        if earlier and earlier.sha256:
            body = self._archive.body(earlier.sha256)
            media_type = earlier.media_type
        else:
            body = response.body
            media_type = _header(response, "Content-Type").lower()
        links = _header(response, "Link")
        page = Page(body, url=link.url, kind=link.kind, media_type=media_type, links=links)
        for further in self._source.follow(page):
            if self._list.is_next(further) and _without_aliases(further) not in self._planned:
                if self._list.is_over(further):
                    continue
                self._list.next_link = further
                if self._list.stop_reason:
                    continue
            yield from self._plan_link(further)

    def _on_failure(self, failure: Failure) -> None:
        request = cast(Request, cast(Any, failure).request)
        link = cast(Link, request.meta["link"])
        error = cast(BaseException, cast(Any, failure).value)
        result = classify_failure(error, request.url)
        final_url = recorded_url(request.url, self._open[link])
        self._write_outcome(link, result, final_url, request.meta.get("exchange"))

    # --- outcomes -------------------------------------------------------------------------------------------------

    def _write_outcome(
        self,
        link: Link,
        result: LinkResult,
        final_url: str,
        exchange: Exchange | None = None,
        response: Response | None = None,
    ) -> None:
        is_listed = self._list.is_next(link) and result.outcome in ("ok", "not_modified")
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
            outcome=result.outcome,
            detail=result.detail,
            http_status=exchange.status if exchange else None,
            record_id=exchange.record_id if exchange else "",
            next_link=self._list.next_link if is_listed else None,
            **_body_fields(exchange, response),
        )
        try:
            self.writer.write_outcome(outcome)
        except OSError:
            # A writer that has failed once fails for good, and says so when it is to be sealed.
            self._stop("the archive cannot be written")
            return
        self._open.pop(link, None)
        self._on_outcome(outcome)


def _needs_rendering(response: Response) -> bool:
    """Whether a browser has yet to render this response: an HTML page as the server sent it."""
    is_page = 200 <= response.status < 300 and "html" in _header(response, "Content-Type").lower()
    return is_page and not response.meta.get("playwright")


def _without_aliases(link: Link) -> Link:
    """The link without its aliases, so that links that differ in them only are equal."""
    return link.model_copy(update={"aliases": ()})


def _classify_response(link: Link, response: Response, exchange: Exchange) -> LinkResult:
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
            return _classify_page(link, response)


def _classify_page(link: Link, response: Response) -> LinkResult:
    """The outcome of a page that arrived: ok, or blocked where it is a block in place of the page."""
    media_type = _header(response, "Content-Type").lower()
    block = detect_block(link.url, response.status, media_type, response.body)
    detail = "; ".join(filter(None, [block, _rendering_detail(response)]))
    return LinkResult("blocked" if block else "ok", detail)


def _rendering_detail(response: Response) -> str:
    """Of a page that a browser rendered: that it did, and which parts did not arrive. Else empty."""
    if not response.meta.get("playwright"):
        return ""
    undelivered: list[str] = response.meta["undelivered"]
    if not undelivered:
        return "as a browser draws it"
    return (
        f"as a browser draws it, without {len(undelivered)} of its parts, such as {undelivered[0]}"
    )


def _body_fields(exchange: Exchange | None, response: Response | None) -> dict[str, Any]:
    """The fields of an outcome that describe the body: of the one received, or for a 304 of the one
    that still stands.
    """
    etag = _header(response, "ETag")
    last_modified = _header(response, "Last-Modified")
    if exchange and exchange.earlier:
        earlier = exchange.earlier
        return {
            "sha256": earlier.sha256,
            "bytes": earlier.bytes,
            "media_type": earlier.media_type,
            "etag": etag or earlier.etag,
            "last_modified": last_modified or earlier.last_modified,
        }
    body = response.body if response else b""
    return {
        "sha256": hashlib.sha256(body).hexdigest() if body else None,
        "bytes": len(body) if body else None,
        "media_type": _header(response, "Content-Type").lower(),
        "etag": etag,
        "last_modified": last_modified,
    }


def _header(response: Response | None, name: str) -> str:
    value = response.headers.get(name) if response else None
    return value.decode("latin-1").strip() if value else ""
