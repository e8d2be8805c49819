"""Mistral's pages of its models."""

import re
from collections.abc import Iterator
from itertools import pairwise

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Context,
    Currency,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Node,
    Page,
    Quote,
    Row,
    Unit,
    component_texts,
    read_unit,
)

SITE = "https://docs.mistral.ai"
MODEL_PATH = r"/models/(?:model-cards/)?([a-z][\w.-]*\d[\w.-]*)"
UNIT_METERS: dict[Unit, Meter] = {
    "minute": "minute",
    "1M characters": "character",
    "1K pages": "page",
}
LABEL_METERS: dict[str, Meter] = {
    "Input": "input",
    "Cached input": "cache_read",
    "Output": "output",
}
SIDE_METERS: dict[str, Meter] = {"input": "input", "output": "output"}
CURRENCIES: dict[str, Currency] = {"price": "USD", "priceEur": "EUR"}
# The days of the table of what ended: "7/31/2026" is July 31, as other rows of the column prove.
DAY = re.compile(r"\d+/\d+/\d+")
ENDINGS: dict[str, Attribute] = {"Deprecation": "deprecated_date", "Retirement": "retired_date"}
AMERICAN_DAY = r"(\d{1,2})/(\d{1,2})/(20\d\d)"
LIMITS: dict[str, Attribute] = {"Context": "context_tokens", "Max output": "max_output_tokens"}


