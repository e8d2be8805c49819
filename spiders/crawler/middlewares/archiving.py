"""Archives every response as received, before anything reads it, and makes a request conditional on
the last archived page of its link.
"""

from http import HTTPStatus
from typing import Self

from scrapy import Request
from scrapy.http import Response

from spiders.archive import PageOutcome
from spiders.crawler.link_tracker import Exchange, LinkTracker
from spiders.crawler.redaction import HIDDEN_HEADERS, recorded_url, redact
from spiders.crawler.source_crawler import SourceCrawler


class ArchiveMiddleware:
    """Writes a record of each exchange, and puts its id into the request's meta."""

    def __init__(self, link_tracker: LinkTracker) -> None:
        self._link_tracker = link_tracker

    @classmethod
    def from_crawler(cls, crawler: SourceCrawler) -> Self:
        return cls(crawler.link_tracker)

    def process_request(self, request: Request) -> None:
        request.meta.pop("exchange", None)
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        earlier = _earlier(request)
        if earlier and earlier.etag:
            request.headers["If-None-Match"] = earlier.etag
        if earlier and earlier.last_modified:
            request.headers["If-Modified-Since"] = earlier.last_modified

    def process_response(self, request: Request, response: Response) -> Response:
        seen_at = self._link_tracker.now()
        url = recorded_url(request.url, request.meta.get("planned_url", ""))
        status = f"{response.status} {_reason(response.status)}".strip()
        headers = _recorded_headers(response)
        earlier = _earlier(request) if response.status == HTTPStatus.NOT_MODIFIED else None
        writer = self._link_tracker.writer
        if request.meta.get("playwright"):
            record_id = writer.write_resource(
                url=url,
                seen_at=seen_at,
                body=response.body,
                media_type=_media_type(response),
                form="rendered",
                origin=(
                    "a browser, from the response recorded before it and the parts that it "
                    "asked for"
                ),
            )
        elif earlier:
            record_id = writer.write_revisit(
                url=url, seen_at=seen_at, status=status, headers=headers, earlier=earlier
            )
        else:
            record_id = writer.write_response(
                url=url, seen_at=seen_at, status=status, headers=headers, body=response.body
            )
        request.meta["exchange"] = Exchange(record_id, seen_at, response.status, earlier)
        return response


def _recorded_headers(response: Response) -> list[tuple[str, str]]:
    recorded: list[tuple[str, str]] = []
    for raw_name, values in response.headers.items():
        name = raw_name.decode("latin-1")
        if name.lower() not in HIDDEN_HEADERS:
            recorded += [(name, redact(value.decode("latin-1"))) for value in values]
    return recorded


def _earlier(request: Request) -> PageOutcome | None:
    """The page that this request is conditional on, if it goes to the address that page came from."""
    earlier: PageOutcome | None = request.meta.get("earlier")
    if earlier and earlier.final_url == request.url:
        return earlier
    return None


def _media_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1").lower()


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
