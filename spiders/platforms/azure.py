"""Azure's retail prices of any of its services: pages of rows, a row a meter, a region and a day of
effect.

A meter whose price changes has a row for each price: one ends when the next begins. Reservations,
and prices from a quantity on, are no prices of each use.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from spiders.claims import Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Source

_API = "https://prices.azure.com/api/retail/prices"


class AzurePrice(NamedTuple):
    """A row: what is charged, and its days of effect as ISO dates, half-open."""

    row: Node
    begins: str
    ends: str | None

    @property
    def meter(self) -> Quote:
        return self.row.require("meterName")

    @property
    def product(self) -> Quote:
        return self.row.require("productName")

    @property
    def size(self) -> Quote:
        return self.row.require("unitOfMeasure")

    @property
    def region(self) -> str | None:
        region = self.row.get("armRegionName")
        return region.text if region else None

    @property
    def amount(self) -> Quote:
        context = (
            self.product.as_context("section"),
            self.meter.as_context("row"),
            self.size.as_context("unit"),
        )
        return self.row.require("retailPrice").with_context(*context)


def product_prices_link(word: str, kind: str) -> Link:
    """The first page of the prices of all products whose name contains a word. All pages are one
    document.
    """
    return Link(kind=kind, url=f"{_API}?$filter=contains(productName,'{word}')", document=word)


def further_page_patterns(word: str) -> str:
    """The urls of its further pages, as Source.followed has them."""
    return rf"https://prices\.azure\.com(?::443)?/api/retail/prices\?.*productName,(?:'|%27)({word})(?:'|%27).*skip=\d+"


class AzurePriceList(Source):
    """A source of the prices of some products. It says what one price means; the rest is here."""

    def price(self, page: Page, price: AzurePrice) -> Claims:
        raise NotImplementedError(f"{type(self).__name__} has no price(page, price)")

    def follow(self, page: Page) -> Iterator[Link]:
        if further := page.json().get("NextPageLink"):
            match = re.fullmatch(self.follow_patterns[page.kind], further.text)
            if match is None:
                raise LayoutChanged(
                    "the next page is of another list", where=further.locator, found=further.text
                )
            yield Link(kind=page.kind, url=further.text, document=match[1])

    def prices(self, page: Page) -> Claims:
        return self.read_each(
            page, "prices", self._in_effect(page), lambda price: self.price(page, price)
        )

    def _in_effect(self, page: Page) -> Iterator[AzurePrice]:
        rows = list(page.json().require_node("Items").nodes())
        begun: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        prices = [
            AzurePrice(row, row.require("effectiveStartDate").text[:10], None) for row in rows
        ]
        for price in prices:
            begun[price.row.require("meterId").text, price.region].add(price.begins)
        for price in prices:
            row, later = price.row, begun[price.row.require("meterId").text, price.region]
            kind, quantity = row.require("type").text, row.require("tierMinimumUnits").text
            if kind == "Consumption" and not float(quantity):
                yield price._replace(
                    ends=min((day for day in later if day > price.begins), default=None)
                )
            else:
                page.note_unread(
                    "prices",
                    f"a price of the type {kind} from {quantity} on is not read",
                    price.amount.locator,
                )
