"""The watcher: it tells what files say, whatever is broken around it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline import jsonl, run_log
from pipeline.alerting import watch
from pipeline.alerting.alert_log import AlertLogEntry
from pipeline.alerting.alerts import evaluate, notify
from pipeline.alerting.channels import plain_channels
from pipeline.home import Home
from pipeline.run_log import BegunRun, RunRecord
from tests.support import ROOT
from tests.support.command_line import cardkeep
from tests.support.faults import no_room_beyond
from tests.support.receivers import Receiver, webhook

NOW = datetime(2026, 5, 20, 3, 15, tzinfo=UTC)


def run(hours_ago: float, outcome: str = "complete", kind: str = "refresh") -> RunRecord:
    ended = NOW - timedelta(hours=hours_ago)
    return RunRecord.model_validate(
        {
            "run_id": f"{ended:%Y%m%dT%H%M%S}-{kind}",
            "kind": kind,
            "started_at": ended - timedelta(minutes=5),
            "finished_at": ended,
            "outcome": outcome,
            "detail": "as it was",
        }
    )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a catalog that is no database."""
    published = tmp_path / "home" / "published"
    published.mkdir(parents=True)
    (published / "catalog-000001.duckdb").write_bytes(b"damaged")
    (published / "catalog.duckdb").symlink_to("catalog-000001.duckdb")
    return Home(tmp_path / "home")


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with webhook() as receiver:
        yield receiver


def causes(home: Home, *runs: RunRecord) -> list[str]:
    for each in runs:
        run_log.append(home, each)
    return [alert.cause for alert in watch.watch(home, NOW)]


def told(hook: Receiver) -> list[str]:
    return [message["cause"] for post in hook.arrived for message in post["messages"]]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([run(29)], []),
        ([run(31)], ["no-refresh"]),
        ([run(31), run(2, "blocked")], []),
        ([run(31), run(2, kind="replay")], ["no-refresh"]),
        ([run(2), run(1, "died")], ["run-died"]),
        ([run(1, "died"), run(0)], []),
        ([run(31), run(1, "died")], ["no-refresh", "run-died"]),
        ([run(31), run(-24 * 365)], ["no-refresh"]),
        ([run(-0.5)], []),
        ([run(2, kind="replay")], []),
    ],
)
def test_what_the_run_log_tells(home: Home, runs: list[RunRecord], expected: list[str]) -> None:
    assert causes(home, *runs) == expected


def test_without_a_log_the_age_of_the_catalog_counts(home: Home) -> None:
    catalog = home.path / "published" / "catalog-000001.duckdb"
    for hours, expected in ((29, []), (31, ["no-refresh"])):
        written = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(catalog, (written, written))
        assert causes(home) == expected
    (home.path / "published" / "catalog.duckdb").unlink()
    (alert,) = watch.watch(home, NOW)
    assert "its link is gone" in alert.happened


@pytest.mark.parametrize(
    "damage", [b'{"torn\n', b"\x00\xff\n", b"[]\n", b"[" * 50_000 + b"\n", b'{"run_id": 3}\n']
)
def test_a_line_that_cannot_be_read_costs_itself_and_is_told(home: Home, damage: bytes) -> None:
    run_log.append(home, run(40))
    whole = home.run_log.read_bytes()
    home.run_log.write_bytes(whole + damage + run(31).model_dump_json().encode() + b"\n")
    home.alert_log.parent.mkdir()
    home.alert_log.write_bytes(damage)
    dead, damaged = watch.watch(home, NOW)
    assert "for 31 hours" in dead.happened
    assert f"{home.run_log}: line 2 cannot be read" in damaged.happened
    assert f"{home.alert_log}: line 1 cannot be read" in damaged.happened


def test_logs_that_cannot_be_read_at_all_stop_no_message(home: Home, hook: Receiver) -> None:
    home.run_log.mkdir(parents=True)
    home.alert_log.mkdir(parents=True)
    result = notify(
        home, plain_channels([f"http://127.0.0.1:{hook.port}"]), at=NOW, only=watch.CAUSES
    )
    assert told(hook) == ["log-damaged"]
    assert len(result.failures) == 2
    assert "open alerts are told again" in result.failures[0]
    assert "this is told again next time" in result.failures[1]


def test_a_home_that_cannot_be_written_stops_no_message(home: Home, hook: Receiver) -> None:
    run_log.append(home, run(31))
    home.alert_log.parent.write_bytes(b"a file in the place of the folder")
    result = notify(
        home, plain_channels([f"http://127.0.0.1:{hook.port}"]), at=NOW, only=watch.CAUSES
    )
    assert told(hook) == ["no-refresh"]
    assert "cannot be written" in result.failures[-1]


