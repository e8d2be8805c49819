"""Whether this machine's clock can be believed. What was seen, and when, is history: a night under
a wrong clock would shadow every later page, or be shadowed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pipeline import run_log
from pipeline.failures import Failure
from pipeline.home import Home
from spiders.archive import PageOutcome
from warehouse.working import Warehouse

BEHIND = timedelta(hours=1)
"""How far the newest page may be ahead of the clock: two machines may write into one home."""
AHEAD = timedelta(days=45)
"""How long after the last run a refresh is believed to be the next one."""
IMPORT_AHEAD = timedelta(days=1)
"""How far a day of capture may be ahead: it begins earlier elsewhere."""


class ClockDoubted(Failure):
    """The clock contradicts what was fetched before."""

    code = "clock"


def now() -> datetime:
    """The time of this machine."""
    return datetime.now(UTC)


def check_not_behind(warehouse: Warehouse, at: datetime) -> None:
    """Raises ClockDoubted where a page that was fetched is newer than `at`."""
    ((newest, run_id),) = warehouse.query("writer/newest_fetched").rows
    if newest is not None and newest > at + BEHIND:
        raise ClockDoubted(
            f"the clock says {at:%Y-%m-%d %H:%M}Z, and the newest page, of the run {run_id}, is of "
            f"{newest:%Y-%m-%d %H:%M}Z; one of them is wrong; nothing was fetched or changed; set "
            "the clock, or, where "
            "it is right now, run the command again with --clock-is-right: pages dated after it "
            "are set aside"
        )


def check_not_ahead(home: Home, at: datetime) -> None:
    """Raises ClockDoubted where `at` is long after everything that the run log knows."""
    runs = [run.finished_at for run in run_log.read(home).records]
    if runs and at > max(runs) + AHEAD:
        days = (at - max(runs)).days
        raise ClockDoubted(
            f"the clock says {at:%Y-%m-%d %H:%M}Z, {days} days after the last run ended; pages "
            "seen at a "
            "wrong time would shadow all that come later; nothing was fetched or changed; set the "
            "clock, or, where "
            "it is right, run the command again with --clock-is-right"
        )


def is_from_future(outcome: PageOutcome, at: datetime) -> bool:
    """Whether a page was seen after `at`, so that some clock was wrong."""
    allowed = BEHIND if outcome.form == "fetched" else IMPORT_AHEAD
    return outcome.seen_at > at + allowed


def describe_future(outcomes: Iterable[PageOutcome]) -> list[str]:
    """What is said of pages from the future: a line per source and run."""
    pages: defaultdict[tuple[str, str], list[PageOutcome]] = defaultdict(list)
    for outcome in outcomes:
        pages[outcome.source, outcome.run_id].append(outcome)
    return [
        f"{source}: {len(of_run)} pages of the run {run_id} are dated after now, up to "
        f"{max(page.seen_at for page in of_run):%Y-%m-%d %H:%M}Z: a clock was wrong; they are "
        "archived and set aside"
        for (source, run_id), of_run in sorted(pages.items())
    ]
