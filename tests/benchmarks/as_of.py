"""The standing facts as of days of a long history, through the view that every other reads, beside a
plain scan of one column of the same rows.
"""

import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive, load_readings
from tests.benchmarks.readings import FIRST_NIGHT, PriceList
from tests.benchmarks.timing import cpu_medians, rounds_of, show
from warehouse.working import Warehouse

VERSIONS = 10_000_000
OF_A_KEY = 50
"""How many values of each key are known, one a month."""
ASKED = "SELECT count(*), sum(value_number) FROM internal.standing_fact"
SCAN = "SELECT count(*), sum(value_number) FROM internal.fact_version"
HISTORY = """
    INSERT INTO internal.fact_version
    SELECT v.* REPLACE (
        period_number - number AS period_number,
        known_from - number * INTERVAL 30 DAY AS known_from,
        known_from - (number - 1) * INTERVAL 30 DAY AS known_to,
        first_seen_at - number * INTERVAL 30 DAY AS first_seen_at,
        known_from - (number - 1) * INTERVAL 30 DAY AS last_seen_at,
        published_from - number * INTERVAL 30 DAY AS published_from,
        published_from - (number - 1) * INTERVAL 30 DAY AS published_to)
    FROM internal.fact_version v, range(1, ?) AS month(number) ORDER BY hash(key_id, number)
"""


def run(scale: float = 1) -> None:
    prices = PriceList("models_dev", "models_dev", int(VERSIONS / OF_A_KEY * scale))
    with tempfile.TemporaryDirectory() as folder, Warehouse(Path(folder)) as warehouse:
        with warehouse.transaction():
            page = arrow_table("page", [prices.page_row(0)])
            warehouse.execute("load/pages", staged={"page": page})
            warehouse.execute("load/confirming")
            load_readings(warehouse, [prices.reading()])
        derive(warehouse, Home(Path(folder)), all_sources()[0])
        warehouse.query_sql(HISTORY, [OF_A_KEY])
        warehouse.run_sql("CHECKPOINT")
        ((versions,),) = warehouse.query_sql("SELECT count(*) FROM internal.fact_version").rows
        print(f"  {versions:,} versions of {prices.facts:,} keys, in random order")
        sides: dict[str, Callable[[], object]] = {
            "a scan of one column": partial(warehouse.query_sql, SCAN)
        }
        for months in (0, 10, 40):
            day = FIRST_NIGHT.date() - timedelta(
                days=30 * months + random.Random(months).randrange(20)
            )
            sides[f"as of {day}"] = partial(_as_of, warehouse, day)
        show(cpu_medians(sides, rounds_of(scale)), "a scan of one column")


def _as_of(warehouse: Warehouse, day: date) -> None:
    warehouse.set_as_of(day)
    ((facts, _),) = warehouse.query_sql(ASKED).rows
    if not facts:
        raise RuntimeError(f"expected facts as of {day}, found none")
