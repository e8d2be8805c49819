"""Alerts: a drill on the samples, what is told when and to whom, the dead man's switch, snoozing."""

import email
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import policy
from pathlib import Path

import pytest

from pipeline import jsonl, run_log
from pipeline.alerting import watch
from pipeline.alerting.alert_log import AlertLogEntry, CauseState, cause_states
from pipeline.alerting.alerts import Alert, due_notifications, notify
from pipeline.alerting.channels import plain_channels
from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.run_log import RunRecord
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.command_line import cardkeep, run_apart
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.receivers import Receiver, mail_server, webhook
from tests.support.sample_steps import sample_steps

BROKEN = "part-broken/anthropic_pricing/batch_prices"
SECRET = "hunter2hunter2"


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with webhook() as server:
        yield server


def url(hook: Receiver) -> str:
    return f"http://127.0.0.1:{hook.port}/hook"


def refresh_samples(home: Home, source: str, samples: SampleServer, nights_ago: int = 0) -> None:
    """A refresh of one source, as on the night of the samples."""
    if not home.archive.exists():
        give_empty_warehouse(home)
    refresh(home, [source], nights_ago=nights_ago, steps=sample_steps(samples))


def age_runs(home: Home, hours: int) -> None:
    """Tell the log that its runs ended so long ago."""
    logged = jsonl.read(home.run_log, RunRecord)
    home.run_log.unlink()
    back = timedelta(hours=hours)
    for ended in logged:
        moved = {"started_at": ended.started_at - back, "finished_at": ended.finished_at - back}
        run_log.append(home, ended.model_copy(update=moved))


@pytest.mark.slow
def test_a_drill(tmp_path: Path, samples: SampleServer, hook: Receiver) -> None:
    """A source breaks, stays broken, is repaired; told once a day, escalated, recovered once, then
    silence.
    """
    home = Home(tmp_path)

    def night(ago: int, shown: int) -> list[tuple[str, str, str]]:
        samples.night = 2 if shown == 2 else 1
        refresh_samples(home, "anthropic_pricing", samples, nights_ago=ago)
        at = datetime.now(UTC) - timedelta(days=ago)
        hook.arrived.clear()
        assert not notify(home, plain_channels([url(hook)]), at=at).failures
        assert notify(home, plain_channels([url(hook)]), at=at).notifications == [], (
            "nothing is told twice a day"
        )
        assert len(hook.arrived) <= 1, "one notification a run"
        return [
            (m["event"], m["severity"], m["cause"])
            for post in hook.arrived
            for m in post["messages"]
        ]

    assert night(40, shown=1) == []
    assert night(39, shown=2) == [("raised", "warn", BROKEN)]
    told = hook.arrived[0]["messages"][0]
    assert "batch_prices" in told["happened"]
    assert "expected exactly one" in told["happened"]
    assert told["since_at"].startswith(str((datetime.now(UTC) - timedelta(days=39)).date()))
    assert "last good values stand" in told["kept"]
    assert "spiders/sources/anthropic_pricing.py" in told["todo"]
    assert night(38, shown=2) == [("repeated", "warn", BROKEN)]
    assert night(5, shown=2) == [("escalated", "error", BROKEN)]
    assert night(4, shown=1) == [("recovered", "error", BROKEN)]
    assert night(3, shown=1) == []


