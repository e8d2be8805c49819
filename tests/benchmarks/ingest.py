"""What a load costs beside the bare insert of the same Arrow columns."""

import tempfile
import time
from pathlib import Path

import duckdb

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.run.steps import load_readings
from tests.benchmarks.readings import PriceList
from warehouse.working import Warehouse

FACTS = 1_000_000


def run(scale: float = 1) -> None:
    prices = PriceList("models_dev", "models_dev", int(FACTS * scale))
    reading = prices.reading()
    facts = reading.tables["fact"]
    with tempfile.TemporaryDirectory() as folder, Warehouse(Path(folder)) as warehouse:
        raw = duckdb.connect(str(Path(folder) / "raw.duckdb"))
        raw.sql("CREATE TABLE fact AS SELECT * FROM facts LIMIT 0")
        began = time.perf_counter()
        raw.sql("INSERT INTO fact SELECT * FROM facts")
        floor = time.perf_counter() - began
        raw.close()
        with warehouse.transaction():
            page = arrow_table("page", [prices.page_row(0)])
            warehouse.execute("load/pages", staged={"page": page})
            warehouse.execute("load/confirming")
        began = time.perf_counter()
        with warehouse.transaction():
            load_readings(warehouse, [reading])
        loaded = time.perf_counter() - began
    print(
        f"  bare insert of {facts.num_rows:,} rows {floor:.2f} s   load {loaded:.2f} s   "
        f"{loaded / floor:.2f} x"
    )
