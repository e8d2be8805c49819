"""One link for each fault of the fault server."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import SERVERS, links


class Faults(Source):
    publisher = "test"
    custom_settings = LOCAL | {"DOWNLOAD_TIMEOUT": 2, "DOWNLOAD_MAXSIZE": 2_000_000}
    links: ClassVar[list[Link]] = [
        *links("faults", "page", "gzipped", "deflated", "moved", "recovers", "unasked-304"),
        *links("faults", "error-500", "error-403", "error-401", "error-404", "error-410"),
        *links("faults", "loop", "to-private", "to-metadata", "to-file", "to-data"),
        *links("faults", "to-another-host"),
        *links("faults", "timeout-before-answer", "slow-body", "reset", "reset-in-body", "garbage"),
        *links(
            "faults",
            "truncated",
            "truncated-chunks",
            "truncated-gzip",
            "damaged-gzip",
            "unknown-encoding",
        ),
        *links(
            "faults",
            "without-length",
            "announced-too-large",
            "gzip-bomb",
            "endless-body",
            "endless-headers",
        ),
        *links(
            "faults",
            "long-header",
            "captcha",
            "login",
            "shell",
            "empty",
            "no-content",
            "refresh",
            "page.md",
        ),
        *links("faults", "api/v1/models"),
        *links("closed", "down"),
        Link(kind="page", url="file:///etc/hostname", document="file"),
        Link(kind="page", url="data:text/html,x", document="data"),
        Link(kind="page", url="no address", document="no address"),
        Link(kind="page", url="http://does-not-exist.invalid/", document="unknown name"),
        Link(
            kind="page",
            url=f"{SERVERS.get('faults')}/page",
            document="the same page as another document",
        ),
        *links("faults", "page"),  # the same link twice is one link
    ]
