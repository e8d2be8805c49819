"""The run log: how each refresh and replay ended, in a file that is read without opening a
database.

It also has the runs that published nothing: blocked ones, and those without news.
"""

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime

from pipeline import jsonl
from pipeline.home import Home
from spiders.claims import Frozen

LATEST_RUNS = 100
"""Runs that the view `runs` shows."""


class RunRecord(Frozen):
    """A run that came to an end. A run that was killed has no line."""

    run_id: str
    kind: Literal["refresh", "replay"]
    started_at: AwareDatetime
    finished_at: AwareDatetime
    outcome: Literal["complete", "partial", "failed", "blocked"]
    detail: str


def append(home: Home, run: RunRecord) -> None:
    jsonl.append(home.run_log, run)


def latest_runs(home: Home) -> list[dict[str, str | datetime]]:
    """The last runs that ended, oldest first, as rows of the view `runs`."""
    runs = jsonl.read(home.run_log, RunRecord)
    return [run.model_dump() for run in runs[-LATEST_RUNS:]]
