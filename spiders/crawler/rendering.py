"""Rendering: a page that its scripts fill, as a browser draws it. The browser itself reaches no
network.

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

from spiders.archive.content_encoding import LIMIT, BodyTooLarge
from spiders.crawler.browser import CONTEXT
from spiders.crawler.download_handler import CappedHandler
from spiders.crawler.redaction import redact
from spiders.crawler.request_failures import classify_failure

PARTS = 300
"""Requests that one page may make."""
AT_REST = 15
"""Seconds that a page may go on asking for things after it has loaded."""
CLOSED_WITHIN = 10
UNDRAWN = ("image", "media", "font", "websocket", "eventsource", "ping", "manifest")
METHODS = ("GET", "HEAD", "POST")
PASSED_ON = ("accept", "content-type", "origin", "x-requested-with")


class BrowserHandler(CappedHandler):
    """Draws what asks for it, through scrapy-playwright's handler and within a time; fetches all
    else as always.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._limit = crawler.settings.getfloat("DRAWN_WITHIN")
        self._drawing = cast(Any, ScrapyPlaywrightDownloadHandler)(crawler)

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        try:
            async with asyncio.timeout(self._limit):
                return await self._drawing.download_request(request)
        except TimeoutError:
            raise DownloadTimeoutError(
                f"the page was not drawn within {self._limit:.0f} s"
            ) from None
        finally:
            await _close(request.meta.pop("playwright_page", None))

    async def close(self) -> None:
        await super().close()
        await self._drawing.close()


class Rendering:
    """Draws the pages of one source."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    def request(
        self, response: Response, callback: Callable[..., Any], errback: Callable[..., Any]
    ) -> Request:
        """The request that draws the page which a server answered with `response`."""
        meta = {name: response.meta[name] for name in ("link", "planned_url")} | {
            "playwright": True,
            # A context for each page: nothing of it is left for the next one, and what hangs ends
            # with it.
            "playwright_context": response.meta["link"].model_dump_json(),
            "playwright_context_kwargs": CONTEXT,
            "playwright_include_page": True,
            "playwright_page_init_callback": partial(self._answer_page, response),
            "playwright_page_methods": [PageMethod(_come_to_rest)],
            "undelivered": list[str](),
            "download_slot": "browser",  # not the host's: its parts wait there
            "autothrottle_dont_adjust_delay": True,
        }
        return Request(response.url, callback, errback=errback, meta=meta, dont_filter=True)

    async def _answer_page(self, response: Response, page: Page, request: Request) -> None:
        """Answer all that the page will ask for. The newest route of a page comes first, and this
        is it.
        """
        asked = 0

        async def answer(route: Route) -> None:
            nonlocal asked
            asked += 1
            if (
                asked > PARTS
                or route.request.resource_type in UNDRAWN
                or route.request.method not in METHODS
            ):
                await route.abort()
            elif asked == 1:
                await _fulfil(route, response)
            elif problem := await self._answer_part(route):
                request.meta["undelivered"].append(f"{redact(route.request.url)[:200]}: {problem}")

        await page.route("**/*", answer)

    async def _answer_part(self, route: Route) -> str:
        """Ask for a part of the page, as a browser would: at once, with nothing but what it needs
        in its headers.

        Returns why it did not come, or nothing.
        """
        asked = route.request
        headers = {name: value for name, value in asked.headers.items() if name in PASSED_ON}
        slot = f"parts of {urlsplit(asked.url).netloc}"
        self._crawler.engine.downloader.per_slot_settings.setdefault(
            slot, {"delay": 0, "concurrency": 6}
        )
        request = Request(
            asked.url,
            NO_CALLBACK,
            method=asked.method,
            headers=headers,
            body=asked.post_data_buffer or b"",
            meta={"download_slot": slot, "autothrottle_dont_adjust_delay": True},
            dont_filter=True,
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001 (whatever it was, the page goes on without this part)
            await route.abort()
            return classify_failure(error, asked.url).detail
        await _fulfil(route, response)
        return "" if response.status < 400 else f"the server answered {response.status}"


async def _close(page: Page | None) -> None:
    with suppress(BrowserError, TimeoutError):
        if page is not None:
            async with asyncio.timeout(CLOSED_WITHIN):
                await page.context.close()


async def _fulfil(route: Route, response: Response) -> None:
    kind = response.headers.get("Content-Type") or b"application/octet-stream"
    with suppress(BrowserError):  # the page is gone, or went on
        await route.fulfill(
            status=response.status,
            headers={"Content-Type": kind.decode("latin-1"), "Access-Control-Allow-Origin": "*"},
            body=response.body,
        )


async def _come_to_rest(page: Page) -> None:
    """Wait until the page asks for nothing more, or for as long as it may. Raises BodyTooLarge for
    too large a page.
    """
    with suppress(BrowserError):
        await page.wait_for_load_state("networkidle", timeout=AT_REST * 1000)
    length: int = await page.evaluate("document.documentElement.outerHTML.length")
    if length > LIMIT:
        raise BodyTooLarge(
            f"the page has {length} characters as the browser draws it, and we read {LIMIT}"
        )
