"""A replay: the archive read, loaded, derived and published, without fetching."""

from datetime import UTC, datetime
from typing import NamedTuple

from pipeline.home import Home
from pipeline.steps import Loaded, Sources, derive, new_run_id, publish_checked, read_and_load
from pipeline.stopwatch import Stopwatch
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
        run_id = new_run_id("replay")
        warehouse.record("begin_run", {"run_id": run_id, "kind": "replay", "started_at": datetime.now(UTC)})
        watch.lap("start")
        loaded = read_and_load(warehouse, archive, sources)
        watch.lap("read and load")
        derive(warehouse, home, sources)
        watch.lap("derive")
        detail = f"{loaded.bodies} pages read, {loaded.claims} claims, {loaded.errors} errors"
        ended = {"run_id": run_id, "finished_at": datetime.now(UTC), "outcome": "complete", "detail": detail}
        warehouse.record("end_run", ended)
        generation = publish_checked(warehouse, run_id)
        watch.lap("publish")
        return Replayed(loaded, generation, warehouse.content_hash(), watch.seconds)
