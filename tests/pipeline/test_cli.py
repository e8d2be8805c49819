"""The command line: exit codes, and messages that say what, where, expected, found, what was kept
and what to do.
"""

import errno
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.cli
from pipeline.alerting.channels import BadChannels
from pipeline.alerting.freshness_policy import BadPolicy
from pipeline.failures import (
    ExitCode,
    ExpectedFailure,
    NotFound,
    Partial,
    PublishingBlocked,
)
from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.samples.server import SampleServer, serve_samples
from reports.data.model_lookup import AmbiguousModel, UnknownModel
from reports.pages.comparison import SameModel
from spiders.archive import ArchiveBusy, ArchiveDamaged
from tests.support import ROOT
from tests.support.command_line import CARDKEEP, cardkeep, run_apart
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from warehouse.errors import CatalogDamaged, CatalogOutdated, Locked, NotPublished, QueryFailed
from warehouse.working import Warehouse

COLUMNS = "path\tsource\tkind\tform\turl\tcaptured_on\tbytes\tsha256\torigin\tnote"
LIFECYCLE = ROOT / "spiders" / "samples" / "anthropic_lifecycle"
URL = "https://platform.claude.com/docs/en/about-claude/model-deprecations.md"


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, samples: SampleServer) -> Path:
    """The pages of two publishers, as of the first night."""
    home = Home(tmp_path_factory.mktemp("home"))
    give_empty_warehouse(home)
    done = refresh(home, ["anthropic", "models_dev"], steps=sample_steps(samples))
    assert done.outcome == "complete", done.errors
    return home.path


@pytest.mark.parametrize(
    ("failure", "exit_code", "code"),
    [
        (ArchiveBusy, ExitCode.LOCKED, "locked"),
        (Locked, ExitCode.LOCKED, "locked"),
        (ArchiveDamaged, ExitCode.FAILURE, "archive-damaged"),
        (CatalogDamaged, ExitCode.FAILURE, "catalog-damaged"),
        (CatalogOutdated, ExitCode.FAILURE, "catalog-outdated"),
        (QueryFailed, ExitCode.FAILURE, "query-failed"),
        (NotPublished, ExitCode.NOT_FOUND, "not-published"),
        (UnknownModel, ExitCode.NOT_FOUND, "unknown-model"),
        (AmbiguousModel, ExitCode.NOT_FOUND, "ambiguous-model"),
        (SameModel, ExitCode.USAGE, "same-model"),
        (NotFound, ExitCode.NOT_FOUND, "not-found"),
        (Partial, ExitCode.PARTIAL, "partial"),
        (PublishingBlocked, ExitCode.BLOCKED, "blocked"),
        (BadChannels, ExitCode.USAGE, "bad-channels"),
        (BadPolicy, ExitCode.USAGE, "bad-policy"),
    ],
)
def test_a_failure_ends_a_command_with_its_own_code(
    failure: type[Exception], exit_code: ExitCode, code: str
) -> None:
    error = failure.__new__(failure)
    assert isinstance(error, ExpectedFailure)
    assert (error.exit_code, error.code) == (exit_code, code)


def test_an_empty_home_says_what_to_run(tmp_path: Path) -> None:
    done = run_apart(("--home", str(tmp_path), "status"))
    assert done.returncode == 3
    assert "no published catalog" in done.stderr
    assert "cardkeep refresh" in done.stderr


def test_an_unknown_model_is_not_found(home: Path) -> None:
    done = cardkeep(home, "show", "claude-9-nonsense")
    assert (done.returncode, done.stdout) == (3, "")
    assert "claude-9-nonsense" in done.stderr
    assert "[unknown-model]" in done.stderr


@pytest.mark.parametrize(
    ("day", "exit_code", "words"),
    [
        ("yesterday", 2, "expected a day"),
        ("2026-02-30", 2, "expected a day"),
        ("2999-01-01", 2, "has not begun"),
        ("2001-01-01", 3, "the first page is of"),
    ],
)
def test_a_wrong_day_is_refused(home: Path, day: str, exit_code: int, words: str) -> None:
    done = cardkeep(home, "status", "--as-of", day)
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert words in done.stderr


