"""Reads and loads an archive by tasks, as a refresh on Prefect does, in a process of its own.

    python -m tests.support.read_by_tasks HOME RUNNER [--shuffled SEED] [--kill PID]

Loads the archive of the home, whose storage cardkeep.toml names, into its empty warehouse. Prints a JSON
object: the content hash, what the run tells of batches that it had to read itself, and how often tasks
answered. With --kill, the process PID dies when the first part is loaded.
"""

import argparse
import json
import os
import random
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from prefect import flow

from pipeline.engines import reading
from pipeline.facts.extraction import ArchivedBody, ExtractedPage
from pipeline.home import Home
from pipeline.run.flow_tasks import flow_steps, server_for, started_tasks
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive
from spiders.archive import Archive
from spiders.source import Source
from warehouse.working import Warehouse

BODIES = 8
"""As many bodies a task, so that the samples make several tasks."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("runner")
    parser.add_argument("--shuffled", type=int)
    parser.add_argument("--kill", type=int)
    wanted = parser.parse_args()
    reading.BATCH_BODIES = BODIES
    _disturb(wanted.shuffled, wanted.kill)
    told: dict[str, object] = {}

    @flow(name="read")
    def read() -> None:
        home = Home(wanted.home)
        sources, _ = all_sources(home)
        with started_tasks(wanted.runner) as tasks, Warehouse(home.path) as warehouse:
            steps = flow_steps(home, wanted.runner, 0, tasks)
            loaded = steps.read_and_load(warehouse, Archive(home.archive), sources)
            derive(warehouse, home, sources)
            told.update(hash=warehouse.content_hash(), bodies=loaded.bodies, told=loaded.told)

    with server_for(wanted.runner):
        read()
    json.dump(told, sys.stdout)


def _disturb(seed: int | None, victim: int | None) -> None:
    """Let bodies be read in another order, and a process die when the first of them are loaded."""
    plain = reading.ReadingElsewhere.extract
    victims = [victim] if victim else []

    def extract(
        self: reading.ReadingElsewhere,
        archive: Archive,
        sources: Mapping[str, Source],
        bodies: Sequence[ArchivedBody],
    ) -> Iterator[ExtractedPage]:
        order = list(bodies)
        if seed is not None:
            random.Random(seed).shuffle(order)
        for page in plain(self, archive, sources, order):
            yield page
            if victims:
                os.kill(victims.pop(), signal.SIGKILL)

    reading.ReadingElsewhere.extract = extract


if __name__ == "__main__":
    main()
