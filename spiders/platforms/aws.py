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
        return self.attributes.require("usagetype")

    @property
    def region(self) -> str:
        return self.attributes.require("regionCode").text

    @property
    def unit(self) -> Quote:
        return self.rate.require("unit")

    @property
    def tokens(self) -> Unit | None:
        """The unit, where it counts tokens; some products call theirs "Units", and say in words
        what it is.
        """
        if self.unit.text == "Units" and re.search(
            r"\bMillion\b", self.rate.require("description").text
        ):
            return "1M tokens"
        return _TOKENS.get(self.unit.text)

    @property
    def amount(self) -> Quote:
        amount = self.rate.require_node("pricePerUnit").require("USD")
        return amount.with_context(self.usage.as_context("row"), self.unit.as_context("unit"))


def price_list_index(service: str) -> Link:
    """The index of a service's regions."""
    return Link(kind="regions", url=f"{_HOST}/offers/v1.0/aws/{service}/current/region_index.json")


def region_file_patterns(service: str) -> dict[str, str]:
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
    index_kinds = ("regions",)

    def price(self, page: Page, price: AwsPrice) -> Claims:
        raise NotImplementedError(f"{type(self).__name__} has no price(page, price)")

    def follow(self, page: Page) -> Iterator[Link]:
        for region in page.json().require_node("regions").nodes() if page.kind == "regions" else ():
            url = _HOST + region.require("currentVersionUrl").text
            yield Link(kind="prices", url=url, document=region.require("regionCode").text)

    def prices(self, page: Page) -> Claims:
        return self.read_each(
            page, "prices", self._on_demand(page), lambda price: self.price(page, price)
        )

    def _on_demand(self, page: Page) -> Iterator[AwsPrice]:
        answer = page.json()
        published, terms = (
            answer.require("publicationDate").text[:10],
            answer.require_node("terms").require_node("OnDemand"),
        )
        for sku, product in answer.require_node("products").object_members():
            for term in terms.require_node(sku.text).nodes() if sku.text in terms else ():
                day = term.require("effectiveDate").text[:10]
                for rate in term.require_node("priceDimensions").nodes():
                    price = AwsPrice(
                        product.require_node("attributes"), rate, day if day > published else None
                    )
                    if (start := rate.get("beginRange")) and start.text != "0":
                        page.note_unread(
                            "prices", "a price from a quantity on is not read", price.amount.locator
                        )
                    else:
                        yield price