def test_a_long_answer_arrives_whole_in_a_pipe_and_a_reader_may_leave_early(home: Path) -> None:
    arguments = ("--home", str(home), "sql", "--no-limit", "SELECT i FROM range(50000) t(i)")
    rows = run_apart(arguments).stdout.splitlines()
    assert (len(rows), rows[-1]) == (50_000, '{"i": 49999}')
    with subprocess.Popen(
        [*CARDKEEP, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as left:
        assert left.stdout
        assert left.stderr
        assert left.stdout.readline() == '{"i": 0}\n'
        left.stdout.close()
        assert (left.stderr.read(), left.wait(60)) == ("", ExitCode.READER_LEFT)


@pytest.mark.parametrize("rows", [1, 50_000])
def test_a_reader_that_wants_nothing_ends_a_command_quietly(home: Path, rows: int) -> None:
    """Both a short answer, which is written as the command ends, and one that fills the pipe."""
    query = f"SELECT i FROM range({rows}) t(i)"  # noqa: S608
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [*CARDKEEP, "--home", str(home), "sql", query],
            stdout=nobody,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.stderr, done.returncode) == ("", ExitCode.READER_LEFT)


def test_the_broken_pipe_of_another_process_is_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("warehouse.store.open_catalog", broken)
    with (tmp_path / "out").open("w") as output:
        monkeypatch.setattr("sys.stdout", output)
        with pytest.raises(SystemExit) as ended:
            pipeline.cli.run(["--home", str(tmp_path), "status"])
    assert ended.value.code == ExitCode.FAILURE


def test_a_query_can_only_read(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "stolen.csv"
    for query in (
        "DELETE FROM internal.fact",
        f"COPY (SELECT 1) TO '{target}'",
        "SELECT * FROM read_text('/etc/hostname')",
    ):
        assert cardkeep(home, "sql", query).returncode == 1
    assert not target.exists()
    assert cardkeep(home, "sql", "SELECT count(*) AS n FROM internal.fact").stdout.startswith(
        '{"n": '
    )


def test_an_unknown_provider_is_named_with_the_nearest_or_what_lists_all(home: Path) -> None:
    done = cardkeep(home, "refresh", "antropic")
    assert done.returncode == 3
    assert "'antropic'; do you mean anthropic" in done.stderr
    done = cardkeep(home, "refresh", "nobody")
    assert done.returncode == 3
    assert "'nobody'; there are " in done.stderr
    assert "`cardkeep source list` lists them" in done.stderr


def test_a_second_refresh_is_refused_at_once(home: Path, samples: SampleServer) -> None:
    with Warehouse(home):
        archived = sorted((home / "archive").rglob("*"))
        done = cardkeep(home, "refresh", "anthropic", CARDKEEP_BASE_URL=samples.base_url)
        assert sorted((home / "archive").rglob("*")) == archived, "no page was asked for"
    assert done.returncode == 7
    assert "nothing was changed" in done.stderr
    assert (
        cardkeep(home, "refresh", "anthropic", CARDKEEP_BASE_URL=samples.base_url).returncode == 0
    )


@pytest.mark.slow
def test_a_publisher_that_is_down_costs_no_other_and_loses_nothing(
    home: Path, samples: SampleServer
) -> None:
    facts = cardkeep(home, "sql", "SELECT count(*) AS n FROM facts").stdout
    down = cardkeep(home, "refresh", "anthropic", CARDKEEP_BASE_URL="http://127.0.0.1:9")
    assert down.returncode == 1, "no page was seen"
    assert "kept: the last good values" in down.stdout
    assert cardkeep(home, "sql", "SELECT count(*) AS n FROM facts").stdout == facts
    assert (
        cardkeep(home, "refresh", "anthropic", CARDKEEP_BASE_URL=samples.base_url).returncode == 0
    )


def test_a_dry_run_writes_nothing(home: Path, samples: SampleServer) -> None:
    def files() -> dict[str, float]:
        return {
            str(path): path.stat().st_mtime
            for path in sorted(home.rglob("*"))
            if "lock" not in path.name
        }

    before = files()
    done = cardkeep(home, "refresh", "--dry-run", "anthropic", CARDKEEP_BASE_URL=samples.base_url)
    assert done.returncode == 0
    assert "nothing was written" in done.stderr
    assert files() == before


def manifest(folder: Path, *rows: dict[str, str]) -> Path:
    page = max(LIFECYCLE.glob("*/page.md"))
    (folder / "page.md").write_bytes(page.read_bytes())
    row = {
        "path": "page.md",
        "source": "anthropic",
        "kind": "model_card",
        "form": "verbatim",
        "url": URL,
        "captured_on": "2026-08-01",
        "bytes": str(page.stat().st_size),
        "sha256": hashlib.sha256(page.read_bytes()).hexdigest(),
        "origin": "us",
        "note": "",
    }
    lines = [COLUMNS, *("\t".join((row | changes).values()) for changes in rows)]
    path = folder / "MANIFEST.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_import_with_rows_that_are_refused_takes_none(tmp_path: Path) -> None:
    rows: list[dict[str, str]] = [
        {},
        {"captured_on": ""},
        {"captured_on": "2026-08-02", "sha256": "0" * 64},
    ]
    give_empty_warehouse(Home(tmp_path / "home"))
    done = cardkeep(tmp_path / "home", "archive", "import", str(manifest(tmp_path, *rows)))
    assert done.returncode == 1
    assert "2 rows of" in done.stderr
    assert "nothing was imported" in done.stderr
    assert "[bad-manifest]" in done.stderr
    assert "line 3" in done.stderr
    assert "captured_on" in done.stderr
    assert "line 4" in done.stderr
    assert "sha256" in done.stderr
    assert not (tmp_path / "home" / "archive").exists()
    for told in ("imported 1 pages, 0 were there", "imported 0 pages, 1 were there already"):
        again = cardkeep(tmp_path / "home", "archive", "import", str(manifest(tmp_path, {})))
        assert told in again.stdout
    assert "nothing changed" in again.stdout


def test_a_torn_archive_record_is_named_and_costs_nothing_that_is_published(tmp_path: Path) -> None:
    home = tmp_path / "home"
    give_empty_warehouse(Home(home))
    assert cardkeep(home, "archive", "import", str(manifest(tmp_path, {}))).returncode == 0
    assert cardkeep(home, "archive", "verify").returncode == 0
    (record,) = (home / "archive").rglob("*.warc.gz")
    record.write_bytes(record.read_bytes()[:-100])
    torn = cardkeep(home, "archive", "verify")
    assert torn.returncode == 1
    assert record.name in torn.stdout
    assert "restore" in torn.stderr
    rows = cardkeep(home, "sql", "SELECT count(*) AS n FROM facts").stdout
    assert json.loads(rows)["n"] > 0
