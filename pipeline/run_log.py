"""The run log: how each refresh and replay ended, in a file that is read without opening a
database.

It also has the runs that published nothing: blocked ones, those without news, and those that died.
A run that is going on has a file `runs/RUN.begun` that it holds locked; one without an owner was
killed.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, ValidationError

from pipeline import jsonl
from pipeline.home import Home
from spiders.claims import Frozen
from warehouse.plain_file import require_file

LATEST_RUNS = 100
"""Runs that the view `runs` shows."""
BEGUN_SUFFIX = ".begun"
KILLED = "it was killed, or the machine stopped"

RunKind = Literal["refresh", "replay"]


class BegunRun(Frozen):
    """The content of the file of a run that is going on."""

    run_id: str
    kind: RunKind
    started_at: AwareDatetime


class RunRecord(BegunRun):
    """A run that came to an end: of its own, by an error, or killed."""

    finished_at: AwareDatetime
    outcome: Literal["complete", "partial", "failed", "blocked", "died"]
    detail: str


def append(home: Home, run: RunRecord) -> None:
    jsonl.append(home.run_log, run)


def read(home: Home) -> jsonl.JsonLines[RunRecord]:
    """Every run that ended, oldest first, and the lines that cannot be read."""
    return jsonl.read_lines(home.run_log, RunRecord)


def latest_runs(home: Home) -> list[dict[str, str | datetime]]:
    """The last runs that ended of their own, oldest first, as rows of the view `runs`."""
    ended = [run for run in read(home).records if run.outcome != "died"]
    return [run.model_dump() for run in ended[-LATEST_RUNS:]]


@contextmanager
def begun(home: Home, run: BegunRun) -> Generator[None]:
    """Let it be known that a run is going on. Where that cannot be written, the run goes on."""
    path = home.run_log.parent / f"{run.run_id}{BEGUN_SUFFIX}"
    new = path.with_suffix(".new")
    with ExitStack() as held:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = held.enter_context(new.open("wb", buffering=0))
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(run.model_dump_json().encode())
            new.replace(path)
        try:
            yield
        finally:
            for left in (path, new):
                with suppress(OSError):
                    left.unlink(missing_ok=True)


def settle_killed(home: Home) -> list[RunRecord]:
    """Write the ends of runs that were killed into the log, and return them, also where the log
    cannot be written.
    """
    killed: list[RunRecord] = []
    for path in sorted(home.run_log.parent.glob(f"*{BEGUN_SUFFIX}")):
        with suppress(OSError):
            run = _killed(path)
            if run:
                killed.append(run)
                append(home, run)
                path.unlink()
    return killed


def _killed(path: Path) -> RunRecord | None:
    """The end of a run whose process is gone; None where it is going on."""
    with require_file(path).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        if not os.fstat(file.fileno()).st_nlink:
            return None  # it ended while we opened its file
        content = file.read()
    now = datetime.now(UTC)
    try:
        run = BegunRun.model_validate_json(content)
    except ValidationError:
        run = BegunRun(run_id=path.stem, kind="refresh", started_at=now)
    return RunRecord(**run.model_dump(), finished_at=now, outcome="died", detail=KILLED)
