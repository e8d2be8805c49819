"""A small catalog for the tests of pages: three models on two days, as three publishers state them."""

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load
from spiders.archive import Archive, PageOutcome
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sheets import SHEETS
from warehouse.store import Database
from warehouse.working import Warehouse

THEN, NOW = date(2026, 5, 1), date(2026, 5, 22)
NOVA, GRANITE, JAMBA = "nova-1", "granite-4b", "jamba-mini"

Row = Mapping[str, Any]
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
