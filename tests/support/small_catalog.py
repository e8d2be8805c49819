"""A small catalog for the tests of pages: three models on two days, as three publishers state them."""

import hashlib
import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, ClassVar

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load
from spiders.archive import Archive, PageOutcome
from spiders.claims import Attribute, Claim, Link, Meter, Score
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.store import Database
from warehouse.working import Warehouse

THEN, NOW = date(2026, 5, 1), date(2026, 5, 22)
NOVA, GRANITE, JAMBA = "nova-1", "granite-4b", "jamba-mini"

Row = Mapping[str, Any]

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
Nights = Sequence[tuple[date, Mapping[str, Sequence[Row]]]]


def route(seller: str, route_id: str, **said: Any) -> Row:
    return {"seller": seller, "id": route_id, **said}


NOVA_CARD: Row = {
    "name": "Nova 1",
    "family": "nova",
    "released_date": "2025-11-02",
    "context_tokens": 200_000,
    "max_output_tokens": 8192,
    "knowledge_cutoff": "2025-04",
    "open_weights": False,
    "input_modalities": "text, image",
    "output_modalities": "text",
    "can": {"function_calling": True, "reasoning": False, "structured_outputs": True},
}
GRANITE_CARD: Row = {
    "name": "IBM: Granite 4B",
    "family": "granite",
    "released_date": "2026-03-02",
    "context_tokens": 262_144,
    "max_output_tokens": 65_536,
    "knowledge_cutoff": "2025-09",
    "open_weights": True,
    "input_modalities": "text",
    "output_modalities": "text",
    "can": {"function_calling": True, "reasoning": True},
}

JAMBA_ROW = route(
    "bazaar",
    JAMBA,
    name="Jamba Mini",
    family="jamba",
    context_tokens=128_000,
    input="0.9",
    output="4.5",
)


def bazaar(nova_input: str, nova_output: int) -> list[Row]:
    return [
        route("bazaar", NOVA, input=nova_input, output=nova_output, **NOVA_CARD),
        route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD),
        JAMBA_ROW,
    ]


def lists(nova_input: str, nova_output: int) -> list[Row]:
    return [
        route("cheapskate", NOVA, input="0.2", output=1, can={"structured_outputs": False}),
        route("bazaar", NOVA, input=nova_input, output=nova_output),
        route("freebie", GRANITE, input=0, output=0, name="Granite 4B"),
    ]


OFFERED = route(
    "amazon",
    NOVA,
    status="active",
    input=1,
    output=5,
    cache_read="0.1",
    batch_input="0.5",
    batch_output="2.5",
    open_weights=False,
)
RETIRED = route(
    "amazon",
    NOVA,
    status="retired",
    retired_date="2026-05-10",
    successor="nova-2",
    input=1,
    output=5,
    open_weights=False,
)
SMALL: Nights = (
    (THEN, {"amazon": [OFFERED], "bazaar": bazaar("1", 5), "lists": lists("1", 5)}),
    (
        date(2026, 5, 20),
        {"amazon": [RETIRED], "bazaar": bazaar("1.5", 4), "lists": lists("1.5", 4)},
    ),
)


def build(folder: Path, nights: Nights = SMALL) -> Home:
    """A home with a published catalog made of these pages."""
    with filled(folder, nights) as warehouse:
        warehouse.publish("r")
    return Home(folder)


@contextmanager
def derived(folder: Path, nights: Nights = SMALL, day: date | None = None) -> Generator[Database]:
    """What a catalog made of these pages says as of a day, before it is published."""
    with filled(folder, nights) as warehouse:
        warehouse.set_as_of(day)
        yield warehouse


@contextmanager
def filled(folder: Path, nights: Nights) -> Generator[Warehouse]:
    home = Home(folder)
    give_empty_warehouse(home)
    archived(home, nights)
    with Warehouse(folder) as warehouse:
        assert read_and_load(warehouse, Archive(home.archive), SHEETS).errors == 0
        derive(warehouse, home, SHEETS)
        yield warehouse


def archived(home: Home, nights: Nights, first: int = 0) -> None:
    """Put the pages of these nights into the archive, numbered from `first` on."""
    archive = Archive(home.archive)
    for number, (day, pages) in enumerate(nights, first):
        seen = datetime.combine(day, time(), UTC)
        for name, rows in pages.items():
            body, run_id, url = (
                json.dumps(rows).encode(),
                f"r{number}-{name}",
                SHEETS[name].links[0].url,
            )
            with archive.writer(run_id, name) as writer:
                record = writer.write_resource(
                    url=url,
                    seen_at=seen,
                    body=body,
                    media_type="application/json",
                    form="fetched",
                    origin="test",
                )
                writer.write_outcome(outcome(run_id, name, url, seen, body, record))


def outcome(
    run_id: str, source: str, url: str, seen: datetime, body: bytes, record_id: str
) -> PageOutcome:
    return PageOutcome(
        run_id=run_id,
        source=source,
        document="sheet",
        kind="sheet",
        url=url,
        final_url=url,
        seen_at=seen,
        precision="second",
        form="fetched",
        outcome="ok",
        detail="",
        http_status=None,
        sha256=hashlib.sha256(body).hexdigest(),
        bytes=len(body),
        media_type="application/json",
        etag="",
        last_modified="",
        record_id=record_id,
    )
