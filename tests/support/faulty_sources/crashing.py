"""A source whose own code fails on a page that arrived."""

from collections.abc import Iterator

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.faulty_sources import SERVERS, links


class Crashing(Source):
    publisher = "test"
    custom_settings = LOCAL
    links = links("healthy", "first", "second")

    def follow(self, page: Page) -> Iterator[Link]:
        if page.url.endswith("first"):
            yield Link(kind="detail", url=f"{SERVERS['healthy']}/third", document="third")
            raise SystemExit("a source that ends everything")
