"""The same catalog from one process, from threads and from a Dask cluster over a bucket, in any order and
with processes that die on the way. In its long form on the recorded pages, too.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive, read_and_load
from spiders.archive import Archive
from spiders.archive.storage import open_storage
from tests.support import ROOT
from tests.support.bucket import Bucket, bucket_server
from tests.support.dask_processes import DaskProcesses, dask_processes
from tests.support.demo_run import DemoRun
from tests.support.prefect_server import Prefect, prefect_server
from warehouse.working import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(580)]


class Machines(NamedTuple):
    """A Prefect server, a bucket, and a folder for logs: what several machines would share."""

    prefect: Prefect
    bucket: Bucket
    folder: Path

    @property
    def variables(self) -> dict[str, str]:
        cache = {"XDG_CACHE_HOME": str(self.folder / "cache")}
        return {**self.prefect.variables, **self.bucket.variables, **cache}


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    with prefect_server(folder) as prefect, bucket_server() as bucket:
        yield Machines(prefect, bucket, folder)


@pytest.fixture
def cluster(machines: Machines, tmp_path: Path) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path, machines.variables) as processes:
        yield processes


@pytest.fixture(scope="module")
def expected(demo: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The content hash that one process gives the archive of the samples."""
    home = archive_alone(demo.home, tmp_path_factory.mktemp("one") / "home", storage=None)
    return hash_in_process(home)


def archive_alone(home: Home, folder: Path, storage: str | None) -> Home:
    """A home with the archive of another, and the storage that it is kept in."""
    shutil.copytree(home.archive, folder / "archive")
    if storage:
        text = f'[engine]\nname = "prefect"\nstorage = "{storage}"\n'
        (folder / "cardkeep.toml").write_text(text)
    return Home(folder)


def hash_in_process(home: Home) -> str:
    sources, _ = all_sources(home)
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, Archive(home.archive), sources)
        derive(warehouse, home, sources)
        return warehouse.content_hash()


def read(machines: Machines, home: Home, runner: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.support.read_by_tasks", str(home.path), runner]
    done = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=os.environ | machines.variables,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_threads_give_the_catalog_of_one_process(
    machines: Machines, demo: DemoRun, expected: str, tmp_path: Path
) -> None:
    home = archive_alone(demo.home, tmp_path / "home", storage=None)
    answer = read(machines, home, "threads")
    assert (answer["hash"], answer["told"]) == (expected, [])


def test_a_cluster_over_a_bucket_gives_it_in_any_order_and_while_a_worker_dies(
    machines: Machines, cluster: DaskProcesses, demo: DemoRun, expected: str, tmp_path: Path
) -> None:
    url = machines.bucket.new_url()
    home = archive_alone(demo.home, tmp_path / "home", url)
    victim = cluster.workers[0]
    options = ("--shuffled", "7", "--kill", str(victim.pid))
    answer = read(machines, home, cluster.runner, *options)
    assert answer["hash"] == expected
    assert answer["told"] == [], "the other worker did what was left"
    assert victim.poll() is not None
    assert open_storage(url).sizes("parts/") == {}
    again = read(machines, home, cluster.runner)
    assert (again["bodies"], again["hash"]) == (0, expected), "a rerun has nothing to do"


def test_when_the_scheduler_vanishes_the_run_reads_what_is_left_and_says_so(
    machines: Machines, cluster: DaskProcesses, demo: DemoRun, expected: str, tmp_path: Path
) -> None:
    home = archive_alone(demo.home, tmp_path / "home", machines.bucket.new_url())
    answer = read(machines, home, cluster.runner, "--kill", str(cluster.scheduler.pid))
    assert answer["hash"] == expected
    assert answer["told"], "which pages this process read itself"
    assert all("were read by this process, whole" in told for told in answer["told"])


def test_a_replay_lets_a_cluster_read(
    machines: Machines, cluster: DaskProcesses, demo: DemoRun, expected: str, tmp_path: Path
) -> None:
    home = archive_alone(demo.home, tmp_path / "home", machines.bucket.new_url())
    command = [sys.executable, "-m", "pipeline.cli", "--home", str(home.path), "replay"]
    done = subprocess.run(
        [*command, "--runner", cluster.runner],
        cwd=ROOT,
        env=os.environ | machines.variables,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert f"content {expected}" in done.stderr, done.stderr[-5000:]
    assert "were read by this process" not in done.stderr
    runs = machines.prefect.ask("/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
    tasks = machines.prefect.ask(
        "/task_runs/filter", {"flow_runs": {"id": {"any_": [runs[0]["id"]]}}}
    )
    assert {task["name"].rpartition("-")[0] for task in tasks} == {"read batch"}


@pytest.mark.recorded
def test_the_recorded_pages_give_the_same_catalog(
    machines: Machines, cluster: DaskProcesses, recorded_home: Home, tmp_path: Path
) -> None:
    one = archive_alone(recorded_home, tmp_path / "one", storage=None)
    several = archive_alone(recorded_home, tmp_path / "several", machines.bucket.new_url())
    answer = read(machines, several, cluster.runner, "--shuffled", "3")
    assert (answer["hash"], answer["told"]) == (hash_in_process(one), [])
