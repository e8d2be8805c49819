"""doctor: every line says how a thing is and what to do, and each fault that can be made is found."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from pipeline.cli import cardkeep
from pipeline.home import Home
from pipeline.run import clock, doctor
from pipeline.run.doctor import CheckResult, run_checks
from pipeline.run.steps import derive
from spiders.archive import Archive
from spiders.source import Source
from warehouse.working import Warehouse


class Usage(NamedTuple):
    """What shutil.disk_usage says."""

    total: int
    used: int
    free: int


def disk(monkeypatch: pytest.MonkeyPatch, free: int) -> None:
    def usage(_: object) -> Usage:
        return Usage(2**41, 0, free)

    monkeypatch.setattr("shutil.disk_usage", usage)


def catalogued(
    monkeypatch: pytest.MonkeyPatch, sources: dict[str, Source], broken: dict[str, str]
) -> None:
    def all_sources(home: Home | None = None) -> tuple[dict[str, Source], dict[str, str]]:  # noqa: ARG001
        return sources, broken

    monkeypatch.setattr(doctor, "all_sources", all_sources)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an archive of one file and a published catalog."""
    home = Home(tmp_path_factory.mktemp("doctor") / "home")
    with Archive(home.archive).writer("run-1", "acme"):
        pass
    with Warehouse(home.path) as warehouse:
        derive(warehouse, home, {})
        assert warehouse.publish("run-1") == 1
    return home.path


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("CARDKEEP_CONTACT", "https://acme.example/crawler")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return Home(Path(shutil.copytree(made, tmp_path / "home", symlinks=True)))


def seen(home: Home) -> dict[str, CheckResult]:
    return {line.what: line for line in run_checks(home)}


def test_a_sound_home_is_ok_but_for_unproven_sources_and_a_missing_browser(home: Home) -> None:
    lines = seen(home)
    assert {what for what, line in lines.items() if line.state != "ok"} <= {
        "unverified sources",
        "browser",
    }
    assert lines["catalog"].found.startswith("generation 1 of ")
    assert lines["contact"].found == "https://acme.example/crawler"
    assert all(line.todo for line in lines.values() if line.state != "ok")


def test_an_empty_home_says_what_to_run(tmp_path: Path) -> None:
    lines = seen(Home(tmp_path / "nothing"))
    assert (lines["home"].state, lines["catalog"].state) == ("warn", "warn")
    assert "cardkeep refresh" in lines["catalog"].todo


def test_a_writer_at_work_is_seen_and_not_disturbed(home: Home) -> None:
    with Warehouse(home.path):
        assert seen(home)["writer"].state == "warn"
    assert seen(home)["writer"].state == "ok"


@pytest.mark.parametrize(
    "offset",
    [
        pytest.param(0.2, marks=pytest.mark.slow),
        0.5,
        pytest.param(0.9, marks=pytest.mark.slow),
    ],
)
def test_a_damaged_catalog_fails(home: Home, offset: float) -> None:
    path = (home.path / "published" / "catalog.duckdb").resolve()
    body = bytearray(path.read_bytes())
    start = int(len(body) * offset)
    # A tenth of the file: between blocks in use there are free ones, whose damage costs nothing.
    end = min(len(body), start + len(body) // 10)
    body[start:end] = os.urandom(end - start)
    path.write_bytes(body)
    line = seen(home)["catalog"]
    assert (line.state, line.todo) == (
        "fail",
        "cardkeep replay publishes it again from the archive",
    )
    with Warehouse(home.path) as warehouse:
        assert warehouse.publish("run-2") == 2
        assert warehouse.publish("run-3") is None
    assert seen(home)["catalog"].state == "ok"


def test_a_torn_archive_fails(home: Home) -> None:
    (record,) = home.archive.glob("*.warc.gz")
    record.write_bytes(record.read_bytes()[:-40])
    line = seen(home)["archive"]
    assert line.state == "fail"
    assert "archive verify" in line.todo


def test_what_dead_processes_left_is_listed(home: Home, tmp_path: Path) -> None:
    (home.archive / "run-2--acme.warc.open").write_bytes(b"")
    (home.path / "published" / "catalog-000002.duckdb.new").write_bytes(b"")
    (tmp_path / "cardkeep-dry-run-x").mkdir()
    lines = seen(home)
    assert "run-2--acme.warc.open" in lines["archive, open files"].found
    assert {"warn"} == {lines["archive, open files"].state, lines["working files"].state}
    assert "catalog-000002.duckdb.new" in lines["working files"].found
    assert "cardkeep-dry-run-x" in lines["working files"].found


@pytest.mark.parametrize(("free", "state"), [(2**40, "ok"), (2**30, "warn"), (2**20, "fail")])
def test_a_full_disk_warns_and_then_fails(
    home: Home, free: int, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(monkeypatch, free)
    assert seen(home)["disk"].state == state


def test_a_source_that_does_not_load_fails_and_an_unproven_one_warns(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, _ = doctor.all_sources()
    one = next(iter(sources.values()))
    monkeypatch.setattr(type(one), "unverified_reason", "nobody recorded a page")
    catalogued(monkeypatch, {one.name: one}, {"acme": "spiders/sources/acme.py does not load"})
    lines = seen(home)
    assert (lines["sources"].state, lines["sources"].found) == (
        "fail",
        "spiders/sources/acme.py does not load",
    )
    assert (lines["unverified sources"].state, lines["unverified sources"].found) == (
        "warn",
        one.name,
    )


def test_a_browser_is_only_missed_where_a_source_needs_one(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDKEEP_CHROMIUM", "/no/such/browser")
    one = next(iter(doctor.all_sources()[0].values()))
    catalogued(monkeypatch, {one.name: one}, {})
    assert seen(home)["browser"] == CheckResult("ok", "browser", "none; no source needs one")
    monkeypatch.setattr(type(one), "needs_browser", True)
    line = seen(home)["browser"]
    assert (line.state, line.found) == ("warn", f"needed by {one.name}")
    assert "a Chromium" in line.todo


def test_the_exit_code_says_the_worst(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> int:
        done = CliRunner().invoke(
            cardkeep, ["--home", str(home.path), "doctor", "-f", "csv"], standalone_mode=False
        )
        assert done.exception is None, done.exception
        assert done.stdout.startswith("state,what,found,todo\n")
        return done.return_value

    catalogued(monkeypatch, {}, {})
    assert run() == 0
    monkeypatch.delenv("CARDKEEP_CONTACT")
    assert run() == 5
    disk(monkeypatch, 0)
    assert run() == 1


def test_a_page_from_the_future_is_told(small_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen(small_home)["clock"].state == "ok"
    monkeypatch.setattr(clock, "now", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    told = seen(small_home)["clock"]
    assert told.state == "warn"
    assert "are dated after now" in told.found
