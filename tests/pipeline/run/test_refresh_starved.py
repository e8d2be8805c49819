"""A night that is killed, or whose disk is full, at any step of what it writes, the site included:
`doctor` sees what it left and clears it, and the next night ends as if nothing had happened.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.nightly import run_nightly
from pipeline.run.repair import leftovers, repair
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.faults import Fault, run_with_faults
from tests.support.sample_steps import sample_steps
from warehouse.store import open_catalog

SOURCE = "openai_pricing"
STRIDE = 60 if os.environ.get("CARDKEEP_SHORT") else 7
NIGHT = """
import sys
from pathlib import Path
from pipeline.home import Home
from pipeline.run.nightly import run_nightly
from pipeline.samples.server import serve_samples
from tests.support.sample_steps import sample_steps
with serve_samples(1) as samples:
    run_nightly(Home(Path(sys.argv[1])), [sys.argv[2]], steps=sample_steps(samples))
"""
HALF_WRITTEN = ("*.new", "*.part", "*.tmp", "*.open")


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


def half_written(home: Home) -> list[Path]:
    return [path for pattern in HALF_WRITTEN for path in home.path.rglob(pattern)]


def facts(home: Home) -> list[tuple[object, ...]]:
    sql = "SELECT stated_name, meter, qualifiers, amount FROM prices ORDER BY ALL"
    with open_catalog(home.path) as catalog:
        return catalog.query_sql(sql).rows


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_night_that_is_starved_leaves_nothing_that_is_not_seen_and_cleared(
    samples: SampleServer, tmp_path: Path, fault: Fault
) -> None:
    home = Home(tmp_path / "home")
    give_empty_warehouse(home)
    before = shutil.copytree(home.path, tmp_path / "before")
    run_nightly(home, [SOURCE], steps=sample_steps(samples))
    expected = facts(home)
    pages = {path.relative_to(home.site) for path in home.site.rglob("*.html")}
    shutil.rmtree(home.path)
    shutil.copytree(before, home.path)
    hits = 0
    for _ in run_with_faults(NIGHT, home.path, fault, str(home.path), SOURCE, stride=STRIDE):
        hits += 1
        assert not [each for each in repair(home, dry_run=False) if each.state == "failed"]
        assert half_written(home) == leftovers(home) == []
        run_nightly(home, [SOURCE], steps=sample_steps(samples))
        assert half_written(home) == []
        assert facts(home) == expected
        assert {path.relative_to(home.site) for path in home.site.rglob("*.html")} == pages
        shutil.rmtree(home.path)
        shutil.copytree(before, home.path)
    assert hits >= 3


def test_what_a_killed_report_left_is_seen_and_cleared(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    left = home.site / "models" / f".index.html.{2**22 + 1}.new"
    at_work = home.site / f".index.html.{os.getpid()}.new"
    for path in (left, at_work):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert leftovers(home) == [left]
    assert [each.what for each in repair(home, dry_run=False) if each.state == "done"] == [
        str(left)
    ]
    assert not left.exists()
    assert at_work.exists()