def test_a_full_disk_stops_no_message(home: Home, hook: Receiver) -> None:
    run_log.append(home, run(31))
    with no_room_beyond(0):
        result = notify(
            home, plain_channels([f"http://127.0.0.1:{hook.port}"]), at=NOW, only=watch.CAUSES
        )
    assert told(hook) == ["no-refresh"]
    assert "this is told again next time" in result.failures[0]


def test_what_a_damaged_catalog_knew_is_not_called_recovered(home: Home, hook: Receiver) -> None:
    jsonl.append(
        home.alert_log,
        AlertLogEntry(at=NOW, event="raised", cause="source-failing/acme", severity="warn"),
    )
    evaluation = evaluate(home)
    assert [alert.cause for alert in evaluation.alerts][-1] == "catalog-unreadable"
    assert not evaluation.is_whole
    notify(home, plain_channels([f"http://127.0.0.1:{hook.port}"]))
    assert "catalog-unreadable" in told(hook)
    assert "source-failing/acme" not in told(hook)


def test_the_dead_man_needs_no_duckdb(home: Home, tmp_path: Path, hook: Receiver) -> None:
    run_log.append(home, run(31))
    (tmp_path / "without" / "duckdb").mkdir(parents=True)
    broken = tmp_path / "without" / "duckdb" / "__init__.py"
    broken.write_text("raise ImportError('no database here')")
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--home", str(home.path), "alerts", "--dead-man"],
        env=os.environ
        | {
            "PYTHONPATH": f"{broken.parents[1]}{os.pathsep}{ROOT}",
            "CARDKEEP_ALERT_URLS": f"http://127.0.0.1:{hook.port}",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 5, done.stderr
    assert told(hook) == ["no-refresh"]


# --- runs that were killed ------------------------------------------------------------------------

BEGIN = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from pipeline.home import Home
from pipeline.run_log import BegunRun, begun
with begun(Home(Path(sys.argv[1])), BegunRun(run_id="r1", kind="refresh", started_at=datetime.now(UTC))):
    print("begun", flush=True)
    sys.stdin.read()
"""


def test_a_run_that_was_killed_is_told_once_its_process_is_gone(home: Home) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN, str(home.path)],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        process.stdout.readline()
        assert run_log.settle_killed(home) == [], "it is going on"
        process.kill()
    (killed,) = run_log.settle_killed(home)
    assert (killed.run_id, killed.outcome, killed.detail) == ("r1", "died", run_log.KILLED)
    assert run_log.read(home).records == [killed]
    assert run_log.settle_killed(home) == []
    alerts = evaluate(home).alerts
    assert "run-died" in [alert.cause for alert in alerts]


def test_a_run_that_ended_leaves_nothing(home: Home) -> None:
    with run_log.begun(home, BegunRun(run_id="r1", kind="replay", started_at=NOW)):
        assert [path.name for path in home.run_log.parent.iterdir()] == ["r1.begun"]
    assert list(home.run_log.parent.iterdir()) == []


def test_a_begun_file_that_says_nothing_is_told_too(home: Home) -> None:
    home.run_log.parent.mkdir()
    (home.run_log.parent / "r9.begun").write_bytes(b"\x00")
    (killed,) = run_log.settle_killed(home)
    assert killed.run_id == "r9"


def test_a_kill_is_told_where_the_log_cannot_be_written(home: Home) -> None:
    home.run_log.mkdir(parents=True)
    begun = home.run_log.parent / "r1.begun"
    begun.write_text(BegunRun(run_id="r1", kind="refresh", started_at=NOW).model_dump_json())
    found = watch.watch(home, datetime.now(UTC) + timedelta(minutes=1))
    assert [alert.cause for alert in found] == ["no-refresh", "run-died", "log-damaged"][1:]
    assert begun.exists(), "it is told again"
    shutil.rmtree(home.run_log)


def test_the_command_says_what_it_found(home: Home) -> None:
    run_log.append(home, run(1).model_copy(update={"finished_at": datetime.now(UTC)}))
    clean = cardkeep(home.path, "alerts", "--dead-man")
    assert (clean.returncode, clean.stdout) == (0, "a refresh has ended within 30 hours\n")
    with home.run_log.open("a") as log:
        log.write("torn\n")
    found = cardkeep(home.path, "alerts", "--dead-man")
    assert found.returncode == 5
    assert "line 2 cannot be read" in found.stdout
