"""A source whose page never comes."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import links


class Endless(Source):
    publisher = "test"
    custom_settings = LOCAL
    links: ClassVar[list[Link]] = links("healthy", "stable", "timeout-before-answer")
