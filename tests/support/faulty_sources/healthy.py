"""A source whose pages are all there: the second leads to the third."""

from collections.abc import Iterator

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.faulty_sources import SERVERS, links


class Healthy(Source):
    publisher = "test"
    custom_settings = LOCAL
    links = links("healthy", "stable", "first")

    def follow(self, page: Page) -> Iterator[Link]:
        if page.url.endswith("first"):
            yield Link(kind="detail", url=f"{SERVERS['healthy']}/second", document="second")
            yield Link(kind="page", url=f"{SERVERS['healthy']}/first", document="first")
