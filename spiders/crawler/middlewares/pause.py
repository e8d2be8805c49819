"""Waits as long as a server asks for, up to a limit. A host that asks for longer is left alone. Where a
server says how many requests it still allows, these are spread over the time that they are for.
"""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

_FOREVER = timedelta(days=3650)
_ALLOWED = re.compile(r"(?:^|[;,\s])r=(\d{1,9})(?=[;,\s]|$)")
_WITHIN_SECONDS = re.compile(r"(?:^|[;,\s])t=(\d{1,9})(?=[;,\s]|$)")


class WaitTooLong(IgnoreRequest):
    """A server wants to be left alone for longer than a crawl waits."""


class Pause:
    """Handles 429, and 503 with Retry-After. Any other 503 is a failure that Scrapy retries."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._limit = crawler.settings.getfloat("WAIT_LIMIT")
        self._unasked = crawler.settings.getfloat("WAIT_UNASKED")
        self._tries = crawler.settings.getint("RETRY_TIMES")
        self._closed_until: dict[str, datetime] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        self._raise_if_closed(urlparse_cached(request).netloc)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        self._spread(request, response)
        if response.status not in (429, 503):
            return response
        now = datetime.now(UTC)
        wait = retry_after((response.headers.get("Retry-After") or b"").decode("latin-1"), now)
        if wait is None and response.status == 503:
            return response
        seconds = self._unasked if wait is None else wait.total_seconds()
        host = urlparse_cached(request).netloc
        if seconds > self._limit:
            self._closed_until[host] = now + timedelta(seconds=seconds)
            self._raise_if_closed(host)
        tried = request.meta.get("retry_times", 0)
        if tried >= self._tries:
            return response
        self._hold(request, seconds)
        return request.replace(dont_filter=True, meta=request.meta | {"retry_times": tried + 1})

    def _spread(self, request: Request, response: Response) -> None:
        """Space the requests to the host so that what it still allows lasts as long as it has to."""
        stated = (response.headers.get("RateLimit") or b"").decode("latin-1")
        spacing = rate_limit_spacing(stated)
        if spacing is None:
            return
        slot = self._crawler.engine.downloader.slots[request.meta["download_slot"]]
        slot.delay = max(slot.delay, min(spacing, self._limit))

    def _hold(self, request: Request, seconds: float) -> None:
        # The downloader sends to a host when its delay has passed since `lastseen`: a moment in the
        # future holds back every request to the host, those in the queue too. It looks there only
        # if there is a delay.
        slot = self._crawler.engine.downloader.slots[request.meta["download_slot"]]
        slot.delay = max(slot.delay, 0.001)
        slot.lastseen = max(slot.lastseen, monotonic() + seconds)

    def _raise_if_closed(self, host: str) -> None:
        until = self._closed_until.get(host)
        if until is not None and datetime.now(UTC) < until:
            at_most = f"a crawl waits {self._limit:.0f} s at most"
            raise WaitTooLong(
                f"{host} asked us to wait until {until:%Y-%m-%d %H:%M:%S} UTC, and {at_most}"
            )


def rate_limit_spacing(value: str) -> float | None:
    """The seconds between requests that a RateLimit header asks for: `"api";r=489;t=189` allows 489
    more within 189 seconds. None for anything else than such a header.
    """
    allowed = _ALLOWED.search(value)
    seconds = _WITHIN_SECONDS.search(value)
    if not allowed or not seconds:
        return None
    return int(seconds[1]) / max(int(allowed[1]), 1)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long a Retry-After header asks to wait: it is a number of seconds or a date. None for
    anything else.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:12])), _FOREVER)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max(date - now, timedelta()), _FOREVER)
