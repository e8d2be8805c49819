"""How a catalog grows: nights on which a fiftieth of the prices of three large lists changes; and of one
list of a million facts a night on which nothing changes and one on which a fiftieth does, beside one
diff of the same rows.
"""

import os
import tempfile
import time
from pathlib import Path

import duckdb

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.extraction import ExtractedPage
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import Sources, derive, load_readings, publish_checked
from tests.benchmarks.processes import forget_peak, peak_megabytes
from tests.benchmarks.readings import PriceList
from warehouse.working import Warehouse

LISTS = (("models_dev", 80_000), ("litellm", 20_000), ("openrouter_models", 10_000))
NIGHTS = int(os.environ.get("CARDKEEP_NIGHTS", "180"))
SHOWN = (0, 1, 29, 89, 179, 364)
LARGE = 1_000_000


def run(scale: float = 1) -> None:
    _changed_nights(scale, max(3, int(NIGHTS * min(1, scale * 10))))
    _large_list(int(LARGE * scale))


def _changed_nights(scale: float, nights: int) -> None:
    lists = [PriceList(name, name, int(facts * scale)) for name, facts in LISTS]
    sources = all_sources()[0]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with Warehouse(home.path) as warehouse:
            for night in range(nights):
                if night:
                    for one in lists:
                        one.change(0.02)
                readings = [one.reading() for one in lists]
                forget_peak()
                began = time.process_time()
                _take(warehouse, home, sources, lists, night, readings)
                if night in SHOWN or night == nights - 1:
                    _show_night(warehouse, home, night, time.process_time() - began)


def _show_night(warehouse: Warehouse, home: Home, night: int, seconds: float) -> None:
    ((intervals,),) = warehouse.query_sql("SELECT count(*) FROM internal.fact").rows
    size = (home.path / "warehouse" / "working.duckdb").stat().st_size / 1e6
    print(
        f"  night {night + 1:>3}: {seconds:5.2f} CPU s to load, derive and publish, "
        f"{intervals:>9,} intervals, "
        f"file {size:6.1f} MB, {peak_megabytes():5.0f} MB of memory at most"
    )


def _large_list(facts: int) -> None:
    """A night on which the page is as it was and one on which prices changed, beside a diff of all its
    rows.
    """
    prices = PriceList("models_dev", "models_dev", facts)
    sources = all_sources()[0]
    reading = prices.reading()
    raw = duckdb.connect()
    raw.register("stated", reading.tables["fact"])
    raw.sql("CREATE TABLE before AS SELECT key_id, wording FROM stated")
    raw.sql("CREATE TABLE after AS FROM before")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with Warehouse(home.path) as warehouse:
            _take(warehouse, home, sources, [prices], 0, [reading])
            began = time.process_time()
            _take(warehouse, home, sources, [prices], 1, [])
            unchanged = time.process_time() - began
            prices.change(0.02)
            readings = [prices.reading()]
            forget_peak()
            began = time.process_time()
            _take(warehouse, home, sources, [prices], 2, readings)
            changed = time.process_time() - began
            memory = peak_megabytes()
    began = time.process_time()
    raw.sql("FROM after EXCEPT FROM before").fetchall()
    diff = time.process_time() - began
    print(f"  {prices.facts:,} facts: one diff of them {diff:.2f} CPU s")
    print(f"    a night on which nothing changed {unchanged:.2f} CPU s: {unchanged / diff:.1f} x")
    print(
        f"    a night on which a fiftieth of the prices did {changed:.2f} CPU s: {changed / diff:.1f} x, "
        f"{memory:.0f} MB of memory at most"
    )


def _take(
    warehouse: Warehouse,
    home: Home,
    sources: Sources,
    lists: list[PriceList],
    night: int,
    readings: list[ExtractedPage],
) -> None:
    """What a refresh does after its crawl, with readings in place of pages."""
    with warehouse.transaction():
        pages = arrow_table("page", [one.page_row(night) for one in lists])
        warehouse.execute("load/pages", staged={"page": pages})
        warehouse.execute("load/confirming")
        load_readings(warehouse, [])
    if readings:
        with warehouse.transaction():
            load_readings(warehouse, readings)
    derive(warehouse, home, sources)
    publish_checked(warehouse, f"run-{night}")