@pytest.mark.slow
def test_a_source_that_gives_no_page(tmp_path: Path, samples: SampleServer, hook: Receiver) -> None:
    home, samples.night = Home(tmp_path), 1
    refresh_samples(home, "models_dev", samples, nights_ago=1)
    failed = refresh(home, ["models_dev"], base_url="http://127.0.0.1:9")
    assert failed.outcome == "failed"
    assert failed.generation, "readers see that it fails"
    (message,) = notify(home, plain_channels([url(hook)])).notifications
    assert (message.event, message.alert.cause) == ("raised", "source-failing/models_dev")
    assert "refuses connections" in message.alert.happened
    assert cardkeep(home.path, "alerts").returncode == 5
    refresh_samples(home, "models_dev", samples)
    (message,) = notify(home, plain_channels([url(hook)])).notifications
    assert (message.event, message.alert.cause) == ("recovered", "source-failing/models_dev")
    done = cardkeep(home.path, "alerts")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_channel_that_refuses_is_told_again(
    tmp_path: Path, samples: SampleServer, hook: Receiver
) -> None:
    home, samples.night, hook.status = Home(tmp_path), 2, 503
    refresh_samples(home, "openai_pricing", samples, nights_ago=1)
    (home.path / "alerts").mkdir()
    age_runs(home, 40)
    failed = notify(home, plain_channels([url(hook)]), only=watch.CAUSES)
    assert failed.failures == ["channel 1 (http) was not reached: HTTPError"]
    hook.status = 200
    assert [
        m.event for m in notify(home, plain_channels([url(hook)]), only=watch.CAUSES).notifications
    ] == ["raised"]
    assert len(hook.arrived) == 1


def test_the_dead_man_is_told_by_mail_and_webhook_though_nothing_runs(
    tmp_path: Path, samples: SampleServer, hook: Receiver
) -> None:
    home, samples.night = Home(tmp_path), 1
    refresh_samples(home, "models_dev", samples)
    with mail_server() as mail:
        letters = (
            f"mailto://127.0.0.1:{mail.port}?from=a@example.org&to=b@example.org&mode=insecure"
        )
        urls = f"{letters} {url(hook)}/{SECRET}"
        alive = cardkeep(home.path, "alerts", "--dead-man", CARDKEEP_ALERT_URLS=urls)
        assert (alive.returncode, alive.stdout) == (0, "a refresh has ended within 30 hours\n")
        age_runs(home, 31)
        # Neither the writer's database nor the archive nor Prefect is needed.
        (home.path / "warehouse").rename(tmp_path / "away")
        (home.path / "archive").rename(tmp_path / "away-too")
        dead = run_apart(
            ("--home", str(home.path), "alerts", "--dead-man"),
            CARDKEEP_ALERT_URLS=urls,
            PREFECT_API_URL="http://127.0.0.1:9/api",
        )
        assert dead.returncode == 5, dead.stderr
        assert "no refresh has ended since" in dead.stdout
        assert SECRET not in dead.stdout + dead.stderr
        assert "was not reached" not in dead.stderr
        again = cardkeep(home.path, "alerts", "--dead-man", CARDKEEP_ALERT_URLS=urls)
        assert again.returncode == 5
    (letter,) = [email.message_from_string(text, policy=policy.default) for text in mail.arrived]
    assert letter["subject"] == "cardkeep: 1 errors"
    body = letter.get_body(("plain",))
    assert body
    assert "[error] no-refresh (raised)" in body.get_content()
    (post,) = hook.arrived
    assert [m["cause"] for m in post["messages"]] == ["no-refresh"]
    assert SECRET not in home.alert_log.read_text()


def test_the_log_of_alerts_survives_a_rebuild(
    tmp_path: Path, samples: SampleServer, hook: Receiver
) -> None:
    home, samples.night = Home(tmp_path), 2
    refresh_samples(home, "openai_pricing", samples)
    samples.night = 1
    age_runs(home, 31)
    assert len(notify(home, plain_channels([url(hook)])).notifications) == 1
    for folder in ("warehouse", "published"):
        shutil.rmtree(home.path / folder)
    assert notify(home, plain_channels([url(hook)])).notifications == [], (
        "a home without a catalog is dead too, and was told of today"
    )


