"""A catalog of one made-up publisher whose archive grows page by page: what tests of history use."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple

from pipeline.home import Home
from pipeline.run.steps import LoadResult, derive, read_and_load
from spiders.archive import Archive, Form, Outcome, PageOutcome
from spiders.claims import Claim, Link
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

URL = "https://acme.example/prices.md"
FIRST = date(2026, 3, 1)


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


SOURCES = {Acme.name: Acme()}

Prices = Mapping[str, float | str]
"""Of each model the price of input (output is five times that); "nova from 2026-09-01" is a price
from a day on.
"""


class Seen(NamedTuple):
    """One retrieval."""

    at: datetime
    body: str | None
    outcome: Outcome = "ok"
    form: Form = "fetched"
    document: str = "prices"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def at(number: float) -> datetime:
    return datetime.combine(FIRST, time(), UTC) + timedelta(days=number)


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


def models(count: int, price: float = 1) -> dict[str, float]:
    return {f"model-x{number}": price for number in range(count)}


def seen(number: float, prices: Prices, *, form: Form = "fetched", is_broken: bool = False) -> Seen:
    return Seen(at(number), page(prices, is_broken=is_broken), form=form)


class Catalog:
    """A home whose archive grows page by page."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.archive = Archive(self.home.archive)
        give_empty_warehouse(self.home)
        self.warehouse = Warehouse(folder)

    def take(self, *pages: Seen, sources: Mapping[str, Source] = SOURCES) -> LoadResult:
        """Archive the pages, each in a run of its own, and load them."""
        for retrieval in pages:
            run_id = f"r{len(list(self.home.archive.glob('*.warc.gz')))}"
            with self.archive.writer(run_id, Acme.name) as writer:
                body = None if retrieval.body is None else retrieval.body.encode()
                record = (
                    ""
                    if body is None
                    else writer.write_resource(
                        url=URL,
                        seen_at=retrieval.at,
                        body=body,
                        media_type="",
                        form=retrieval.form,
                        origin="test",
                    )
                )
                writer.write_outcome(outcome_of(retrieval, run_id, body, record))
        loaded = read_and_load(self.warehouse, self.archive, sources)
        derive(self.warehouse, self.home, sources)
        return loaded

    def decide(self, verdict: Literal["accept", "reject"], fact_id: str, when: datetime) -> None:
        line = {
            "decided_at": when.isoformat(),
            "decided_by": "ann",
            "fact_id": fact_id,
            "verdict": verdict,
            "reason": "-",
        }
        self.home.decisions.parent.mkdir(exist_ok=True)
        with self.home.decisions.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        derive(self.warehouse, self.home, SOURCES)

    def rows(self, sql: str, as_of: date | None = None) -> list[dict[str, Any]]:
        self.warehouse.set_as_of(as_of)
        answer = self.warehouse.query_sql(sql).dicts()
        self.warehouse.set_as_of(None)
        return answer

    def price(
        self, model: str, as_of: date | None = None, *, is_scheduled: bool = False
    ) -> dict[str, Any] | None:
        """The input price of a model that is shown as of a day."""
        rows = self.rows(
            f"FROM prices WHERE stated_name = '{model}' AND meter = 'input'"
            f" AND valid_from IS {'NOT' if is_scheduled else ''} NULL",
            as_of,
        )
        assert len(rows) < 2
        return rows[0] if rows else None

    def shown(self, model: str, as_of: date | None = None) -> tuple[Any, ...]:
        """(price, state, missing since, last checked) of a model's input as of a day."""
        row = self.price(model, as_of)
        assert row is not None
        return (row["amount"], row["state"], row["missing_since"], row["last_checked_at"])

    def runs(self, model: str) -> list[tuple[Any, ...]]:
        """(price, known from, known to) of every run of a model's input."""
        rows = self.rows(
            f"FROM price_history WHERE stated_name = '{model}' AND meter = 'input' ORDER BY "
            "known_from"
        )
        return [(row["amount"], row["known_from"], row["known_to"]) for row in rows]


def outcome_of(retrieval: Seen, run_id: str, body: bytes | None, record_id: str) -> PageOutcome:
    sha256 = None if body is None else hashlib.sha256(body).hexdigest()
    return PageOutcome(
        run_id=run_id,
        source=Acme.name,
        document=retrieval.document,
        kind="prices",
        url=URL,
        final_url=URL,
        seen_at=retrieval.at,
        precision="second",
        form=retrieval.form,
        outcome=retrieval.outcome,
        detail="",
        http_status=None,
        sha256=sha256,
        bytes=None if body is None else len(body),
        media_type="text/markdown",
        etag="",
        last_modified="",
        record_id=record_id,
    )
