"""The nights through a real Prefect server: how runs end, one writer, nothing left behind."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from pipeline.run.refresh import all_sources
from pipeline.samples.server import SampleServer, serve_samples
from tests.support import ROOT
from tests.support.prefect_server import Prefect, free_port, left_behind, prefect_server, scheduled
from warehouse.store import open_catalog
from warehouse.working import Warehouse

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
SHORT = bool(os.environ.get("CARDKEEP_SHORT"))


class Served(NamedTuple):
    prefect: Prefect
    samples: SampleServer
    home: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A Prefect server that serves the deployments of a home, on the samples. Afterwards nothing of
    it runs.
    """
    folder, threads_before = tmp_path_factory.mktemp("prefect"), threading.active_count()
    with (
        serve_samples(1) as samples,
        prefect_server(folder) as prefect,
        scheduled(prefect, folder, folder / "home", samples.base_url),
    ):
        yield Served(prefect, samples, folder / "home")
    assert left_behind(folder) == []
    assert threading.active_count() == threads_before


def test_the_nightly_deployment_completes_and_says_what_it_did(served: Served) -> None:
    run = served.prefect.start(
        "nightly", providers=served.samples.sources
    )  # those with a sample for every link
    assert served.prefect.end(run) == ("COMPLETED", "Completed")
    with open_catalog(served.home) as catalog:
        fresh = catalog.query_sql("SELECT source FROM sources WHERE state = 'fresh'").rows
    assert len(fresh) == len(served.samples.sources)
    tasks = served.prefect.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    names = {task["name"].rpartition("-")[0] or task["name"] for task in tasks}
    crawls = {f"crawl {source}" for source in served.samples.sources}
    tasks_of_all = {"read batch", "derive", "publish", "render batch"}
    assert names == crawls | tasks_of_all, "a task for each source"
    (told,) = served.prefect.ask("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    assert re.match(rf"{len(crawls)} providers, \d{{4}}-\d\d-\d\d \d\d:\d\dZ$", told["name"])
    assert {"cardkeep", "nightly"} <= set(told["tags"])
    assert {tag for task in tasks for tag in task["tags"]} >= {
        "crawl",
        "read",
        "load",
        "publish",
        "render",
    }
    artifacts = served.prefect.ask("/artifacts/filter", {"flow_runs": {"id": {"any_": [run]}}})
    assert {artifact["key"] for artifact in artifacts} == {
        "refresh-summary-nightly",
        "freshness-nightly",
    }


def test_the_deployments_are_scheduled_in_utc_and_only_the_nightly_runs_by_itself(
    served: Served,
) -> None:
    found = served.prefect.ask("/deployments/filter", {})
    schedules = {
        deployment["name"]: (each["schedule"]["cron"], each["schedule"]["timezone"], each["active"])
        for deployment in found
        for each in deployment["schedules"]
    }
    assert len(schedules) == len(found)
    assert schedules.pop("nightly") == ("15 3 * * *", "UTC", True)
    assert "provider-anthropic" in schedules
    assert set(schedules.values()) == {("15 3 * * *", "UTC", False)}
    assert {d["concurrency_limit"] or d["global_concurrency_limit"]["limit"] for d in found} == {1}


def test_a_broken_source_makes_it_partial(served: Served, tmp_path: Path) -> None:
    served.samples.night = 2
    run = served.prefect.start("provider-anthropic", home=str(tmp_path))
    assert served.prefect.end(run) == ("COMPLETED", "Partial")
    served.samples.night = 1
    errors = {"logs": {"flow_run_id": {"any_": [run]}, "level": {"ge_": 40}}}
    told: list[str] = []
    for _ in range(120):  # a log is sent in parcels
        told = [line["message"] for line in served.prefect.ask("/logs/filter", errors)]
        if any("batch_prices" in line for line in told):
            break
        time.sleep(0.25)
    assert any("batch_prices" in line for line in told), "the run's log says what broke"


def test_with_all_sources_down_it_fails_after_crawling_again(
    served: Served, tmp_path: Path
) -> None:
    down = f"http://127.0.0.1:{free_port()}"
    run = served.prefect.start(
        "nightly", home=str(tmp_path), base_url=down, retry_seconds=0.1, providers=["openrouter"]
    )
    assert served.prefect.end(run) == ("FAILED", "Failed")
    with open_catalog(tmp_path) as catalog:
        attempts = catalog.query_sql(
            "SELECT DISTINCT run_id FROM pages WHERE outcome = 'failed' ORDER BY run_id"
        ).rows
    assert [run_id.rpartition("-")[2] for (run_id,) in attempts] == [
        "refresh",
        "attempt2",
        "attempt3",
    ]


def test_a_run_is_refused_while_another_process_writes(served: Served, tmp_path: Path) -> None:
    with Warehouse(tmp_path):
        run = served.prefect.start("nightly", home=str(tmp_path))
        assert served.prefect.end(run) == ("FAILED", "Locked")


@pytest.mark.skipif(SHORT, reason="long: waits for the writer's slot")
def test_a_run_waits_for_the_one_writer_of_prefect(served: Served, tmp_path: Path) -> None:
    slot = {"names": ["warehouse-writer"], "slots": 1, "mode": "concurrency"}
    served.prefect.ask("/v2/concurrency_limits/increment", slot)
    run = served.prefect.start("nightly", home=str(tmp_path), providers=["openrouter_models"])
    for _ in range(100):
        if served.prefect.state(run)[0] == "RUNNING":
            break
        time.sleep(0.25)
    time.sleep(3)
    assert served.prefect.state(run)[0] == "RUNNING"
    assert not (tmp_path / "warehouse").exists(), "it has not begun to write"
    served.prefect.ask("/v2/concurrency_limits/decrement", slot)
    assert served.prefect.end(run) == ("COMPLETED", "Completed")


def test_the_engine_of_the_command_line(served: Served, tmp_path: Path) -> None:
    refresh = ["--home", str(tmp_path), "refresh", "--engine", "prefect", "openrouter_models"]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *refresh],
        env={**served.prefect.variables, "CARDKEEP_BASE_URL": served.samples.base_url},
        capture_output=True,
        text=True,
        check=False,
        timeout=250,
    )
    assert done.returncode == 0, done.stderr
    assert "complete; published generation 1" in done.stdout


@pytest.mark.skipif(SHORT, reason="long: registers a work pool and its deployments")
def test_the_deployments_of_prefect_yaml(served: Served) -> None:
    def prefect(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=served.prefect.variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=250,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    prefect("work-pool", "create", "cardkeep", "--type", "process")
    prefect("deploy", "--all", "--prefect-file", "prefect.yaml")
    nightly = served.prefect.ask("/deployments/name/refresh/nightly-on-a-pool")
    assert [(s["schedule"]["cron"], s["schedule"]["timezone"]) for s in nightly["schedules"]] == [
        ("15 3 * * *", "UTC")
    ]
    assert nightly["work_pool_name"] == "cardkeep"


def test_prefect_yaml_names_providers_that_there_are() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    publishers = {source.publisher for source in all_sources()[0].values()}
    assert {name for each in declared for name in each["parameters"]["providers"]} <= publishers
