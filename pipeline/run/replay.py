"""A replay: the archive read, loaded, derived and published, without fetching."""

from datetime import UTC, datetime
from typing import NamedTuple

from pipeline.home import Home
from pipeline.run.steps import Loaded, Sources, derive, end_and_publish, new_run_id, read_and_load
from pipeline.run.stopwatch import Stopwatch
from pipeline.run_log import Ended
from spiders.archive import Archive
from warehouse.store import Warehouse


class Replayed(NamedTuple):
    """What a replay did."""

    loaded: Loaded
    generation: int | None
    content_hash: str
    seconds: dict[str, float]


def replay(home: Home, sources: Sources) -> Replayed:
    """Make the catalog from the archive as it is. Raises Locked when another process writes."""
    watch = Stopwatch()
    with Warehouse(home.path) as warehouse:
        archive = Archive(home.archive)
        archive.salvage()
        run_id, started_at = new_run_id("replay"), datetime.now(UTC)
        warehouse.execute(
            "load/begin_run", {"run_id": run_id, "kind": "replay", "started_at": started_at}
        )
        watch.lap("start")
        loaded = read_and_load(warehouse, archive, sources)
        watch.lap("read and load")
        derive(warehouse, home, sources)
        watch.lap("derive")
        detail = f"{loaded.bodies} pages read, {loaded.claims} claims, {loaded.errors} errors"
        ended = Ended(
            run_id=run_id,
            kind="replay",
            started_at=started_at,
            finished_at=datetime.now(UTC),
            outcome="complete",
            detail=detail,
        )
        generation = end_and_publish(warehouse, home, ended)
        watch.lap("publish")
        return Replayed(loaded, generation, warehouse.content_hash(), watch.seconds)
