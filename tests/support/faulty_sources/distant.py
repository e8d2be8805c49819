"""Pages on the web, for which a local server stands in."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source


class Distant(Source):
    publisher = "test"
    custom_settings = LOCAL | {"RETRY_TIMES": 0}
    allowed_domains: ClassVar[list[str]] = ["acme.example"]
    links: ClassVar[list[Link]] = [
        Link(kind="page", url="https://docs.acme.example/pricing.html?plan=api&key=public"),
        Link(kind="elsewhere", url="https://other.example/pricing"),
    ]
