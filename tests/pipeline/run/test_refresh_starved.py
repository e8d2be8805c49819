"""A night that is killed, or whose disk is full, at any step of what it writes, the site included:
`doctor` sees what it left and clears it, and the next night ends as if nothing had happened. And so
a command that writes a site, an export or a storage.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.dry_run import PREFIX as DRY_RUN_PREFIX
from pipeline.run.dry_run import temporary_copy
from pipeline.run.nightly import run_nightly
from pipeline.run.repair import leftovers, repair
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.command_line import cardkeep
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
COMMAND = """
import sys
from pipeline.cli import run
sys.exit(run(sys.argv[1:]))
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


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.parametrize("fault", ["kill", "full"])
@pytest.mark.parametrize(
    "command",
    [("report",), ("storage", "push"), ("export", "sqlite", "--output", "prices.sqlite")],
    ids=" ".join,
)
def test_a_command_that_is_starved_leaves_nothing_that_is_not_seen_and_cleared(
    small_home: Home, tmp_path: Path, fault: Fault, command: tuple[str, ...]
) -> None:
    home, written = Home(tmp_path / "all" / "home"), tmp_path / "all"
    shutil.copytree(small_home.path, home.path, symlinks=True)
    storage = written / "storage"
    home.configuration.write_text(f'[engine]\nstorage = "{storage}"\n')
    words = [str(written / word) if word.endswith(".sqlite") else word for word in command]
    before = shutil.copytree(written, tmp_path / "before", symlinks=True)
    assert cardkeep(home.path, *words).returncode == 0
    expected = files(written)
    refill(written, before)
    hits = 0
    stride = 1 if command[0] == "export" else STRIDE * 3
    arguments = ("--home", str(home.path), *words)
    for _ in run_with_faults(COMMAND, written, fault, *arguments, stride=stride):
        hits += 1
        assert facts(home) == facts(small_home)
        for path in storage.rglob(".*.new"):
            os.utime(path, (0, 0))
        assert not [each for each in repair(home, dry_run=False) if each.state == "failed"]
        assert leftovers(home) == []
        assert cardkeep(home.path, *words).returncode == 0
        assert files(written) == expected
        refill(written, before)
    assert hits >= 1


def files(folder: Path) -> set[str]:
    """What is there afterwards: every file but locks, by its name."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)) for path in found if "lock" not in path.name}


def refill(folder: Path, before: Path) -> None:
    shutil.rmtree(folder)
    shutil.copytree(before, folder, symlinks=True)


def test_a_working_file_of_a_shared_folder_is_cleared_after_a_day(tmp_path: Path) -> None:
    home, storage = Home(tmp_path / "home"), tmp_path / "storage"
    give_empty_warehouse(home)
    home.configuration.write_text(f'[engine]\nstorage = "{storage}"\n')
    old, at_work = storage / "site" / ".index.html.abc.new", storage / ".head.json.def.new"
    for path in (old, at_work):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    os.utime(old, (0, 0))
    assert leftovers(home) == [old]
    list(repair(home, dry_run=False))
    assert [path.exists() for path in (old, at_work)] == [False, True]


def test_a_rehearsal_that_is_at_work_keeps_its_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    home = Home(tmp_path / "home")
    give_empty_warehouse(home)
    (tmp_path / "temporary" / f"{DRY_RUN_PREFIX}{2**22 + 1}-x").mkdir(parents=True)
    with temporary_copy(home) as copy:
        assert len(leftovers(home)) == 1
        list(repair(home, dry_run=False))
        assert copy.path.exists()
        assert leftovers(home) == []


@pytest.mark.parametrize("name", ["runs/log.jsonl", "publications/log.jsonl"])
def test_a_folder_in_the_place_of_a_log_is_set_aside(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    (home.path / name).unlink(missing_ok=True)
    (home.path / name).mkdir(parents=True)
    assert [each.state for each in repair(home, dry_run=False)] == ["would", "done"]
    assert not (home.path / name).is_dir()


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
