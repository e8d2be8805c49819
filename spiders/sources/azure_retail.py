"""Azure's retail prices of OpenAI's and of others' models."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from spiders.authoring import (
    Claims,
    LayoutChanged,
    Link,
    MeterWords,
    Node,
    Page,
    Quote,
    Source,
    Unit,
)

API_URL = "https://prices.azure.com/api/retail/prices"
# The families that a product's name says and many of its meters leave out.
FAMILY = re.compile(r"GPT|Grok|Deepseek|Kimi|Llama|Mistral|Phi|Cohere|Qwen|MAI")
# By the row's unit of measure and the last word of its meter.
UNITS: dict[tuple[str, str], Unit] = {
    ("1K", "Tokens"): "1K tokens",
    ("1M", "Tokens"): "1M tokens",
    ("1", "Second"): "second",
}
METER_WORDS = MeterWords(
    {
        "cache_write": "wr write",
        "cache_read": "cached cchd ccchd cach cache cd",
        "training": "trng training",
        "output": "output outpt outp opt out",
        "input": "input inpt inp",
        "second": "second",
    },
    tiers={"batch": "batch", "priority": "pp"},
    modalities={"text": "txt text", "audio": "aud audio", "image": "img image"},
    lifetimes={},
    variants={
        "global": "glbl gl global",
        "data zone": "dzone dz data zone",
        "regional": "regnl rgnl regional",
        "fine_tuned": "ft",
        "developer": "dev",
        "short context": "shortco",
        "long context": "longco",
    },
    silent="std tokens token tkn 1m 1k",
)

# Where a deployment runs: anywhere, in a few countries, or in its region. It is part of the region
# that a price is for, since any request pays one of them.
DEPLOYMENTS = ("global", "data zone", "regional")


class AzurePrice(NamedTuple):
    """A row: what is charged, and its days of effect as ISO dates, half-open."""

    row: Node
    begins: str
    ends: str | None

    @property
    def meter(self) -> Quote:
        return self.row.require("meterName")

    @property
    def meter_id(self) -> str:
        return self.row.require("meterId").text

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
        price = self.row.require("retailPrice")
        return price.with_context(section=self.product, row=self.meter, unit=self.size)


def first_page(kind: str, word: str) -> Link:
    """The first page of the prices of all products whose name contains a word.

    All its pages are one document.
    """
    return Link(kind=kind, url=f"{API_URL}?$filter=contains(productName,'{word}')", document=word)


def further_pages(word: str) -> str:
    """The urls of the further pages of that list, as a value of Source.follow_patterns."""
    return (
        r"https://prices\.azure\.com(?::443)?/api/retail/prices"
        rf"\?.*productName,(?:'|%27)({word})(?:'|%27).*skip=\d+"
    )


class AzureRetail(Source):
    """Azure's prices in dollars: one row per meter, region and day of effect.

    The name of a meter says what is measured: "gpt-4o-0806-Inp-glbl Tokens". A meter whose price
    changes has one row for each price: one ends when the next begins. Reservations, prices from a
    quantity on, and prices per hour or in hundreds are listed as unread. Of its answers copies were
    seen that hold real meters in rows set again.
    """

    publisher = "azure"
    lineage = "first_party"
    role = "priced"
    terms = "public API without a key"
    links = [first_page("openai", "OpenAI"), first_page("models", "Models")]
    follow_patterns = {"openai": further_pages("OpenAI"), "models": further_pages("Models")}
    expect = {"prices": range(1, 5_000)}
    partial_kinds = ("openai", "models")

    def follow(self, page: Page) -> Iterator[Link]:
        further = page.json().get("NextPageLink")
        if further is None:
            return
        match = re.fullmatch(self.follow_patterns[page.kind], further.text)
        if match is None:
            raise LayoutChanged(
                "the next page is of another list", where=further.locator, found=further.text
            )
        yield Link(kind=page.kind, url=further.text, document=match[1])

    def prices(self, page: Page) -> Claims:
        return self.read_each(page, "prices", self.prices_of_use(page), partial(self.price, page))

    def prices_of_use(self, page: Page) -> Iterator[AzurePrice]:
        """The rows that price each use, with the days on which the next row of a meter begins."""
        prices: list[AzurePrice] = []
        for row in page.json().require_node("Items").nodes():
            begins = row.require("effectiveStartDate").text[:10]
            prices.append(AzurePrice(row, begins, None))
        starts: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for price in prices:
            starts[price.meter_id, price.region].add(price.begins)
        for price in prices:
            kind = price.row.require("type").text
            quantity = price.row.require("tierMinimumUnits").text
            if kind == "Consumption" and not float(quantity):
                later = {day for day in starts[price.meter_id, price.region] if day > price.begins}
                yield price._replace(ends=min(later, default=None))
            else:
                page.note_unread(
                    "prices",
                    f"a price of the type {kind} from {quantity} on is not read",
                    price.amount.locator,
                )

    def price(self, page: Page, price: AzurePrice) -> Claims:
        is_in_openai_list = "OpenAI" in price.product.text
        if page.kind == "models" and is_in_openai_list:
            price.row.ignore("retailPrice")
            return
        label = price.meter
        name_end, words = METER_WORDS.split(label.text)
        measured = METER_WORDS.read(words)
        if measured.meter is None and "embed" in label.text.casefold():
            measured = measured._replace(meter="input")  # an embedding has no other side
        counted = label.text.rpartition(" ")[2]
        unit = UNITS.get((price.size.text, counted))
        if unit is None or measured.meter is None or not name_end:
            what = f"per {price.size.text} {counted}" if unit is None else f"for {label.text!r}"
            page.note_unread("prices", f"a price {what} is not read", price.amount.locator)
            return
        name = label.text[:name_end].rstrip(" -_")
        said = measured.variant.split(", ") if measured.variant else []
        deployment = [word for word in said if word in DEPLOYMENTS]
        variants = [word for word in said if word not in DEPLOYMENTS]
        measured = measured._replace(variant=", ".join(variants) or None)
        region = ", ".join(filter(None, [price.region, *deployment]))
        yield measured.claim(
            label.slice(0, len(name)),
            price.amount,
            unit,
            region=region or None,
            full_name=self.with_family(name, price.product),
            valid_from=price.begins,
            valid_to=price.ends,
        )

    def with_family(self, name: str, product: Quote) -> str:
        """A model's name, with the family that the product's name says where it leaves that out."""
        family = FAMILY.search(product.text)
        if family is None or name.casefold().startswith(family[0].casefold()):
            return name
        return f"{family[0]} {name}"
