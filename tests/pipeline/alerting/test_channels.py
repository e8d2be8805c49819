"""Channels: tried, routed, signed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.alerting import channels
from pipeline.alerting.alert import Alert
from pipeline.alerting.alerts import notify
from pipeline.failures import ExitCode
from pipeline.home import Home
from tests.support import ROOT
from tests.support.command_line import cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.receivers import Receiver, mail_server, webhook

SECRET = "canary-secret"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with webhook() as server:
        yield server


@pytest.fixture
def pager() -> Iterator[Receiver]:
    with webhook() as server:
        yield server


def home_with(folder: Path, text: str) -> Home:
    home = Home(folder)
    home.configuration.write_text(text)
    return home


def route(name: str, server: Receiver, *lines: str) -> str:
    url = f"http://127.0.0.1:{server.port}/canary-path"
    return "\n".join(["[[alerts]]", f'name = "{name}"', f'url = "{url}"', *lines, ""])


def alert(cause: str, publisher: str = "", *models: str) -> Alert:
    return Alert(
        severity="warn",
        cause=cause,
        since_at=None,
        happened="it happened",
        kept="all",
        todo="look",
        publisher=publisher,
        models=models,
    )


def documented_check(name: str) -> Any:
    """The function of docs/alerts.md that verifies a message."""
    text = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    found: dict[str, Any] = {}
    exec(code, found)  # noqa: S102 (our own document)
    return found[name]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # what apprise calls
def test_a_channel_is_tried_and_delivers(tmp_path: Path, hook: Receiver) -> None:
    with mail_server() as mail:
        to = f"mailto://127.0.0.1:{mail.port}?from=a@acme.example&to=b@acme.example&mode=insecure"
        home = home_with(
            tmp_path,
            route("hook", hook, 'kinds = ["retirement"]', 'secret_env = "HOOK_SECRET"')
            + '[[alerts]]\nname = "mail"\nurl_env = "MAIL_URL"\n',
        )
        settings = {"HOOK_SECRET": SECRET, "MAIL_URL": to}
        done = cardkeep(home.path, "alerts", "test", **settings)
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == ["channel hook took it", "channel mail took it"]
        assert "somebody tries this channel" in "".join(mail.arrived)
    (message,) = hook.arrived
    assert message["messages"][0]["cause"] == "test"
    assert not home.alert_log.exists(), "no alert was told"

    hook.status = 500
    refused = cardkeep(home.path, "alerts", "test", "hook", **settings)
    assert refused.returncode == ExitCode.FAILURE
    assert "channel hook was not reached: HTTPError" in refused.stderr
    unknown = cardkeep(home.path, "alerts", "test", "hok", **settings)
    assert unknown.returncode == ExitCode.NOT_FOUND
    assert "there are hook, mail" in unknown.stderr
    unset = cardkeep(home.path, "alerts", "test", MAIL_URL=to)
    assert unset.returncode == ExitCode.USAGE
    assert "HOOK_SECRET" in unset.stderr
    for each in (done, refused, unknown, unset):
        assert "canary" not in each.stdout + each.stderr
    assert cardkeep(Home(tmp_path / "new").path, "alerts", "test").returncode == 3


def test_a_webhook_is_signed_as_the_document_verifies(
    tmp_path: Path, hook: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    home = home_with(tmp_path, route("hook", hook, 'secret_env = "HOOK_SECRET"'))
    assert notify(home, channels.load(home), also=[alert("facts-old/x")]).failures == []
    (headers,), (body,) = hook.headers, hook.bodies
    is_ours = documented_check("is_from_cardkeep")
    signed = headers["X-Cardkeep-Signature"]
    assert is_ours(SECRET, signed, body)
    assert not is_ours("other", signed, body)
    assert not is_ours(SECRET, signed, body + b" ")
    old = channels.signature(SECRET, 1_000_000, body)
    assert not is_ours(SECRET, old, body), "what was recorded is not played again"


def test_each_channel_gets_what_its_route_lets_through_and_nothing_is_lost(
    tmp_path: Path, hook: Receiver, pager: Receiver
) -> None:
    home = home_with(
        tmp_path,
        route("prices", hook, 'kinds = ["values-held"]', 'models = ["nova-*"]')
        + route("acme", pager, 'providers = ["acme"]'),
    )
    told = [
        alert("values-held/a", "acme", "nova-1"),
        alert("values-held/b", "bazaar", "nova-2", "opal"),
        alert("facts-old/a", "acme"),
        alert("facts-old/c", "bazaar"),
    ]

    def causes(server: Receiver) -> list[str]:
        return [each["cause"] for message in server.arrived for each in message["messages"]]

    pager.status = 500
    first = notify(home, channels.load(home), also=told)
    assert first.failures == ["channel acme was not reached: HTTPError"]
    assert causes(hook) == ["values-held/a", "values-held/b"]
    pager.status = 200
    again = notify(home, channels.load(home), also=told)
    assert "facts-old/a" in causes(pager), "what nobody took is sent again"
    assert causes(hook) == ["values-held/a", "values-held/b"], "and nothing twice"
    assert again.failures == []


@pytest.mark.parametrize("quiet", [pytest.param((), marks=pytest.mark.slow), ("-q",)])
def test_what_cron_mails_are_the_alerts_and_nothing_else(
    tmp_path: Path, quiet: tuple[str, ...]
) -> None:
    """Cron mails what comes out of a line of the crontab that no file takes."""
    for document in ("README.md", "docs/scheduling.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        lines = re.findall(r"^\d+ \S+ \* \* \*.*$", text, re.MULTILINE)
        assert len(lines) == 2
        assert "MAILTO=" in text
        assert all(re.search(r" > /dev/null$| >> refresh\.log$", line) for line in lines)
    home = Home(tmp_path)
    give_empty_warehouse(home)
    nobody = {"CARDKEEP_BASE_URL": "http://127.0.0.1:9", "CARDKEEP_CONTACT": "a@acme.example"}
    done = cardkeep(home.path, "refresh", "aider", *quiet, **nobody)
    mailed = done.stderr.splitlines()
    assert mailed[0].startswith("[warn] source-failing/aider (raised)")
    assert [line[:8] for line in mailed[1:]] == ["  what: ", "  since:", "  kept: ", "  to do:"]
    assert "source-failing" not in done.stdout
    assert bool(done.stdout.replace("!", "").strip()) or quiet
