"""A source whose pages only scripts fill, and one page that is data."""

from collections.abc import Iterator

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.faulty_sources import SERVERS, links


class Drawn(Source):
    publisher = "test"
    needs_browser = True
    custom_settings = LOCAL | {"DRAWN_WITHIN": 25}
    links = links("drawn", "prices", "data.json", "never", "huge", "hung", "missing")

    def follow(self, page: Page) -> Iterator[Link]:
        if "Drawn by a script" in page.text:
            yield Link(kind="page", url=f"{SERVERS['drawn']}/second", document="second")
