"""Bounds: http and https only, the source's own hosts only, redirects to hosts that it lists only,
and no address inside a private network.

The address is checked where it is used, in the resolver, so that redirects, literals in any
notation and names that point inside are all covered, and a name cannot change between the check and
the connection.
"""

import ipaddress
import re
import socket
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Self, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from spiders.claims import Link

_HOST = re.compile(r"https?://([A-Za-z0-9.-]+)")


class RequestRefused(IgnoreRequest):
    """A request that we do not make. The message says why."""


class Bounds:
    """Refuses what is not http or https, hosts outside `allowed_domains` of a source that declares
    them, and redirects to hosts that the source does not list.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._listed = listed_hosts(crawler.spider)
        self._domains: Sequence[str] = tuple(getattr(crawler.spider, "allowed_domains", None) or ())
        self._is_local = crawler.settings.getbool("ALLOW_LOOPBACK")
        self._proxies = crawler.settings.getdict("PROXIES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https"):
            raise RequestRefused(
                f"only http and https addresses are fetched, and this one is {parts.scheme}:"
            )
        if parts.username is not None or parts.password is not None:
            raise RequestRefused("an address with a user name or a password in it is not fetched")
        if self._proxies and not self._is_local:
            self._check_literal(host)
        if not self._is_local and not self._is_allowed(host):
            raise RequestRefused(
                f"the host {host} is outside the source's allowed_domains: "
                f"{', '.join(self._domains)}"
            )

        if "link" in request.meta and request.meta.get("redirect_urls"):
            self._check_redirect(request, host)

    def _check_literal(self, host: str) -> None:
        """Raises RequestRefused for a private address or name, which a proxy would reach for us."""
        try:
            packed = socket.inet_aton(host)  # also 127.1 and 2130706433
        except OSError:
            address = host if ":" in host else ""
        else:
            address = socket.inet_ntoa(packed)
        is_inside = host == "localhost" or host.endswith((".localhost", ".internal", ".local"))
        if is_inside or (address and not is_public(address)):
            raise RequestRefused(f"{host} is not a public address")

    def _check_redirect(self, request: Request, host: str) -> None:
        """Raises RequestRefused where a page would come from a host that nobody listed."""
        planned = str(request.meta["planned_url"])
        listed = self._listed | {urlsplit(planned).hostname or ""}
        if host in listed or (self._domains and self._is_allowed(host)):
            return
        raise RequestRefused(
            f"the server redirects to the host {host}, which the source does not list: "
            f"it lists {', '.join(sorted(listed))}; where the page moved, change its link"
        )

    def _is_allowed(self, host: str) -> bool:
        """Whether the host is of one of the source's domains. A source without any allows all."""
        if not self._domains:
            return True
        return any(f".{host}".endswith(f".{domain}") for domain in self._domains)


def listed_hosts(source: Any) -> frozenset[str]:
    """The hosts of the links of a source, of their aliases, and of what it follows."""
    links = cast(Sequence[Link], getattr(source, "links", None) or ())
    patterns = cast(Mapping[str, str], getattr(source, "follow_patterns", None) or {})
    urls = [url for link in links for url in (link.url, *link.aliases)]
    urls += [pattern.replace("\\", "") for pattern in patterns.values()]
    found = [_HOST.match(url) for url in urls]
    return frozenset(match[1].lower() for match in found if match)


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an address can be reached from everywhere. Private, link-local, loopback and
    multicast ones cannot.
    """
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return (parsed.is_global and not parsed.is_multicast) or (allow_loopback and parsed.is_loopback)


def _proxy_hosts(proxies: Mapping[str, str]) -> frozenset[str]:
    return frozenset(urlsplit(url).hostname or "" for url in proxies.values())


class PublicResolver(CachingThreadedResolver):
    """Resolves names to public addresses only."""

    refused: ClassVar[dict[str, str]] = {}
    """Names that were refused, and the address each had: Twisted reports them as unknown names."""

    def __init__(
        self,
        reactor: ReactorBase,
        cache_size: int,
        timeout: float,
        *,
        allow_loopback: bool = False,
        proxies: Collection[str] = (),
    ) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._allow_loopback = allow_loopback
        self._proxies = proxies

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            settings.getfloat("DNS_TIMEOUT"),
            allow_loopback=settings.getbool("ALLOW_LOOPBACK"),
            proxies=_proxy_hosts(cast(Mapping[str, str], settings.getdict("PROXIES"))),
        )

    def getHostByName(  # noqa: N802 (Twisted's name)
        self, name: str, timeout: Sequence[int] = ()
    ) -> "Deferred[str]":
        if name in self._proxies:  # those may be inside: whoever runs this named them
            return super().getHostByName(name, timeout)
        if ":" in name and not is_public(name, allow_loopback=self._allow_loopback):
            # An IPv6 literal. The look-up fails, because names are resolved to IPv4 only.
            self.refused[name] = name
        return super().getHostByName(name, timeout).addCallback(self._check_public, name)

    def _check_public(self, address: str, name: str) -> str:
        if not is_public(address, allow_loopback=self._allow_loopback):
            self.refused[name] = address
            raise DNSLookupError(f"{name} is {address}, which is not a public address")
        return address
