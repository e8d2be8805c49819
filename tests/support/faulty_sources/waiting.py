"""Servers that ask to wait."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import links


class Waiting(Source):
    publisher = "test"
    custom_settings = LOCAL | {"WAIT_LIMIT": 5, "WAIT_UNASKED": 0.3}
    links: ClassVar[list[Link]] = [
        *links(
            "waits", "wait-seconds", "wait-date", "wait-garbage", "wait-unavailable", "wait-always"
        ),
        *links("waits_long", "wait-long"),
        *links("waits_forever", "wait-year-9999"),
    ]
