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
    """A run that came to an end, of its own or by an error. A run that was killed has no line."""

    run_id: str
    kind: Literal["refresh", "replay"]
    started_at: AwareDatetime
    finished_at: AwareDatetime
    outcome: Literal["complete", "partial", "failed", "blocked", "died"]
    detail: str


def append(home: Home, run: RunRecord) -> None:
    jsonl.append(home.run_log, run)


def read(home: Home) -> jsonl.JsonLines[RunRecord]:
    """Every run that ended, oldest first, and the lines that cannot be read."""
    return jsonl.read_lines(home.run_log, RunRecord)


def latest_runs(home: Home) -> list[dict[str, str | datetime]]:
    """The last runs that ended, oldest first, as rows of the view `runs`."""
    return [run.model_dump() for run in read(home).records[-LATEST_RUNS:]]
