"""A source whose first page has its next one only in the header of its answer."""

from collections.abc import Iterator

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.faulty_sources import links


class Paged(Source):
    publisher = "test"
    custom_settings = LOCAL
    links = links("healthy", "listed")

    def follow(self, page: Page) -> Iterator[Link]:
        if address := page.next_address():
            yield Link(kind="page", url=address, document="the next")
