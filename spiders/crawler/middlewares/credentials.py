"""Credentials: a bearer token goes to the one host that it is for, over TLS, and nowhere else."""

import os
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.httpobj import urlparse_cached


class Credentials:
    """Adds the token of a host to its requests. After a redirect to another host it is gone."""

    def __init__(self, variables: dict[str, str], *, is_local: bool) -> None:
        self._tokens = {host: os.environ.get(name, "") for host, name in variables.items()}
        self._is_local = is_local

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        variables = crawler.settings.getdict("HOST_TOKENS")
        if not variables:
            raise NotConfigured
        return cls(variables, is_local=crawler.settings.getbool("ALLOW_LOOPBACK"))

    def process_request(self, request: Request) -> None:
        request.headers.pop("Authorization", None)
        parts = urlparse_cached(request)
        token = self._tokens.get(parts.hostname or "")
        if token and (parts.scheme == "https" or self._is_local):
            request.headers["Authorization"] = f"Bearer {token}"
