"""kill -9 at any point of a refresh: readers see a whole generation, no fact is lost, and a rerun
reaches the same.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.store import open_catalog

KILLS = 5 if os.environ.get("CARDKEEP_SHORT") else 20
KILLS_IN_STAGE = 1 if os.environ.get("CARDKEEP_SHORT") else 30
STAGES = ("crawling", "reading pages", "deriving", "publishing", "writing the site")
SOURCES = ["openai_pricing", "gemini_pricing"]
CARDKEEP = [sys.executable, "-m", "pipeline.cli"]
VALUES = "SELECT source, provider, subject_stated, attribute, meter, qualifiers, value_text FROM facts ORDER BY ALL"
HISTORY = "SELECT source, stated_name, meter, qualifiers, amount, gate_state FROM price_history ORDER BY ALL"


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


def start(home: Path, samples: SampleServer) -> subprocess.Popen[bytes]:
    command = [*CARDKEEP, "--home", str(home), "refresh", *samples.sources]
    environment = os.environ | {"CARDKEEP_BASE_URL": samples.base_url}
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def content(home: Path) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    with open_catalog(home) as catalog:
        return catalog.query_sql(VALUES).rows, catalog.query_sql(HISTORY).rows


@pytest.fixture(scope="module")
def first_night(tmp_path_factory: pytest.TempPathFactory, samples: SampleServer) -> Path:
    home = tmp_path_factory.mktemp("first_night")
    assert start(home, samples).wait(60) == 0
    return home


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("alone", [False, True], ids=["whole-group", "parent-alone"])
def test_a_killed_refresh_loses_nothing(
    first_night: Path, samples: SampleServer, tmp_path: Path, alone: bool
) -> None:
    samples.night = 2
    before = content(first_night)
    undisturbed = shutil.copytree(first_night, tmp_path / "undisturbed", symlinks=True)
    began = time.monotonic()
    assert start(undisturbed, samples).wait(60) == 4  # the second night's broken page
    seconds = time.monotonic() - began
    after = content(undisturbed)
    delays = random.Random(20 + alone)
    hits = 0
    for kill in range(KILLS):
        home = shutil.copytree(first_night, tmp_path / f"killed-{kill}", symlinks=True)
        process = start(home, samples)
        time.sleep(delays.uniform(0.05, seconds))
        if process.poll() is None:
            hits += 1
            if alone:
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert content(home) in (before, after), (
            "readers see the night before or the new one, whole"
        )
        assert rerun(home, samples) == 4
        assert content(home) == after, "a rerun reaches what an undisturbed run reached"
        shutil.rmtree(home)
    samples.night = 1
    assert hits >= KILLS // 2, "most kills must hit a running refresh"


def rerun(home: Path, samples: SampleServer) -> int:
    """A refresh again; an orphaned crawl may hold its file for a moment, and the lock is free at
    once.
    """
    return start(home, samples).wait(60)


def start_telling(home: Path, samples: SampleServer) -> subprocess.Popen[str]:
    """A refresh of SOURCES that tells its stages on its standard error."""
    return subprocess.Popen(
        [*CARDKEEP, "--home", str(home), "refresh", "-v", *SOURCES],
        env=os.environ | {"CARDKEEP_BASE_URL": samples.base_url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )


def beginnings(process: subprocess.Popen[str]) -> Iterator[tuple[str, float]]:
    """Each stage as it begins, and when."""
    assert process.stderr is not None
    for line in process.stderr:
        for stage in STAGES:
            if f" {stage}" in line:
                yield stage, time.monotonic()


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_a_refresh_that_is_killed_in_any_stage_loses_nothing(
    samples: SampleServer, tmp_path: Path
) -> None:
    samples.night = 1
    first_night = tmp_path / "first_night"
    give_empty_warehouse(Home(first_night))
    with start_telling(first_night, samples) as process:
        assert [stage for stage, _ in beginnings(process)] == list(STAGES)
    before = content(first_night)
    samples.night = 2
    undisturbed = shutil.copytree(first_night, tmp_path / "undisturbed", symlinks=True)
    with start_telling(undisturbed, samples) as process:
        began = dict(beginnings(process))
    ends = [*list(began.values())[1:], time.monotonic()]
    seconds = {stage: end - at for (stage, at), end in zip(began.items(), ends, strict=True)}
    after = content(undisturbed)
    delays = random.Random(30)
    for stage in STAGES:
        for kill in range(KILLS_IN_STAGE):
            home = shutil.copytree(first_night, tmp_path / f"{stage}-{kill}", symlinks=True)
            with start_telling(home, samples) as process:
                for reached, _ in beginnings(process):
                    if reached == stage:
                        time.sleep(delays.uniform(0, seconds[stage]))
                        os.killpg(process.pid, signal.SIGKILL)
            assert content(home) in (before, after), stage
            with start_telling(home, samples) as process:
                assert dict(beginnings(process)), stage
            assert process.returncode in (0, 4), stage
            assert content(home) == after, stage
            shutil.rmtree(home)
    samples.night = 1
