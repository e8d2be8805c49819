"""Renders pages that their scripts fill, in a browser. The browser itself reaches no network.

Whatever the page asks for is asked by Scrapy's downloader instead, through the same middlewares as
every page: the same bounds on addresses, sizes and robots.txt, and everything that was received is
in the archive. What comes of it, the document after its scripts ran, is archived as a resource of
the form "rendered" beside what the server sent.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from playwright.async_api import Error as BrowserError
from playwright.async_api import Page, Route
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from spiders.archive.content_encoding import BODY_LIMIT, BodyTooLarge
from spiders.crawler.browser import CONTEXT
from spiders.crawler.download_handler import CappedHandler
from spiders.crawler.redaction import redact
from spiders.crawler.request_failures import classify_failure

REQUEST_LIMIT = 300
"""The most requests that one page may make."""
IDLE_TIMEOUT = 15
"""Seconds that a page may go on making requests after it has loaded."""
CLOSE_TIMEOUT = 10
SKIPPED_TYPES = ("image", "media", "font", "websocket", "eventsource", "ping", "manifest")
METHODS = ("GET", "HEAD", "POST")
FORWARDED_HEADERS = ("accept", "content-type", "origin", "x-requested-with")


class BrowserHandler(CappedHandler):
    """Renders requests that ask for it, through scrapy-playwright's handler and within a time
    limit. Fetches all others as usual.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limit = crawler.settings.getfloat("DRAWN_WITHIN")
        self._browser_handler = cast(Any, ScrapyPlaywrightDownloadHandler)(crawler)

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        try:
            async with asyncio.timeout(self._limit):
                return await self._browser_handler.download_request(request)
        except TimeoutError:
            raise DownloadTimeoutError(
                f"the page was not drawn within {self._limit:.0f} s"
            ) from None
        finally:
            await _close(request.meta.pop("playwright_page", None))

    async def close(self) -> None:
        await super().close()
        await self._browser_handler.close()


class Rendering:
    """Renders the pages of one source."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def request(
        self, response: Response, callback: Callable[..., Any], errback: Callable[..., Any]
    ) -> Request:
        """The request that renders the page which a server answered with `response`."""
        meta = {
            "link": response.meta["link"],
            "planned_url": response.meta["planned_url"],
            "playwright": True,
            # A context for each page: nothing of it is left for the next one, and what hangs ends
            # with it.
            "playwright_context": response.meta["link"].model_dump_json(),
            "playwright_context_kwargs": CONTEXT,
            "playwright_include_page": True,
            "playwright_page_init_callback": partial(self._route_requests, response),
            "playwright_page_methods": [PageMethod(_wait_until_idle)],
            "undelivered": list[str](),
            "download_slot": "browser",  # not the host's: its parts wait there
            "autothrottle_dont_adjust_delay": True,
        }
        return Request(response.url, callback, errback=errback, meta=meta, dont_filter=True)

    async def _route_requests(self, response: Response, page: Page, request: Request) -> None:
        """Answer every request of the page. This route is the newest, so that it comes before any
        other.
        """
        count = 0

        async def answer(route: Route) -> None:
            nonlocal count
            count += 1
            if count > REQUEST_LIMIT or not _is_needed(route):
                await route.abort()
                return
            if count == 1:
                await _fulfill(route, response)
                return
            problem = await self._fetch_part(route)
            if problem:
                request.meta["undelivered"].append(f"{redact(route.request.url)[:200]}: {problem}")

        await page.route("**/*", answer)

    async def _fetch_part(self, route: Route) -> str:
        """Fetch a part of the page, as a browser would: at once, and with only the headers that it
        needs.

        Returns why it did not arrive, or an empty text.
        """
        wanted = route.request
        headers = {
            name: value for name, value in wanted.headers.items() if name in FORWARDED_HEADERS
        }
        slot = f"parts of {urlsplit(wanted.url).netloc}"
        self._crawler.engine.downloader.per_slot_settings.setdefault(
            slot, {"delay": 0, "concurrency": 6}
        )
        request = Request(
            wanted.url,
            NO_CALLBACK,
            method=wanted.method,
            headers=headers,
            body=wanted.post_data_buffer or b"",
            meta={"download_slot": slot, "autothrottle_dont_adjust_delay": True},
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (whatever it was, the page goes on without this part)
            await route.abort()
            return classify_failure(error, wanted.url).detail
        await _fulfill(route, response)
        return "" if response.status < 400 else f"the server answered {response.status}"


def _is_needed(route: Route) -> bool:
    """Whether the page may need this for its text."""
    return route.request.resource_type not in SKIPPED_TYPES and route.request.method in METHODS


async def _close(page: Page | None) -> None:
    with suppress(BrowserError, TimeoutError):
        if page is not None:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await page.context.close()


async def _fulfill(route: Route, response: Response) -> None:
    kind = response.headers.get("Content-Type") or b"application/octet-stream"
    with suppress(BrowserError):  # the page is gone, or went on
        await route.fulfill(
            status=response.status,
            headers={"Content-Type": kind.decode("latin-1"), "Access-Control-Allow-Origin": "*"},
            body=response.body,
        )


async def _wait_until_idle(page: Page) -> None:
    """Wait until the page makes no more requests, or the time is over. Raises BodyTooLarge for too
    large a page.
    """
    with suppress(BrowserError):
        await page.wait_for_load_state("networkidle", timeout=IDLE_TIMEOUT * 1000)
    length: int = await page.evaluate("document.documentElement.outerHTML.length")
    if length > BODY_LIMIT:
        raise BodyTooLarge(
            f"the page has {length} characters as the browser draws it, and we read {BODY_LIMIT}"
        )
