"""The publishers of the small catalog, and how their sheets are read. Every process that reads a page
imports this module: it imports nothing that sources do not.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from spiders.claims import Attribute, Claim, Link, Meter, Score
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Source

ATTRIBUTES: tuple[Attribute, ...] = (
    "name",
    "family",
    "released_date",
    "context_tokens",
    "max_output_tokens",
    "knowledge_cutoff",
    "open_weights",
    "input_modalities",
    "output_modalities",
    "status",
    "retired_date",
    "successor",
)
CAPABILITIES = ("function_calling", "reasoning", "structured_outputs", "vision")
HOW = ("currency", "tier", "region", "mode", "price_class", "value", "valid_from")
METERS: tuple[Meter, ...] = ("input", "output", "cache_read", "reasoning")


class Sheet(Source):
    """A JSON list of routes, each with what is said of it."""

    terms = ""
    expect: ClassVar = {"rows": range(100_000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.read_parts(page, self.rows)

    def rows(self, page: Page) -> Iterator[Claim]:
        for row in page.json().nodes():
            about: dict[str, Any] = {
                "route": row.require("id"),
                "seller": row.require("seller").text,
            }
            yield from _attributes(row, about)
            yield from _prices(row, about)
            yield from _rates(row)
            yield from _scores(row, about)
            yield from _capabilities(row, about)


def _attributes(row: Node, about: dict[str, Any]) -> Iterator[Claim]:
    for attribute in ATTRIBUTES:
        quote = row.get(attribute)
        if quote:
            yield Claim(**about, attribute=attribute, quote=quote)


def _prices(row: Node, about: dict[str, Any]) -> Iterator[Claim]:
    """The prices under the names of their meters, and those under `also`, which say more of how."""
    per_million: dict[str, Any] = {**about, "unit": "1M tokens"}
    for meter in METERS:
        quote = row.get(meter)
        if quote:
            yield Claim(**per_million, meter=meter, currency="USD", quote=quote)
        quote = row.get(f"batch_{meter}")
        if quote:
            yield Claim(**per_million, meter=meter, currency="USD", tier="batch", quote=quote)
    for price in row.children("also"):
        how: dict[str, Any] = {"meter": price.require("meter").text}
        for name in HOW:
            quote = price.get(name)
            if quote:
                how[name] = quote.text
        yield Claim(**per_million, **how, quote=price.require("price"))


def _rates(row: Node) -> Iterator[Claim]:
    rate = row.get("rate")
    if rate:
        yield Claim(
            service=row.require("currency"),
            attribute="exchange_rate",
            variant="EUR",
            valid_from=row.require("day").text,
            quote=rate,
        )


def _scores(row: Node, about: dict[str, Any]) -> Iterator[Claim]:
    for score in row.children("scores"):
        benchmark = score.require("benchmark").text
        yield Claim(
            **about,
            attribute="score",
            score=Score(benchmark=benchmark, runner="Bench", unit="percent"),
            quote=score.require("value"),
        )


def _capabilities(row: Node, about: dict[str, Any]) -> Iterator[Claim]:
    can = row.get_node("can")
    if can is None:
        return
    for capability in CAPABILITIES:
        quote = can.get(capability)
        if quote:
            yield Claim(**about, attribute="capability", variant=capability, quote=quote)


def _links(name: str) -> list[Link]:
    return [Link(kind="sheet", url=f"https://{name}.example/sheet.json")]


# Classes with names of their own, which a process that reads pages finds again.
class Amazon(Sheet):
    publisher = "amazon"
    lineage = "first_party"
    links = _links("amazon")


class Bazaar(Sheet):
    publisher = "bazaar"
    lineage = "aggregator"
    links = _links("bazaar")


class Lists(Sheet):
    publisher = "lists"
    lineage = "aggregator"
    links = _links("lists")


for _sheet in (Amazon, Bazaar, Lists):
    _sheet.name = _sheet.publisher  # else a source is called as its file

SHEETS: dict[str, Sheet] = {"amazon": Amazon(), "bazaar": Bazaar(), "lists": Lists()}
