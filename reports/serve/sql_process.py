"""Runs a stranger's query in a process of its own, with limits of time, memory and rows.

A query cannot always be interrupted, and a memory limit of the database is no hard bound: the process
is killed.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from reports.values.plain_values import json_value
from warehouse.errors import CatalogDamaged, NotPublished, QueryFailed
from warehouse.memory import memory_limit
from warehouse.store import open_catalog

SECONDS = 5
ROWS = 10_000
BYTES = 2**30
AT_ONCE = 2
"""Processes at a time: more would take the machine from those who read pages."""


class SqlProcesses:
    """Starts a process for each query, a few at a time."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._free = threading.BoundedSemaphore(AT_ONCE)

    def run(self, query: str) -> dict[str, Any]:
        """{"columns", "rows", "is_cut"}, or {"error", "status"}."""
        if not self._free.acquire(timeout=SECONDS):
            return {"error": "other queries are running; try again in some seconds", "status": 429}
        try:
            return self._run(query)
        finally:
            self._free.release()

    def _run(self, query: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "reports.serve.sql_process", str(self._home)]
        try:
            done = subprocess.run(  # noqa: S603 - this interpreter, with the query on its standard input
                command,
                input=query,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return {"error": f"it took longer than {SECONDS} s and was stopped; ask for less"}
        if done.returncode != 0:
            return {
                "error": f"it needs more than {BYTES // 2**20} MiB and was stopped; ask for less"
            }
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def answer(home: Path, query: str) -> dict[str, Any]:
    """The answer of this process."""
    try:
        with open_catalog(home) as catalog, memory_limit(BYTES):
            results = catalog.query_statement(query, rows=ROWS + 1)
    except (QueryFailed, MemoryError) as error:
        return {"error": str(error) or "it needs more memory than it may take; ask for less"}
    except (NotPublished, CatalogDamaged) as error:
        return {"error": str(error), "status": 503}
    rows = [[json_value(value) for value in row] for row in results.rows[:ROWS]]
    return {"columns": results.columns, "rows": rows, "is_cut": len(results.rows) > ROWS}


if __name__ == "__main__":
    json.dump(answer(Path(sys.argv[1]), sys.stdin.read()), sys.stdout)
