"""Archiving: every answer goes into the archive as received, before anything reads it; and the
archive's last page of a link makes its request conditional.
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
    """Writes a record for each exchange and leaves its id with the request."""

    def __init__(self, visit: LinkTracker) -> None:
        self._visit = visit

    @classmethod
    def from_crawler(cls, crawler: SourceCrawler) -> Self:
        return cls(crawler.link_tracker)

    def process_request(self, request: Request) -> None:
        request.meta.pop("exchange", None)
        earlier = _earlier(request)
        for name, value in (
            ("If-None-Match", earlier.etag if earlier else ""),
            ("If-Modified-Since", earlier.last_modified if earlier else ""),
        ):
            if value:
                request.headers[name] = value
            else:
                request.headers.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:
        seen_at = self._visit.now()
        url = recorded_url(request.url, request.meta.get("planned_url", ""))
        status = f"{response.status} {_reason(response.status)}".strip()
        headers = [
            (name.decode("latin-1"), redact(value.decode("latin-1")))
            for name, values in response.headers.items()
            if name.decode("latin-1").lower() not in HIDDEN_HEADERS
            for value in values
        ]
        earlier = _earlier(request) if response.status == HTTPStatus.NOT_MODIFIED else None
        writer = self._visit.writer
        if request.meta.get("playwright"):
            record_id = writer.write_resource(
                url=url,
                seen_at=seen_at,
                body=response.body,
                media_type=_media_type(response),
                form="rendered",
                origin="a browser, from the response recorded before it and the parts that it asked for",
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


def _earlier(request: Request) -> PageOutcome | None:
    """What this request may be conditional on: only for the very address that the earlier page came
    from.
    """
    earlier: PageOutcome | None = request.meta.get("earlier")
    return earlier if earlier and earlier.final_url == request.url else None


def _media_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1").lower()


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
