"""The price lists of AWS services: an index of regions, and one file per region.

A file has products, each with attributes, and the terms that price them, both by the product's key
(SKU). A price is in dollars per the unit that its term names.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import NamedTuple

from spiders.claims import Claims, Link, Quote, Unit
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Source

_TOKENS: dict[str, Unit] = {"1K tokens": "1K tokens", "1M tokens": "1M tokens"}
_HOST = "https://pricing.us-east-1.amazonaws.com"


class AwsPrice(NamedTuple):
    """A price on demand."""

    attributes: Node
    """The attributes of the product."""
    rate: Node
    """What is charged: one of the price dimensions of a term."""
    begins: str | None
    """The first day of effect, ISO date, when it is after the day of publication."""

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
        """The unit, when it counts tokens; None for another. A unit called "Units" is named in the
        description.
        """
        if self.unit.text == "Units":
            description = self.rate.require("description").text
            return "1M tokens" if re.search(r"\bMillion\b", description) else None
        return _TOKENS.get(self.unit.text)

    @property
    def amount(self) -> Quote:
        amount = self.rate.require_node("pricePerUnit").require("USD")
        return amount.with_context(self.usage.as_context("row"), self.unit.as_context("unit"))


def price_list_index(service: str) -> Link:
    """The index of a service's regions."""
    return Link(kind="regions", url=f"{_HOST}/offers/v1.0/aws/{service}/current/region_index.json")


def region_file_patterns(service: str) -> dict[str, str]:
    """The urls of the files of a service's regions, as `Source.follow_patterns` has them. The file
    of all regions has "current" in place of a region.
    """
    return {
        "prices": rf"{re.escape(_HOST)}/offers/v1\.0/aws/{service}/(?:\w+/)??([\w-]+)/index\.json"
    }


class AwsPriceList(Source, ABC):
    """The base of a source of one service's price list. A subclass has `price`, which makes the
    claims of one price.
    """

    lineage = "first_party"
    terms = "public price list, no key"
    index_kinds = ("regions",)

    @abstractmethod
    def price(self, page: Page, price: AwsPrice) -> Claims:
        """The claims of one price: each source says what its service's prices mean."""

    def follow(self, page: Page) -> Iterator[Link]:
        if page.kind != "regions":
            return
        for region in page.json().require_node("regions").nodes():
            url = _HOST + region.require("currentVersionUrl").text
            yield Link(kind="prices", url=url, document=region.require("regionCode").text)

    def prices(self, page: Page) -> Claims:
        def read(price: AwsPrice) -> Claims:
            return self.price(page, price)

        return self.read_each(page, "prices", self._on_demand(page), read)

    def _on_demand(self, page: Page) -> Iterator[AwsPrice]:
        answer = page.json()
        published = answer.require("publicationDate").text[:10]
        terms_by_sku = answer.require_node("terms").require_node("OnDemand")
        for sku, product in answer.require_node("products").object_members():
            if sku.text not in terms_by_sku:
                continue
            for term in terms_by_sku.require_node(sku.text).nodes():
                effective = term.require("effectiveDate").text[:10]
                begins = effective if effective > published else None
                for rate in term.require_node("priceDimensions").nodes():
                    price = AwsPrice(product.require_node("attributes"), rate, begins)
                    if _is_from_a_quantity_on(rate):
                        page.note_unread(
                            "prices", "a price from a quantity on is not read", price.amount.locator
                        )
                    else:
                        yield price


def _is_from_a_quantity_on(rate: Node) -> bool:
    start = rate.get("beginRange")
    return start is not None and start.text != "0"
