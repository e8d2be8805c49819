"""A catalog of one made-up publisher whose archive grows page by page: what tests of history use."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pipeline.home import Home
from pipeline.run.steps import LoadResult, derive, read_and_load
from spiders.archive import Archive, Form, Outcome, PageOutcome
from spiders.source import Source
from tests.support.acme_source import SOURCES, URL, Acme, Prices, page
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

FIRST = date(2026, 3, 1)


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
