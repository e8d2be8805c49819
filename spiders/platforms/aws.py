"""The price lists that AWS publishes of any of its services: an index of regions, and a file a
region.

A file has products, each with attributes, and the terms that price them, both by the product's key.
A price is in dollars per the unit that its term names.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spiders.claims import Claims, Link, Quote, Unit
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Source

_TOKENS: dict[str, Unit] = {"1K tokens": "1K tokens", "1M tokens": "1M tokens"}
_HOST = "https://pricing.us-east-1.amazonaws.com"


class AwsPrice(NamedTuple):
    """A price on demand: the product it is for, what is charged, and the day it begins where that
    is yet to come.
    """

    attributes: Node
    rate: Node
    begins: str | None
    """ISO date."""

    @property
    def usage(self) -> Quote:
        return self.attributes.text("usagetype")

    @property
    def region(self) -> str:
        return self.attributes.text("regionCode").text

    @property
    def unit(self) -> Quote:
        return self.rate.text("unit")

    @property
    def tokens(self) -> Unit | None:
        """The unit, where it counts tokens; some products call theirs "Units", and say in words
        what it is.
        """
        if self.unit.text == "Units" and re.search(
            r"\bMillion\b", self.rate.text("description").text
        ):
            return "1M tokens"
        return _TOKENS.get(self.unit.text)

    @property
    def amount(self) -> Quote:
        amount = self.rate.node("pricePerUnit").text("USD")
        return amount.within(self.usage.as_context("row"), self.unit.as_context("unit"))


def index_of(service: str) -> Link:
    """The index of a service's regions."""
    return Link(kind="regions", url=f"{_HOST}/offers/v1.0/aws/{service}/current/region_index.json")


def files_of(service: str) -> dict[str, str]:
    """The files of a service's regions, as Source.followed; "current" is the region of the file
    with all of them.
    """
    return {
        "prices": rf"{re.escape(_HOST)}/offers/v1\.0/aws/{service}/(?:\w+/)??([\w-]+)/index\.json"
    }


class AwsPriceList(Source):
    """A source of one service's price list. It says what one price means; the rest is here."""

    lineage = "first_party"
    terms = "public price list, no key"
    indexes = ("regions",)

    def price(self, page: Page, price: AwsPrice) -> Claims:
        raise NotImplementedError(f"{type(self).__name__} has no price(page, price)")

    def follow(self, page: Page) -> Iterator[Link]:
        for region in page.json().node("regions").each() if page.kind == "regions" else ():
            url = _HOST + region.text("currentVersionUrl").text
            yield Link(kind="prices", url=url, document=region.text("regionCode").text)

    def prices(self, page: Page) -> Claims:
        return self.each(
            page, "prices", self._on_demand(page), lambda price: self.price(page, price)
        )

    def _on_demand(self, page: Page) -> Iterator[AwsPrice]:
        answer = page.json()
        published, terms = (
            answer.text("publicationDate").text[:10],
            answer.node("terms").node("OnDemand"),
        )
        for sku, product in answer.node("products").members():
            for term in terms.node(sku.text).each() if sku.text in terms else ():
                day = term.text("effectiveDate").text[:10]
                for rate in term.node("priceDimensions").each():
                    price = AwsPrice(
                        product.node("attributes"), rate, day if day > published else None
                    )
                    if (start := rate.maybe("beginRange")) and start.text != "0":
                        page.unread(
                            "prices", "a price from a quantity on is not read", price.amount.locator
                        )
                    else:
                        yield price
