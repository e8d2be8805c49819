"""A seller that prices in several currencies. Every process that reads a page imports this module: it
imports nothing that sources do not.
"""

from collections.abc import Iterator
from typing import ClassVar

from spiders.claims import Claim, Link, Unit
from spiders.parsing.page import Page
from spiders.source import Source

UNITS: dict[str, Unit] = {"tokens": "1M tokens", "thousands": "1K tokens", "pictures": "image"}


class Prices(Source):
    """Prices of input in the currencies that they are written in: a line each."""

    publisher = "seller"
    lineage = "first_party"
    terms = ""
    links: ClassVar = [Link(kind="prices", url="https://seller.example/prices.json")]
    expect: ClassVar = {"prices": range(99)}

    def claims(self, page: Page) -> Iterator[Claim]:
        for row in page.json().nodes():
            for kind, unit in UNITS.items():
                if quote := row.get(kind):
                    yield Claim(route=row.require("model"), meter="input", unit=unit, quote=quote)
