"""Answers that never end, or unpack to more than any page, under the limits that a real crawl has."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import links


class Large(Source):
    publisher = "test"
    custom_settings = LOCAL
    links: ClassVar[list[Link]] = links(
        "faults", "gzip-bomb", "endless-body", "endless-headers", "announced-too-large"
    )
