"""What files alone tell of the runs: no database is opened, so that what breaks one costs no
message.

A file that cannot be read, or a line of it, is itself something to tell.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel

from pipeline import jsonl, run_log
from pipeline.alerting.alert import Alert
from pipeline.alerting.alert_log import AlertLogEntry
from pipeline.home import Home
from pipeline.review.decisions import RecordedDecision
from pipeline.run_log import RunRecord

NO_REFRESH = "no-refresh"
"""No refresh has ended for 30 hours."""
RUN_DIED = "run-died"
"""The last refresh or replay ended by an error, or was killed."""
LOG_DAMAGED = "log-damaged"
"""A log or the decisions cannot be read, or a line of them."""
CAUSES = frozenset({NO_REFRESH, RUN_DIED, LOG_DAMAGED})

_SILENCE = timedelta(hours=30)
_CLOCKS_DIFFER = timedelta(hours=1)
"""A run that ended later than so long after now ended under a wrong clock, and proves nothing."""


def watch(home: Home, now: datetime) -> list[Alert]:
    """Every cause of CAUSES that holds at a time."""
    unreadable: list[str] = []
    killed = run_log.settle_killed(home)
    runs = _read(home.run_log, RunRecord, unreadable)
    runs += [run for run in killed if run not in runs]
    _read(home.alert_log, AlertLogEntry, unreadable)
    _read(home.decisions, RecordedDecision, unreadable)
    runs = [run for run in runs if run.finished_at <= now + _CLOCKS_DIFFER]
    return [*_no_refresh(home, runs, now), *_died(runs), *_damaged(unreadable)]


def died(run: RunRecord) -> Alert:
    """What is told of a run that died."""
    return Alert(
        severity="error",
        cause=RUN_DIED,
        since_at=run.finished_at,
        happened=f"the {run.kind} of {run.started_at:%Y-%m-%d %H:%M}Z died: {run.detail}",
        kept="what was archived is kept, and readers keep the generation that they have",
        todo="mend what it says; then `cardkeep doctor`, and `cardkeep refresh`",
    )


def _read(path: Path, model: type[BaseModel], unreadable: list[str]) -> list[RunRecord]:
    """The records of a log of runs; what cannot be read of any log is added to `unreadable`."""
    try:
        found = jsonl.read_lines(path, model)
    except OSError as error:
        unreadable.append(f"{path} cannot be read ({error.strerror})")
        return []
    if found.bad_lines:
        unreadable.append(found.describe_bad_lines(path))
    return [record for record in found.records if isinstance(record, RunRecord)]


def _no_refresh(home: Home, runs: list[RunRecord], now: datetime) -> Iterator[Alert]:
    ended = [run.finished_at for run in runs if run.kind == "refresh" and run.outcome != "died"]
    published = home.path / "published" / "catalog.duckdb"
    if not published.exists():
        yield _nothing_published(home, runs)
    elif ended or not runs:
        last = max(ended, default=datetime.fromtimestamp(published.stat().st_mtime, UTC))
        if now - last > _SILENCE:
            hours = int((now - last) / timedelta(hours=1))
            yield Alert(
                severity="error",
                cause=NO_REFRESH,
                since_at=last,
                happened=f"no refresh has ended since {last:%Y-%m-%d %H:%M}Z, for {hours} hours",
                kept="readers keep the last generation, every value with its dates",
                todo="look at the timer, its log and the machine; then `cardkeep refresh`",
            )


def _nothing_published(home: Home, runs: list[RunRecord]) -> Alert:
    last_run = "no run has ended"
    if runs:
        last_run = f"the last run ended {runs[-1].outcome}: {runs[-1].detail}"
    happened = f"nothing has been published in {home.path} yet; {last_run}"
    if any((home.path / "published").glob("catalog-*")):
        happened = f"readers find no catalog in {home.path}: its link is gone; {last_run}"
    return Alert(
        severity="error",
        cause=NO_REFRESH,
        since_at=None,
        happened=happened,
        kept="what was fetched is in the archive",
        todo="`cardkeep refresh`",
    )


def _died(runs: list[RunRecord]) -> Iterator[Alert]:
    if runs and max(runs, key=_end).outcome == "died":
        yield died(max(runs, key=_end))


def _end(run: RunRecord) -> tuple[datetime, str]:
    return (run.finished_at, run.run_id)


def _damaged(unreadable: list[str]) -> Iterator[Alert]:
    if unreadable:
        yield Alert(
            severity="warn",
            cause=LOG_DAMAGED,
            since_at=None,
            happened="; ".join(unreadable),
            kept="every line that can be read counts",
            todo="`cardkeep doctor --repair` sets what cannot be read aside",
        )
