"""A page that would keep its reader busy for ever, beside good ones: these are published the same
night, and it is not read again.
"""

import json
import os
import resource
import sys
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from subprocess import PIPE, STDOUT, run
from typing import NamedTuple

import pytest

from pipeline.samples.server import SampleServer, serve_samples
from tests.support.costly import freezing
from warehouse.store import open_catalog

FROZEN, GOOD = "deepseek_pricing", "anthropic_pricing"
MOST_MEMORY = 1_000_000_000


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Generator[SampleServer]:
    """The samples, of which one has the page in place of its own."""
    page = tmp_path_factory.mktemp("frozen") / "2026-01-01" / "page.html"
    page.parent.mkdir()
    page.write_text(freezing(), encoding="utf-8")
    with serve_samples(1) as server:
        own_page = server.page

        def answered(path: str) -> Path | None:
            own = own_page(path)
            return page if own and FROZEN in own.parts else own

        server.page = answered
        yield server


class Refreshed(NamedTuple):
    code: int
    said: str
    peak_bytes: int
    """The memory of the largest process of the refresh."""


def refresh(home: Path, samples: SampleServer) -> Refreshed:
    """A refresh of both sources, measured in a process of its own.

    A process counts as its own what its parent had when it was started: the parent must be small.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(refresh_measured, home, samples.base_url).result()


def refresh_measured(home: Path, base_url: str) -> Refreshed:
    done = run(
        [sys.executable, "-m", "pipeline.cli", "--home", str(home), "refresh", FROZEN, GOOD],
        env=os.environ | {"CARDKEEP_BASE_URL": base_url},
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    peak_bytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Refreshed(done.returncode, done.stdout, peak_bytes)


@pytest.mark.slow
def test_a_page_that_freezes_its_reader_costs_itself(samples: SampleServer, tmp_path: Path) -> None:
    code, said, peak_bytes = refresh(tmp_path, samples)
    assert code == 4
    assert peak_bytes < MOST_MEMORY
    assert f"{FROZEN}, page: " in said
    assert "cells of one table" in said
    assert "kept: the archived page" in said
    assert "read 3 new pages" in said
    with open_catalog(tmp_path) as catalog:
        facts = dict(catalog.query_sql("SELECT source, count(*) FROM facts GROUP BY ALL").rows)
    assert facts.keys() == {GOOD}
    _, said, _ = refresh(tmp_path, samples)
    assert "read 0 new pages" in said
    assert f"{FROZEN}, page: " in said
    lines = (tmp_path / "runs" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["partial", "partial"]
