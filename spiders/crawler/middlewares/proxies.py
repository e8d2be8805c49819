"""Proxies: Scrapy's, for those that a plan names; what the environment names for other programs is
taken into a plan by whoever makes it.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware
from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached


class Proxies(HttpProxyMiddleware):
    """Sends requests through the proxy for their scheme, but for hosts that are asked directly."""

    def __init__(self, proxies: dict[str, str], direct: tuple[str, ...]) -> None:
        super().__init__()
        self.proxies = {scheme: self._get_proxy(url, scheme) for scheme, url in proxies.items()}
        self._direct = tuple(host.lower().lstrip(".*") for host in direct)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        proxies = crawler.settings.getdict("PROXIES")
        if not proxies:
            raise NotConfigured
        return cls(proxies, tuple(crawler.settings.getlist("NO_PROXY")))

    def process_request(self, request: Request, spider: object = None) -> None:
        host = (urlparse_cached(request).hostname or "").lower()
        if any(f".{host}".endswith(f".{direct}") for direct in self._direct):
            request.meta["proxy"] = None
        elif request.meta.get("proxy") is None:
            request.meta.pop("proxy", None)  # of a host before a redirect, which was asked directly
        super().process_request(request)
