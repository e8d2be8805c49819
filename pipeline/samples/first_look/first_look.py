"""A page that is looked at before there is a source for it."""

import os
from typing import ClassVar

from pipeline.samples.first_look import URL_VARIABLE
from spiders.authoring import Claims, Documentation, Link, Page


class FirstLook(Documentation):
    """Claims nothing: the page is only fetched."""

    publisher = "unknown"
    terms = "unknown: a person asks for one page"
    links: ClassVar[list[Link]] = [
        Link(kind="page", url=os.environ.get(URL_VARIABLE, "https://unknown.invalid/"))
    ]
    expect: ClassVar[dict[str, range]] = {}

    def claims(self, page: Page) -> Claims:
        return iter(())
