"""The run log: how each refresh and replay ended, in a file that is read without opening any
database.

It knows what no published generation can: that a run was blocked, or had nothing to publish.
"""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from pipeline import jsonl
from pipeline.home import Home
from spiders.claims import Frozen

LATEST_RUNS = 100


class RunRecord(Frozen):
    """A run that came to an end. One that was killed has no line."""

    run_id: str
    kind: Literal["refresh", "replay"]
    started_at: AwareDatetime
    finished_at: AwareDatetime
    outcome: Literal["complete", "partial", "failed", "blocked"]
    detail: str


def append(home: Home, ended: RunRecord) -> None:
    jsonl.append(home.run_log, ended)


def latest_runs(home: Home) -> list[dict[str, str | datetime]]:
    """The last runs that ended, as the view `runs` takes them."""
    return [ended.model_dump() for ended in jsonl.read(home.run_log, RunRecord)[-LATEST_RUNS:]]
