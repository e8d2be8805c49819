"""What a load costs beside the bare insert of the same Arrow columns."""

import tempfile
import time
from pathlib import Path

import duckdb

from pipeline.facts.arrow_schemas import arrow_table
from warehouse.store import Warehouse

FACTS = 1_000_000


def run() -> None:
    rows = [
        (
            "bench",
            "0" * 64,
            f"{number:016x}",
            str(number % 977),
            None,
            None,
            None,
            None,
            None,
            str(number % 977),
            f"json:/{number}",
            "[]",
        )
        for number in range(FACTS)
    ]
    facts = arrow_table("fact", rows)
    empty = {name: arrow_table(name, []) for name in ("finding", "claim_set_aside", "fact_key")}
    extraction = arrow_table("extraction", [("bench", "bench", "0" * 64, "1", True, FACTS)])
    with tempfile.TemporaryDirectory() as folder, Warehouse(Path(folder)) as warehouse:
        raw = duckdb.connect(str(Path(folder) / "raw.duckdb"))
        raw.sql("CREATE TABLE fact AS SELECT * FROM facts LIMIT 0")
        began = time.perf_counter()
        raw.sql("INSERT INTO fact SELECT * FROM facts")
        floor = time.perf_counter() - began
        began = time.perf_counter()
        with warehouse.transaction():
            staged = {"fact": facts, "extraction": extraction, **empty}
            warehouse.execute("load/extractions", staged=staged)
        loaded = time.perf_counter() - began
    print(
        f"  bare insert of {FACTS:,} rows {floor:.2f} s   load {loaded:.2f} s   {loaded / floor:.2f} x"
    )