@pytest.mark.slow
def test_snooze(tmp_path: Path, samples: SampleServer, hook: Receiver) -> None:
    home, samples.night = Home(tmp_path), 2
    refresh_samples(home, "anthropic_pricing", samples)
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    refused = cardkeep(home.path, "alerts", "snooze", BROKEN, "--until", "2026-01-01", "--why", "x")
    assert refused.returncode == 2
    assert "a day to come" in refused.stderr
    unknown = cardkeep(
        home.path, "alerts", "snooze", "no-such", "--until", str(tomorrow), "--why", "x"
    )
    assert unknown.returncode == 3
    assert BROKEN in unknown.stderr
    done = cardkeep(
        home.path,
        "alerts",
        "snooze",
        BROKEN,
        "--until",
        str(tomorrow),
        "--why",
        "repair is on its way",
        "--who",
        "ada",
    )
    assert done.returncode == 0, done.stderr
    assert notify(home, plain_channels([url(hook)])).notifications == []
    listed = cardkeep(home.path, "alerts")
    assert listed.returncode == 0, "nothing that is not snoozed"
    assert json.loads(listed.stdout)["snoozed_until"] == str(tomorrow)
    (entry,) = jsonl.read(home.alert_log, AlertLogEntry)
    assert (entry.event, entry.by, entry.reason) == ("snoozed", "ada", "repair is on its way")


# --- what is due, without a catalog


def alert(severity: str = "warn") -> Alert:
    return Alert.model_validate(
        {
            "severity": severity,
            "cause": "c",
            "since_at": None,
            "happened": "h",
            "kept": "k",
            "todo": "t",
        }
    )


def at(day: int) -> datetime:
    return datetime(2026, 5, day, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "active", "expected"),
    [
        (None, [alert()], ["raised"]),
        (CauseState("warn", date(2026, 5, 2)), [alert()], []),
        (CauseState("warn", date(2026, 5, 1)), [alert()], ["repeated"]),
        (CauseState("warn", date(2026, 5, 1)), [alert("error")], ["escalated"]),
        (CauseState("error", date(2026, 5, 1)), [alert()], ["repeated"]),
        (CauseState("warn", date(2026, 5, 2)), [], ["recovered"]),
        (CauseState(None, date(2026, 5, 2)), [], []),
        (CauseState(None, date(2026, 5, 2)), [alert()], []),  # it flaps: once a day
        (CauseState("warn", date(2026, 5, 1), "h", date(2026, 5, 3)), [alert("error")], []),
        (CauseState("warn", date(2026, 5, 1), "h", date(2026, 5, 2)), [alert()], ["repeated"]),
    ],
)
def test_what_is_due(before: CauseState | None, active: list[Alert], expected: list[str]) -> None:
    assert [
        m.event for m in due_notifications(active, {"c": before} if before else {}, at(2))
    ] == expected


def test_a_line_that_a_crash_cut_is_no_entry(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    entries = [
        AlertLogEntry(at=at(day), event="raised", cause="c", severity="warn") for day in (1, 2)
    ]
    jsonl.append(log, entries[0])
    with log.open("a") as file:
        file.write('{"at":"2026-05-')
    assert jsonl.read(log, AlertLogEntry) == entries[:1]
    jsonl.append(log, entries[1])
    assert jsonl.read(log, AlertLogEntry) == entries
    assert cause_states(entries)["c"] == CauseState("warn", date(2026, 5, 2))


def test_a_line_without_its_newline_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    entry = AlertLogEntry(at=at(1), event="raised", cause="c", severity="warn")
    log.write_text(entry.model_dump_json())
    jsonl.append(log, entry)
    assert jsonl.read(log, AlertLogEntry) == [entry, entry]


@pytest.mark.parametrize(
    "text", ["urls = 3", 'urls = ["mailto-no-scheme"]', 'url = ["x://y"]', "urls = ["]
)
def test_bad_channels_are_refused_and_not_shown(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    home.channels.write_text(text)
    done = cardkeep(home.path, "refresh", "openrouter", CARDKEEP_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 2, done.stderr
    assert "alerts.toml" in done.stderr
    assert "mailto-no-scheme" not in done.stderr
    assert not home.archive.exists()
