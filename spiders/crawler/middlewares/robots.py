"""Fetches nothing that robots.txt forbids, and nothing from a host whose robots.txt cannot be read.

Scrapy takes a server error for permission and ignores Crawl-delay. Here 5xx, 429 and a broken
answer forbid the whole host for this crawl (RFC 9309); only a clear "there is none" (4xx) allows
it.
"""

import asyncio
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadFailedError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.httpobj import urlparse_cached

from spiders.archive.content_encoding import BodyDamaged, BodyTooLarge
from spiders.crawler.middlewares.bounds import RequestRefused
from spiders.crawler.request_failures import classify_failure

READ_LIMIT = 512 * 1024
"""Bytes of a robots.txt that are read, as RFC 9309 requires at least."""
_BROKEN = (
    DownloadCancelledError,
    DownloadFailedError,
    ResponseDataLossError,
    BodyDamaged,
    BodyTooLarge,
)


class Robots:
    """Fetches robots.txt once per host, through the same middlewares, and applies it to every
    request.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._name: str = crawler.settings["ROBOTS_NAME"]
        self._limit = crawler.settings.getfloat("WAIT_LIMIT")
        self._rules: dict[str, asyncio.Task[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("is_robots_txt"):
            return
        parts = urlparse_cached(request)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._rules:
            self._rules[root] = asyncio.ensure_future(self._fetch(root))
        rules = await self._rules[root]
        if not rules.can_fetch(request.url, self._name):
            raise RequestRefused(f"{root}/robots.txt forbids this page")
        self._keep_delay(request, rules, root)

    async def _fetch(self, root: str) -> Protego:
        url = f"{root}/robots.txt"
        request = Request(
            url, callback=NO_CALLBACK, priority=1000, meta={"is_robots_txt": True}, dont_filter=True
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except (*_BROKEN, IgnoreRequest) as error:
            why = classify_failure(error, url).detail
            raise RequestRefused(
                f"{url} cannot be read, so no page of the host is fetched: {why}"
            ) from error
        return _parse(url, response)

    def _keep_delay(self, request: Request, rules: Protego, root: str) -> None:
        delay = rules.crawl_delay(self._name)
        if not delay:
            return
        if delay > self._limit:
            at_most = f"a crawl waits {self._limit:.0f} s at most"
            raise RequestRefused(
                f"{root}/robots.txt asks for {delay:.0f} s between requests, and {at_most}"
            )
        downloader = self._crawler.engine.downloader
        host = downloader.get_slot_key(request)
        request.meta["autothrottle_dont_adjust_delay"] = True
        # For the slots that Scrapy makes from now on, as after it has dropped an idle one.
        downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0, "concurrency": 1}
        slot = downloader.slots.get(host)
        if slot:
            slot.delay = max(slot.delay, delay)
            slot.jitter = 0
            slot.concurrency = 1


def _parse(url: str, response: Response) -> Protego:
    if 200 <= response.status < 300:
        return Protego.parse(response.body[:READ_LIMIT].decode("utf-8-sig", "ignore"))
    if 400 <= response.status < 500 and response.status != 429:
        return Protego.parse("")
    raise RequestRefused(
        f"{url} is answered with {response.status}, so no page of the host is fetched"
    )
