"""Hosts with robots.txt of every kind."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import SERVERS, links


class Robots(Source):
    publisher = "test"
    custom_settings = LOCAL | {"WAIT_LIMIT": 5, "WAIT_UNASKED": 0.1}
    links: ClassVar[list[Link]] = [
        link
        for server in SERVERS
        if server.startswith("robots_")
        for link in links(server, "page", "private/page", "third")
    ]
