"""What a year of nights on which no page changed adds to a derivation."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.home import Home
from pipeline.run.refresh import all_sources, refresh
from pipeline.run.steps import derive
from pipeline.samples.server import serve_samples
from tests.benchmarks.timing import medians, show
from warehouse.store import Row, Warehouse

NIGHTS = 365


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home, sources = Home(Path(folder)), all_sources()[0]
        with serve_samples(1) as samples:
            refresh(home, samples.sources, base_url=samples.base_url)
        with Warehouse(home.path) as warehouse:

            def derived() -> dict[str, Any]:
                return medians({"derive": lambda: derive(warehouse, home, sources)})

            first = derived()["derive"]
            pages = warehouse.query_sql("FROM page WHERE sha256 IS NOT NULL")
            confirmed = list(_confirmed(pages.rows, pages.columns))
            with warehouse.transaction():
                warehouse.execute("load/pages", staged={"page": arrow_table("page", confirmed)})
            found = {
                "one night": first,
                f"{NIGHTS} more, {len(confirmed):,} pages": derived()["derive"],
            }
    show(found, "one night")


def _confirmed(pages: list[Row], columns: list[str]) -> Iterator[Row]:
    """The same pages found unchanged on every later night."""
    for page in pages:
        row = dict(zip(columns, page, strict=True))
        for night in range(1, NIGHTS + 1):
            later = {
                "seen_at": row["seen_at"] + timedelta(days=night),
                "outcome": "not_modified",
                "run_id": f"{night}",
            }
            yield tuple((row | later).values())
