"""The download handler with a bound on headers. Twisted bounds a header line and not their number,
so that a server could fill the memory with headers for as long as the timeout lasts.
"""

from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,  # pyright: ignore[reportPrivateUsage]
    _LenientHTTP11ClientProtocol,  # pyright: ignore[reportPrivateUsage]
    _LenientHTTPClientParser,  # pyright: ignore[reportPrivateUsage]
)
from scrapy.crawler import Crawler

HEADER_LIMIT = 256 * 1024


class HeadersTooLarge(Exception):
    """A server sent more headers than any page needs."""


class _CappedParser(_LenientHTTPClientParser):
    # No attribute of its own before the first line: like Scrapy's, this class is put on a finished
    # parser.
    _received = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's name)
        self._received += len(line)
        if self._received > HEADER_LIMIT:
            raise HeadersTooLarge(f"more than {HEADER_LIMIT} bytes of headers")
        super().lineReceived(line)


class _CappedProtocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        answer = super().request(request)
        cast(Any, self)._parser.__class__ = _CappedParser
        return answer


class _CappedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: N802 (Twisted's name)
        return _CappedProtocol(cast(Any, self)._quiescentCallback)


class CappedHandler(HTTP11DownloadHandler):
    """Scrapy's handler for http and https, with a limit on the bytes of all headers together."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        cast(Any, self)._pool._factory = _CappedFactory
