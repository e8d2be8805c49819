"""Ways back: damaged, truncated or unwanted files of the archive, the working database, decisions,
logs, policy and leftovers of kills; a refresh goes on with what is sound meanwhile.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline import run_log
from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.run.replay import replay
from pipeline.samples.server import SampleServer, serve_samples
from spiders.archive import Archive
from tests.support.command_line import cardkeep
from tests.support.copied_home import copy_home
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from warehouse.errors import WorkingDamaged
from warehouse.store import open_catalog

SOURCES = ("gemini_pricing", "openai_pricing")
FACTS = "SELECT source, value_text, first_seen_at FROM facts ORDER BY ALL"


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


@pytest.fixture(scope="module")
def made(samples: SampleServer, tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("repair") / "home")
    give_empty_warehouse(home)
    refresh(home, SOURCES, steps=sample_steps(samples))
    return home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def facts(home: Home) -> list[tuple[object, ...]]:
    with open_catalog(home.path) as catalog:
        return catalog.query_sql(FACTS).rows


def file_of(home: Home, source: str) -> Path:
    (path,) = home.archive.rglob(f"*--{source}.warc.gz")
    return path


def repair(home: Home, *options: str) -> list[dict[str, str]]:
    done = cardkeep(home.path, "doctor", "--repair", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- a damaged file of the archive ----------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 255
    path.write_bytes(body)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [cut, flip, Path.unlink])
def test_a_refresh_goes_on_with_what_is_sound(
    home: Home, samples: SampleServer, damage: Callable[[Path], None]
) -> None:
    before = facts(home)
    whole = file_of(home, "openai_pricing").read_bytes()
    path = file_of(home, "openai_pricing")
    damage(path)
    shutil.rmtree(home.path / "warehouse")
    done = refresh(home, ["gemini_pricing"], steps=sample_steps(samples))
    assert done.outcome == "partial"
    (told,) = [error for error in done.errors if path.name in error]
    assert "what it holds is left out: put it back from a copy" in told
    assert {row[0] for row in facts(home)} == {"gemini_pricing"}
    assert cardkeep(home.path, "replay").returncode == 4
    path.write_bytes(whole)
    assert cardkeep(home.path, "replay").returncode == 0
    assert [row for row in facts(home) if row[0] == "openai_pricing"] == [
        row for row in before if row[0] == "openai_pricing"
    ]


def test_reindexing_accepts_the_loss_and_says_what_it_is(home: Home) -> None:
    path = file_of(home, "openai_pricing")
    cut(path)
    done = cardkeep(home.path, "archive", "reindex")
    assert done.returncode == 4
    assert f"! given up: {path.name} at byte" in done.stdout
    assert replay(home, {}).loaded.set_aside == ()
    whole = cardkeep(home.path, "archive", "reindex")
    assert whole.returncode == 4, "it is still damaged"
    path.unlink()
    gone = cardkeep(home.path, "archive", "reindex")
    assert "no file of this name" in gone.stdout
    assert cardkeep(home.path, "archive", "reindex").returncode == 0


@pytest.mark.parametrize("damage", [pytest.param(None, marks=pytest.mark.slow), cut])
def test_a_file_is_set_aside_and_taken_back(
    home: Home, damage: Callable[[Path], None] | None
) -> None:
    before = facts(home)
    path = file_of(home, "openai_pricing")
    sound = path.read_bytes()
    if damage:
        damage(path)
    would = cardkeep(home.path, "archive", "quarantine", path.name, "--dry-run")
    assert "would be set aside" in would.stdout
    assert path.exists()
    done = cardkeep(home.path, "archive", "quarantine", path.name)
    assert done.returncode == 0, done.stderr
    assert "published generation 2" in done.stdout
    assert not path.exists()
    assert {row[0] for row in facts(home)} == {"gemini_pricing"}
    assert (home.quarantine / "archive" / path.name).exists()
    path.write_bytes(sound)
    assert cardkeep(home.path, "archive", "reindex").returncode == 0
    assert cardkeep(home.path, "replay").returncode == 0
    assert facts(home) == before


def test_a_name_that_is_not_there_changes_nothing(home: Home) -> None:
    path = file_of(home, "openai_pricing")
    done = cardkeep(home.path, "archive", "quarantine", path.name, "nothing.warc.gz")
    assert done.returncode == 3
    assert "nothing was changed" in done.stderr
    assert path.exists()


# --- everything else ------------------------------------------------------------------------------


def test_a_sound_home_needs_no_repair(home: Home) -> None:
    assert repair(home) == []
    assert not home.quarantine.exists()


def test_a_damaged_working_database_is_set_aside_and_made_anew(home: Home) -> None:
    before = facts(home)
    working = home.path / "warehouse" / "working.duckdb"
    working.write_bytes(b"no database" * 1000)
    with pytest.raises(WorkingDamaged, match="doctor --repair"):
        replay(home, {})
    would, done = repair(home)
    assert (would["state"], done["state"]) == ("would", "done")
    assert working.read_bytes() != b"no database" * 1000
    assert cardkeep(home.path, "replay").returncode == 0
    assert facts(home) == before
    (kept,) = home.quarantine.iterdir()
    assert kept.read_bytes() == b"no database" * 1000


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("runs/log.jsonl", marks=pytest.mark.slow),
        pytest.param("alerts/log.jsonl", marks=pytest.mark.slow),
        "reviews/decisions.jsonl",
    ],
)
def test_bad_lines_are_set_aside_and_the_whole_ones_stay(home: Home, name: str) -> None:
    path = home.path / name
    path.parent.mkdir(exist_ok=True)
    whole = path.read_bytes() if path.exists() else b""
    path.write_bytes(b"torn\n" + whole)
    (would,) = repair(home, "--dry-run")
    assert would["action"].endswith("lost: line 1")
    assert path.read_bytes() == b"torn\n" + whole
    assert [each["state"] for each in repair(home)] == ["would", "done"]
    assert path.read_bytes() == whole
    (kept,) = home.quarantine.iterdir()
    assert kept.read_bytes() == b"torn\n" + whole
    assert repair(home) == []


def test_a_damaged_log_of_publications_keeps_its_whole_lines(home: Home) -> None:
    path = home.path / "publications" / "log.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"\x00\n", *lines[2:]]))
    would, _ = repair(home)
    assert would["action"].endswith("lost: 1 lines, 1 changes of generation 1")
    assert len(path.read_bytes().splitlines()) == len(lines) - 1
    assert repair(home) == []


def test_a_policy_that_cannot_be_read_is_set_aside(home: Home) -> None:
    home.policy.write_text("rule = 3")
    assert [each["state"] for each in repair(home)] == ["would", "done"]
    assert not home.policy.exists()


def test_what_kills_leave_is_cleared(home: Home) -> None:
    (home.path / "published" / "catalog.duckdb").unlink()
    left = ["published/a.new", "publications/a.new", "archive/2026-05/a.warc.gz.part"]
    for name in left:
        (home.path / name).parent.mkdir(exist_ok=True)
        (home.path / name).touch()
    (home.run_log.parent / "r1.begun").touch()
    with Archive(home.archive).writer("killed", "acme") as writer:
        shutil.copy(writer.path, home.path / "copy")
    file_of(home, "acme").unlink()
    shutil.move(home.path / "copy", writer.path)
    found = cardkeep(home.path, "doctor")
    assert found.stdout.count("cardkeep doctor --repair") >= 4
    states = [each["state"] for each in repair(home)]
    assert states == ["would"] * 6 + ["done"] * 6
    assert not [name for name in left if (home.path / name).exists()]
    assert facts(home)
    assert run_log.read(home).records[-1].outcome == "died"
    assert file_of(home, "acme").exists()
    assert repair(home) == []


# --- no file in the place of a file ---------------------------------------------------------------


def pipe(path: Path) -> None:
    """A named pipe in the place of a file: whoever opens it waits for its other end for ever."""
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("cardkeep.toml", "status"),
        ("alerts.toml", "alerts --dead-man"),
        pytest.param("runs/log.jsonl", "replay", marks=pytest.mark.slow),
        ("reviews/decisions.jsonl", "replay"),
        pytest.param("publications/log.jsonl", "replay", marks=pytest.mark.slow),
        pytest.param("published/catalog-000001.duckdb", "show gpt-5", marks=pytest.mark.slow),
        ("published/catalog.duckdb", "show gpt-5"),
        pytest.param("published/catalog.duckdb", "replay", marks=pytest.mark.slow),
        ("warehouse/working.duckdb", "replay"),
        pytest.param("warehouse/writer.lock", "replay", marks=pytest.mark.slow),
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_said_at_once_and_set_aside(
    home: Home, name: str, command: str
) -> None:
    pipe(home.path / name)
    failed = cardkeep(home.path, *command.split())
    assert failed.returncode in {1, 2}
    assert "expected a file, found a named pipe" in failed.stderr
    states = [each["state"] for each in repair(home)]
    assert "done" in states
    assert "failed" not in states
    assert any(path.is_fifo() for path in home.quarantine.iterdir())
    assert repair(home) == []


@pytest.mark.timeout(60)
def test_the_watcher_tells_of_logs_that_are_pipes(home: Home) -> None:
    for path in (home.alert_log, home.alert_log.parent / "lock", home.decisions):
        pipe(path)
    told = cardkeep(home.path, "alerts", "--dead-man")
    assert told.returncode == 5
    assert "log.jsonl cannot be read (expected a file, found a named pipe)" in told.stdout


@pytest.mark.timeout(60)
def test_a_pipe_in_the_archive_is_a_damaged_file(home: Home) -> None:
    path = file_of(home, "gemini_pricing")
    pipe(path)
    pipe(home.archive / "left.warc.open")
    found = cardkeep(home.path, "archive", "verify")
    assert found.returncode == 1
    assert f"{path.name} at byte 0: expected a file, found a pipe" in found.stdout
    assert cardkeep(home.path, "archive", "quarantine", path.name).returncode == 0
    pipe(home.archive / "index.jsonl")
    assert cardkeep(home.path, "archive", "reindex").returncode == 0
    assert cardkeep(home.path, "archive", "verify").returncode == 0


@pytest.mark.timeout(60)
def test_a_source_that_is_a_pipe_costs_no_other(home: Home) -> None:
    pipe(home.sources / "mine.py")
    found = cardkeep(home.path, "source", "list")
    assert "is no Python file" in found.stdout + found.stderr


def test_a_folder_in_the_place_of_the_link_is_set_aside_and_the_link_made_again(
    home: Home,
) -> None:
    before = facts(home)
    link = home.path / "published" / "catalog.duckdb"
    link.unlink()
    (link / "below").mkdir(parents=True)
    failed = cardkeep(home.path, "replay")
    assert failed.returncode == 1
    assert "catalog.duckdb: expected a file, found a folder" in failed.stderr
    would, _, *done = repair(home)
    assert would["action"] == "set it aside: expected a file, found a folder"
    assert [each["state"] for each in done] == ["done", "done"]
    assert link.is_symlink()
    (aside,) = home.quarantine.iterdir()
    assert (aside / "below").is_dir()
    assert facts(home) == before


@pytest.mark.timeout(60)
def test_a_dry_run_says_what_cannot_be_copied(home: Home) -> None:
    pipe(home.decisions)
    failed = cardkeep(home.path, "refresh", "--dry-run", "gemini_pricing")
    assert failed.returncode == 1
    assert "decisions.jsonl" in failed.stderr
    assert "nothing was changed" in failed.stderr
