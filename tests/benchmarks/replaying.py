"""What a replay takes: of the whole archive into nothing, after a change of one source's reader, and
where nothing changed.

On the recorded pages where they are there, else on the samples.
"""

import shutil
import sys
from pathlib import Path

from pipeline.home import Home
from tests.benchmarks.pages import catalog
from tests.benchmarks.processes import measured
from warehouse.working import Warehouse

CHANGED = ("anthropic_pricing", "helios_pricing")
"""Of which source the reader counts as changed: of the recorded pages, or else any."""


def run(scale: float = 1) -> None:
    with catalog(scale) as home:
        shutil.rmtree(home.path / "warehouse")
        _tell("all pages, into nothing", home.path)
        source = _forget_one_reading(home)
        _tell(f"the reader of {source} changed", home.path)
        _tell("nothing changed", home.path)


def _forget_one_reading(home: Home) -> str:
    """Let the readings of one source be of another version of its reader. Returns its name."""
    with Warehouse(home.path) as warehouse:
        rows = warehouse.query_sql(
            "SELECT DISTINCT source FROM internal.extraction ORDER BY 1"
        ).rows
        there = [str(source) for (source,) in rows]
        source = next((name for name in CHANGED if name in there), there[0])
        warehouse.run_sql(
            f"UPDATE internal.extraction SET parser_version = 'before' WHERE source = '{source}'"  # noqa: S608 - a name of our own
        )
    return source


def _tell(title: str, home: Path) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "--home", str(home), "replay"]
    done = measured(command)
    if done.exit_code:
        raise RuntimeError(done.output)
    read = next(line for line in done.output.splitlines() if "claims" in line)
    print(
        f"  {title}: {done.cpu_seconds:.1f} CPU s, {done.megabytes:.0f} MB at most; {read.strip()}"
    )
