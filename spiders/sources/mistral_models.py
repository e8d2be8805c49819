"""Mistral's page of each of its models: prices in dollars and in euros, context, longest answer,
retirement.

The page's data says them once and refers to them elsewhere. A price of 0 is one where the data says
free, else none. The index was never seen as HTML: what leads on are its links.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from spiders.claims import Attribute, Claim, Claims, Currency, Link, Meter, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.parsing.react_flight import component_texts
from spiders.readers.phrases import read_unit
from spiders.source import Documentation

SITE = "https://docs.mistral.ai"
NAME = r"/models/(?:model-cards/)?([a-z][\w.-]*\d[\w.-]*)"
METERS: dict[Unit, Meter] = {"minute": "minute", "1M characters": "character", "1K pages": "page"}
SIDES: dict[str, Meter] = {"input": "input", "output": "output"}
LABELS: dict[str, Meter] = {"Input": "input", "Cached input": "cache_read", "Output": "output"}
CURRENCIES: dict[str, Currency] = {"price": "USD", "priceEur": "EUR"}
LIMITS: dict[str, Attribute] = {"Context": "context_tokens", "Max output": "max_output_tokens"}


class MistralModels(Documentation):
    publisher = "mistral"
    links = [Link(kind="index", url=f"{SITE}/models")]
    follow_patterns = {"model": re.escape(SITE) + NAME}
    expect = {"model": range(1, 60)}

    def follow(self, page: Page) -> Iterator[Link]:
        links = page.elements("a[href]") if page.kind == "index" else []
        found = [re.search(f"{NAME}$", link.attribute("href").text) for link in links]
        for name in dict.fromkeys(match[1] for match in found if match):
            yield Link(kind="model", url=f"{SITE}/models/{name}", document=name)

    def claims(self, page: Page) -> Claims:
        if page.kind == "index":
            if not any(self.follow(page)):
                raise LayoutChanged(
                    "the index leads to no model", expected=f"links such as {NAME!r}"
                )
            return iter(())
        return self.read_parts(page, self.model)

    def model(self, page: Page) -> Claims:
        route = page.quote_in_url(f"{NAME}$")
        for node in page.texts_in_scripts("currentModelName"):
            yield Claim(route=route, attribute="name", quote=node.require("currentModelName"))
        for node in page.texts_in_scripts("pricing"):
            if (retired := node.get("isRetired")) and retired.text == "true":
                yield Claim(route=route, attribute="status", value="retired", quote=retired)
            if pricing := node.get_node("pricing"):
                yield from self.prices(page, route, pricing)
        for row in page.flight:
            for label, quote in pairwise(component_texts(row)):
                if label.text in LIMITS and quote.text != "--":
                    yield Claim(
                        route=route,
                        attribute=LIMITS[label.text],
                        quote=quote.with_context(label.as_context("row")),
                    )

    def prices(self, page: Page, route: Quote, pricing: Node) -> Claims:
        free = (
            [pricing.require("free").as_context("free")]
            if pricing.require("free").text == "true"
            else []
        )
        entries = [
            (side, node)
            for side in SIDES
            if side in pricing
            for node in pricing.require_node(side).nodes()
        ]
        for side, node in entries or [("input", pricing)]:
            stated, label = node.require("denominator"), node.get("label")
            unit = read_unit(stated.text)
            meter = (
                METERS.get(unit)
                if unit in METERS
                else LABELS.get(label.text)
                if label
                else SIDES[side]
            )
            if unit is None or meter is None:
                raise LayoutChanged(
                    "a price has no known unit or label", where=node.where, found=stated.text
                )
            for key, currency in CURRENCIES.items():
                words = ["annotated"] * ("Annotated" in stated.text) + ["in euros"] * (
                    currency == "EUR"
                )
                quote = node.get(key, stated.as_context("unit"), *free)
                if quote and (free or quote.text != "0"):
                    yield Claim(
                        route=route,
                        meter=meter,
                        quote=quote,
                        unit=unit,
                        currency=currency,
                        variant=", ".join(words) or None,
                    )
            node.ignore("type", *(() if entries else pricing))
            page.note_unread_keys("model", node)
