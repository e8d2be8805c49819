"""The settings of Scrapy that differ from its defaults, where those are not polite or not safe."""

import os
from typing import Any

from spiders.archive.content_encoding import ACCEPTED_ENCODINGS, BODY_LIMIT

PROJECT = "https://github.com/cardkeep/cardkeep"


def user_agent(contact: str = "") -> str:
    """The user agent, with the contact that publishers see: that of CARDKEEP_CONTACT, or this one."""
    shown = os.environ.get("CARDKEEP_CONTACT") or contact or PROJECT
    return f"cardkeep (+{' '.join(shown.split())})"


USER_AGENT = user_agent()
ROBOTS_NAME = "cardkeep"

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops requests without any outcome
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # reads an error as permission
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # accepts cut bodies
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,  # takes every proxy in the environment
    "spiders.crawler.middlewares.bounds.Bounds": 50,
    "spiders.crawler.middlewares.robots.Robots": 100,
    "spiders.crawler.middlewares.decoding.Decoding": 590,
    "spiders.crawler.middlewares.credentials.Credentials": 740,
    "spiders.crawler.middlewares.proxies.Proxies": 750,
    "spiders.crawler.middlewares.pause.Pause": 865,
    # Next to the network: it sees everything, as received.
    "spiders.crawler.middlewares.archiving.ArchiveMiddleware": 870,
}
SPIDER_MIDDLEWARES = {"spiders.crawler.source_crawler.StartRequests": 10}
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "spiders.crawler.download_handler.CappedHandler",
    "https": "spiders.crawler.download_handler.CappedHandler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}
TWISTED_DNS_RESOLVER = "spiders.crawler.middlewares.bounds.PublicResolver"
ALLOW_LOOPBACK = False
PROXIES: dict[str, str] = {}
NO_PROXY: tuple[str, ...] = ()
HOST_TOKENS: dict[str, str] = {}

DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": ACCEPTED_ENCODINGS,
}
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
METAREFRESH_ENABLED = (
    False  # a page that only refreshes is a shell, and its target is not one that we planned
)
HTTPERROR_ALLOW_ALL = True
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # link_tracker.py plans each link once
URLLENGTH_LIMIT = 0
CONCURRENT_ITEMS = (
    1  # no items come out of a crawl, and Scrapy starts this many tasks for every page
)
DOWNLOAD_VERIFY_CERTIFICATES = True

# One request at a time and host, spaced by how slowly the host answers.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 30.0
DOWNLOAD_DELAY = 0.5
CONCURRENT_REQUESTS = 4
CONCURRENT_REQUESTS_PER_DOMAIN = 2

# 60 s in all for a page, never twice; other failures are tried three times.
DOWNLOAD_TIMEOUT = 60
DNS_TIMEOUT = 20
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408]
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.CannotResolveHostError",
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # it has an outcome
CLOSESPIDER_TIMEOUT = 3600

# The most seconds that we wait when a server says how long, and the seconds that we wait when it
# says 429 without saying how long.
WAIT_LIMIT = 60
WAIT_UNASKED = 10

# For pages that a browser renders (spiders/crawler/rendering.py): seconds in all, and milliseconds
# of them until the page has loaded.
DRAWN_WITHIN = 90
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 60_000
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 2

DOWNLOAD_MAXSIZE = BODY_LIMIT
DOWNLOAD_WARNSIZE = 0

TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
LOG_LEVEL = "WARNING"
LOG_VERSIONS: list[str] = []

# For a local server with samples: nobody to be polite to.
LOCAL: dict[str, Any] = {
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