class MistralModels(Documentation):
    """Mistral's page of each of its models: prices, context, longest answer, retirement.

    Prices are in dollars and in euros, per the unit that the data names. The data for the page's
    scripts says each thing once and refers to it elsewhere. A price of 0 is one where the data says
    free, else none; one beside an original price is a promotion. The names by which a model is
    called are its aliases, but for those that move on to the next one. The index was never seen as
    HTML: what leads on are its links, and its table of what ended says when, and what to use
    instead.
    """

    publisher = "mistral"
    links = [Link(kind="index", url=f"{SITE}/models")]
    follow_patterns = {"model": re.escape(SITE) + MODEL_PATH}
    expect = {"model": range(1, 60), "endings": range(2_000)}

    def follow(self, page: Page) -> Iterator[Link]:
        if page.kind != "index":
            return
        names: dict[str, None] = {}
        for link in page.elements("a[href]"):
            path = re.search(f"{MODEL_PATH}$", link.attribute("href").text)
            if path:
                names[path[1]] = None
        for name in names:
            yield Link(kind="model", url=f"{SITE}/models/{name}", document=name)

    def claims(self, page: Page) -> Claims:
        if page.kind != "index":
            return self.read_parts(page, self.model)
        if not any(self.follow(page)):
            raise LayoutChanged(
                "the index leads to no model", expected=f"links such as {MODEL_PATH!r}"
            )
        return self.read_parts(page, self.endings)

    def endings(self, page: Page) -> Claims:
        """The table of deprecated and retired models. One without an id was never sold."""
        for table in page.outline.tables("Model", "API", *ENDINGS):
            claims: list[Claim] = []
            for row in table.rows(ignore=["Model", "Version"]):
                claims += self.ended(row)
            days = [
                claim.quote
                for claim in claims
                if claim.attribute in ENDINGS.values() and DAY.fullmatch(claim.quote.text)
            ]
            if not all_are_american(days):
                raise LayoutChanged(
                    "the days are not written as month/day/year",
                    where=table.where,
                    found=", ".join(day.text for day in days[:4]),
                )
            yield from claims

    def ended(self, row: Row) -> Claims:
        route = row.find("API")
        days = {header: row.find(header) for header in ENDINGS}
        successor = row.find("Alternative")
        if route is None:
            return
        for header, day in days.items():
            if day:
                attribute = ENDINGS[header]
                yield Claim(route=route, attribute=attribute, quote=day, value=iso_day(day.text))
        if successor:
            yield Claim(route=route, attribute="successor", quote=successor)

    def model(self, page: Page) -> Claims:
        route = page.quote_in_url(f"{MODEL_PATH}$")
        for node in page.texts_in_scripts("currentModelName"):
            yield Claim(route=route, attribute="name", quote=node.require("currentModelName"))
        for node in page.texts_in_scripts("names", "maxVisible"):
            for alias in node.scalars("names"):
                if not alias.text.endswith("-latest"):
                    yield Claim(route=route, attribute="alias", variant=self.publisher, quote=alias)
        for node in page.texts_in_scripts("pricing"):
            retired = node.get("isRetired")
            if retired and retired.text == "true":
                yield Claim(route=route, attribute="status", value="retired", quote=retired)
            pricing = node.get_node("pricing")
            if pricing:
                yield from self.prices(page, route, pricing)
        yield from self.limits(page, route)

    def prices(self, page: Page, route: Quote, pricing: Node) -> Claims:
        free = self.free_context(pricing)
        entries = self.price_entries(pricing)
        for side, entry in entries:
            denominator = entry.require("denominator")
            unit = read_unit(denominator.text)
            meter = self.meter(side, unit, entry.get("label"))
            if unit is None or meter is None:
                raise LayoutChanged(
                    "a price has no known unit or label", where=entry.where, found=denominator.text
                )
            originals = [key for key in entry if key.startswith("original")]
            for key, currency in CURRENCIES.items():
                price = entry.get(key, denominator.as_context("unit"), *free)
                if price is None or (price.text == "0" and not free):
                    continue
                yield Claim(
                    route=route,
                    meter=meter,
                    quote=price,
                    unit=unit,
                    currency=currency,
                    variant=self.variant(denominator, currency),
                    price_class="promotional" if originals else "list",
                )
            entry.ignore("type", *originals)
            if entry is pricing:
                entry.ignore(*pricing)
            page.note_unread_keys("model", entry)

    def free_context(self, pricing: Node) -> list[Context]:
        """The word that makes a price of 0 a price, where the data says free."""
        free = pricing.require("free")
        return [free.as_context("free")] if free.text == "true" else []

    def price_entries(self, pricing: Node) -> list[tuple[str, Node]]:
        """The prices of each side, with the side; the data itself where it has one price only."""
        entries: list[tuple[str, Node]] = []
        for side in SIDE_METERS:
            if side in pricing:
                entries += [(side, entry) for entry in pricing.require_node(side).nodes()]
        return entries or [("input", pricing)]

    def meter(self, side: str, unit: Unit | None, label: Quote | None) -> Meter | None:
        """What a price is for: what its unit counts, else what its label says, else its side."""
        if unit in UNIT_METERS:
            return UNIT_METERS[unit]
        if label:
            return LABEL_METERS.get(label.text)
        return SIDE_METERS[side]

    def variant(self, denominator: Quote, currency: Currency) -> str | None:
        words: list[str] = []
        if "Annotated" in denominator.text:
            words.append("annotated")
        if currency == "EUR":
            words.append("in euros")
        return ", ".join(words) or None

    def limits(self, page: Page, route: Quote) -> Claims:
        """The context and the longest answer, each a text that follows its label."""
        for row in page.flight:
            for label, quote in pairwise(component_texts(row)):
                if label.text in LIMITS and quote.text != "--":
                    limit = quote.with_context(label.as_context("row"))
                    yield Claim(route=route, attribute=LIMITS[label.text], quote=limit)


def all_are_american(days: list[Quote]) -> bool:
    """Whether days are month/day/year: each can be, and one can be nothing else."""
    stated = [re.fullmatch(AMERICAN_DAY, day.text) for day in days]
    months = [int(match[1]) for match in stated if match]
    return (
        all(stated)
        and all(month <= 12 for month in months)
        and any(int(match[2]) > 12 for match in stated if match)
    )


def iso_day(text: str) -> str:
    """The ISO date of a day written as month/day/year; the text where it is no such day."""
    if not re.fullmatch(AMERICAN_DAY, text):
        return text
    month, day, year = text.split("/")
    return f"{year}-{int(month):02}-{int(day):02}"
