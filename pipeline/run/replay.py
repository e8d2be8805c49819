"""A replay: read, load, derive and publish what the archive holds, without fetching."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from pipeline.activity import activity
from pipeline.alerting import freshness_policy
from pipeline.facts.reading_workers import start_reading_process
from pipeline.home import Home
from pipeline.run import clock
from pipeline.run.deaths import told_if_it_dies
from pipeline.run.steps import (
    LoadResult,
    Sources,
    derive,
    end_and_publish,
    new_run_id,
    read_and_load,
)
from pipeline.run_log import RunRecord
from pipeline.stopwatch import Stopwatch
from spiders.archive import Archive
from warehouse.working import Warehouse


class ReplayResult(NamedTuple):
    """What a replay did. `generation` is None where nothing new was published."""

    loaded: LoadResult
    generation: int | None
    content_hash: str
    seconds: dict[str, float]


def replay(
    home: Home,
    sources: Sources,
    *,
    trust_clock: bool = False,
    read: Callable[[Warehouse, Archive, Sources], LoadResult] = read_and_load,
) -> ReplayResult:
    """Build the catalog from the archive as it is; `read` may let others read its bodies. However it
    dies, that is recorded and told.

    Raises Locked when another process writes, ClockDoubted where a loaded page is newer than the
    clock and `trust_clock` does not say that it is right.
    """
    watch = Stopwatch()
    start_reading_process()
    with told_if_it_dies(home, "replay"), Warehouse(home.path) as warehouse:
        if not trust_clock:
            clock.check_not_behind(warehouse, clock.now())
        archive = Archive(home.archive, skips_damage=True)
        archive.salvage()
        run_id = new_run_id("replay")
        started_at = datetime.now(UTC)
        warehouse.execute(
            "load/begin_run", {"run_id": run_id, "kind": "replay", "started_at": started_at}
        )
        watch.lap("start")
        activity.step("reading pages")
        loaded = read(warehouse, archive, sources)
        watch.lap("read and load")
        activity.step("deriving")
        derive(warehouse, home, sources)
        bad_policy = freshness_policy.fault(home)
        if bad_policy:
            loaded = loaded._replace(set_aside=(*loaded.set_aside, bad_policy))
        watch.lap("derive")
        detail = f"{loaded.bodies} pages read, {loaded.claims} claims, {loaded.errors} errors"
        run = RunRecord(
            run_id=run_id,
            kind="replay",
            started_at=started_at,
            finished_at=datetime.now(UTC),
            outcome="complete",
            detail=detail,
        )
        generation = end_and_publish(warehouse, home, run)
        watch.lap("publish")
        return ReplayResult(loaded, generation, warehouse.content_hash(), watch.seconds)
