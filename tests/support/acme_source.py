"""A made-up publisher, its page and its reader. Every process that reads a page imports this module: it
imports nothing that sources do not.
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from spiders.claims import Claim, Link
from spiders.parsing.page import Page
from spiders.source import Source

URL = "https://acme.example/prices.md"


class Acme(Source):
    """A page of two parts: prices, some from a day on, and the sizes of contexts."""

    publisher = "acme"
    lineage = "first_party"
    terms = ""
    links: ClassVar = [Link(kind="prices", url=URL)]
    expect: ClassVar = {"prices": range(1, 200), "contexts": range(200)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.read_parts(page, self.prices, self.contexts)

    def prices(self, page: Page) -> Iterator[Claim]:
        for row in page.outline.section("Prices").table("Model", "Input").rows():
            model, from_day = row.pop("Model"), row.pop("From").text or None
            for meter in ("input", "output"):
                price = row.pop(meter.title())
                yield Claim(
                    route=model, meter=meter, unit="1M tokens", quote=price, valid_from=from_day
                )

    def contexts(self, page: Page) -> Iterator[Claim]:
        for row in page.outline.section("Contexts").table("Model", "Context").rows():
            yield Claim(
                route=row.pop("Model"), attribute="context_tokens", quote=row.pop("Context")
            )


Acme.name = Acme.publisher  # else a source is called as its file
SOURCES = {Acme.name: Acme()}

Prices = Mapping[str, float | str]
"""Of each model the price of input (output is five times that); "nova from 2026-09-01" is a price
from a day on.
"""


def page(
    prices: Prices, *, contexts: Mapping[str, str] | None = None, is_broken: bool = False
) -> str:
    lines = ["# Prices", "", "| Model | Input | Output | From |", "| --- | --- | --- | --- |"]
    for name, price in prices.items():
        model, _, from_day = name.partition(" from ")
        shown = (
            [f"${price}", f"${price * 5:g}"] if isinstance(price, float | int) else [price, price]
        )
        lines.append(f"| {model} | {shown[0]} | {shown[1]} | {from_day} |")
    lines += [
        "",
        "# Contexts",
        "",
        f"| Model | {'Window' if is_broken else 'Context'} |",
        "| --- | --- |",
    ]
    lines += [f"| {model} | {context} |" for model, context in (contexts or {}).items()]
    return "\n".join(lines) + "\n"


class OwnList(Acme):
    """Acme's page, as a list of all that it sells."""

    role = "complete"


OwnList.name = Acme.name
