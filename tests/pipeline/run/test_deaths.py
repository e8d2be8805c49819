"""Every way in which a refresh or a replay dies ends in a line in the run log and a delivered
message.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from pipeline import run_log
from pipeline.alerting.channels import BadChannels
from pipeline.alerting.freshness_policy import SHIPPED
from pipeline.failures import NotFound, PublishingBlocked
from pipeline.home import Home
from pipeline.run import nightly, steps
from pipeline.run.nightly import run_nightly
from pipeline.run.refresh import Steps, all_sources
from pipeline.run.replay import replay
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.faults import no_room_beyond
from tests.support.receivers import Receiver, webhook
from tests.support.sample_steps import sample_steps
from warehouse.errors import Locked
from warehouse.working import Warehouse

SOURCE = "openai_pricing"


class Trouble(Exception):
    """What no code foresees."""


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with webhook() as receiver:
        monkeypatch.setenv("CARDKEEP_ALERT_URLS", f"http://127.0.0.1:{receiver.port}")
        yield receiver


@pytest.fixture
def home(tmp_path: Path) -> Home:
    give_empty_warehouse(Home(tmp_path))
    return Home(tmp_path)


def causes(hook: Receiver) -> list[str]:
    return [message["cause"] for post in hook.arrived for message in post["messages"]]


def die(*_: object, **_named: object) -> NoReturn:
    raise Trouble("at https://user:word@acme.example/?api_key=hidden")


def find_something(_: Warehouse) -> dict[str, list[tuple[str]]]:
    return {"zero_says_free": [("row",)]}


DEATHS: dict[str, Callable[[Steps, pytest.MonkeyPatch], Steps]] = {
    "crawl": lambda plain, _: plain._replace(crawl=die),
    "read": lambda plain, _: plain._replace(read_and_load=die),
    "derive": lambda plain, _: plain._replace(derive=die),
    "publish": lambda plain, _: plain._replace(publish=die),
    "site": lambda plain, patch: patch.setattr(nightly, "write_site", die) or plain,
}


@pytest.mark.slow
@pytest.mark.parametrize("stage", DEATHS)
def test_a_refresh_that_dies_is_recorded_and_told(
    home: Home, hook: Receiver, samples: SampleServer, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    broken = DEATHS[stage](sample_steps(samples), monkeypatch)
    with pytest.raises(Trouble):
        run_nightly(home, [SOURCE], steps=broken)
    *_, last = run_log.read(home).records
    assert (last.kind, last.outcome) == ("refresh", "died")
    assert last.detail == "Trouble: at https://acme.example/?api_key=REDACTED"
    assert "run-died" in causes(hook)
    assert "hidden" not in str(hook.arrived)
    monkeypatch.undo()
    monkeypatch.setenv("CARDKEEP_ALERT_URLS", f"http://127.0.0.1:{hook.port}")
    run_nightly(home, [SOURCE], steps=sample_steps(samples))
    assert hook.arrived[-1]["messages"][-1]["event"] == "recovered"


def test_a_replay_that_dies_or_is_blocked_is_told(
    home: Home, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Warehouse, "failed_checks", die)
    with pytest.raises(Trouble):
        replay(home, {})
    assert [run.outcome for run in run_log.read(home).records] == ["died"]
    assert "run-died" in causes(hook)
    monkeypatch.setattr(Warehouse, "failed_checks", find_something)
    with pytest.raises(PublishingBlocked):
        replay(home, {})
    assert [run.outcome for run in run_log.read(home).records] == ["died", "blocked"]


def test_bad_channels_leave_a_line(home: Home) -> None:
    (home.path / "alerts.toml").write_text("urls = 3")
    with pytest.raises(BadChannels):
        run_nightly(home, [SOURCE])
    assert "alerts.toml" in run_log.read(home).records[-1].detail


@pytest.mark.slow
def test_a_bad_policy_stops_no_run_and_the_last_sound_rules_hold(
    home: Home, hook: Receiver, samples: SampleServer
) -> None:
    sound = SHIPPED.read_text(encoding="utf-8")
    rule = "checked = { warn_days = 91, error_days = 92 }"
    own = f'[[rule]]\nkind = "price"\nsource = "{SOURCE}"\n{rule}\n'
    home.policy.write_text(f"{sound}\n{own}", encoding="utf-8")
    run_nightly(home, [SOURCE], steps=sample_steps(samples))
    home.policy.write_text("rule = 3")
    done = run_nightly(home, [SOURCE], steps=sample_steps(samples)).refresh
    (told,) = [error for error in done.errors if str(home.policy) in error]
    assert "expected a valid list, found 3" in told
    assert "kept: the rules of the last run" in told
    assert done.outcome == "partial"
    again = replay(home, all_sources()[0])
    assert told in again.loaded.set_aside
    with Warehouse(home.path) as warehouse:
        rules = warehouse.query_sql(
            "SELECT source, checked_warn_days FROM internal.freshness_policy WHERE source IS NOT "
            "NULL"
        ).rows
    assert rules == [(SOURCE, 91)]
    assert "run-died" not in causes(hook)


def test_a_full_disk_is_told_though_no_line_can_be_written(
    home: Home, hook: Receiver, samples: SampleServer
) -> None:
    with no_room_beyond(0), pytest.raises(Exception, match="Could not write file"):
        run_nightly(home, [SOURCE], steps=sample_steps(samples))
    assert "run-died" in causes(hook)
    assert run_log.read(home).records == []


def test_what_another_run_or_a_wrong_name_prevents_is_no_death(home: Home, hook: Receiver) -> None:
    with pytest.raises(NotFound):
        run_nightly(home, ["nobody"])
    with Warehouse(home.path), pytest.raises(Locked):
        replay(home, {})
    assert run_log.read(home).records == []
    assert hook.arrived == []


def test_a_person_who_stops_it_gets_no_message(
    home: Home, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "names_in", stop)
    with pytest.raises(KeyboardInterrupt):
        replay(home, {})
    assert run_log.read(home).records[-1].detail == "stopped by a person"
    assert hook.arrived == []
