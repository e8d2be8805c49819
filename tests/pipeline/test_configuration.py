"""The configuration: every fault is told at once with its place, and what is set holds."""

import json
from pathlib import Path

import pytest

from pipeline import network
from pipeline.alerting import channels, freshness_policy
from pipeline.alerting.alert import Alert
from pipeline.configuration import BadConfiguration, Configuration, load_configuration
from pipeline.home import Home
from pipeline.run.doctor import run_checks
from pipeline.toml_places import TomlPlace, toml_places
from tests.support.command_line import cardkeep

TEN_FAULTS = """\
contcat = "https://acme.example/bot"
pairs = [["nova", "nova"]]

[sources]
off = ["openai_*", "litelm"]

[network]
https_proxy = "secret-proxy:3128"
ca_file = "none.pem"

[tokens]
huggingface = "hf_canary-token"

[[freshness]]
kind = "price"
checked = { warn_days = 9, error_days = 2 }

[[alerts]]
name = "prices"
url = "hooks.example/canary-hook"

[[alerts]]
name = "all"
url_env = "SLACK_URL"
kinds = ["values-hold"]

[[traffic]]
name = "desk"
title = "Support desk"
requests = -4
input_tokens = 800
output_tokens = 200
"""
TOLD = {
    "1:1": "contcat: expected no such key; do you mean contact?",
    "2:1": "pairs: expected two different models in each pair, not nova twice",
    "5:20": "sources, off 2: expected the name of a source such as litellm",
    "8:1": "network, https_proxy: expected a url such as http://proxy.example:3128",
    "9:1": "network, ca_file: expected a file of certificates (PEM) that is there, found 'none.pem'",
    "12:1": "tokens, huggingface: expected the name of an environment variable",
    "16:1": "freshness 1, checked: expected a warn_days of at most error_days",
    "18:1": "alerts 1: expected a url with ://",
    "25:10": "alerts 2, kinds 1: expected 'source-failing'",
    "30:1": "traffic 1, requests: expected greater than 0, found -4",
}
GOOD = """\
contact = "https://acme.example/bot"
pairs = [["nova", "opal"]]

[sources]
on = ["openrouter_*", "litellm"]
off = ["openrouter_endpoints"]

[network]
http_proxy = "http://ann:secret@proxy.example:3128"
no_proxy = ["intranet.example"]

[tokens]
huggingface = "TEAM_HF"

[[freshness]]
kind = "price"
checked = { warn_days = 1, error_days = 3 }

[[freshness]]
kind = "price"
source = "litellm"
checked = { warn_days = 60, error_days = 90 }

[[alerts]]
name = "prices"
url_env = "PRICES_HOOK"
kinds = ["values-held"]
models = ["claude-*"]

[[alerts]]
name = "anthropic"
url = "https://hooks.example/anthropic"
providers = ["anthropic"]
severity = "error"

[[traffic]]
name = "default"
title = "Our desk"
requests = 40000
input_tokens = 3000
output_tokens = 500
"""


def home_with(folder: Path, text: str) -> Home:
    home = Home(folder)
    home.configuration.write_text(text, encoding="utf-8")
    return home


def test_ten_faults_are_told_at_once_each_with_line_and_column(tmp_path: Path) -> None:
    home = home_with(tmp_path, TEN_FAULTS)
    done = cardkeep(home.path, "refresh", CARDKEEP_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 2
    first, *faults = done.stderr.splitlines()
    assert "has 10 faults; nothing was fetched or changed" in first
    told = [line.strip().removeprefix(f"{home.configuration}:") for line in faults]
    assert len(told) == 10
    for line, (place, words) in zip(told, TOLD.items(), strict=True):
        assert line.startswith(f"{place}: {words}"), line
    assert "canary" not in done.stderr
    assert "secret" not in done.stderr
    assert not home.archive.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('contact = "a"\noff = [', "2:8: expected TOML"),
        ("contact = \x01", "1:11: expected TOML"),
        pytest.param("a = " + "[" * 5000, "1:1: expected TOML, found one too deep", id="deep"),
        ('contact = "a\\r\\nX: y"', "1:1: contact: expected"),
        ('contact = "\\u001b[2J"', "1:1: contact: expected"),
        pytest.param(f'contact = "{"a" * 201}"', "1:1: contact: expected", id="long"),
        ('[[alerts]]\nname = "a"\nurl = "x://y"\n' * 2, "1:1: alerts: expected each name once"),
        (
            '[[freshness]]\nkind = "price"',
            "1:1: freshness 1, checked: expected a value, found none",
        ),
        (
            '[[freshness]]\nkind = "other"\ntier = "batch"\nchecked = {warn_days = 1, error_days = 1}',
            "3:1: freshness 1, tier: expected none, as only",
        ),
        ("[sources]\nof = []", "2:1: sources, of: expected no such key; do you mean off?"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadConfiguration, match="1 fault;") as told:
        load_configuration(home_with(tmp_path, text))
    assert told.value.faults[0].startswith(words)


def test_a_contact_may_be_written_in_any_script(tmp_path: Path) -> None:
    home = home_with(tmp_path, 'contact = "Jürgen, 北京"')
    assert load_configuration(home).contact == "Jürgen, 北京"


def test_a_home_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    configuration = load_configuration(Home(tmp_path))
    assert configuration == Configuration()
    assert configuration.sources.is_on("litellm")


def test_what_is_set_holds(tmp_path: Path) -> None:
    home = home_with(tmp_path, GOOD)
    configuration = load_configuration(home)
    choice = configuration.sources
    names = ("litellm", "openrouter_models", "openrouter_endpoints", "aider")
    assert [choice.is_on(name) for name in names] == [True, True, False, False]
    settings = network.plan_settings(configuration)
    assert settings["contact"] == "https://acme.example/bot"
    assert settings["proxies"] == {"http": "http://ann:secret@proxy.example:3128"}
    assert settings["no_proxy"] == ("intranet.example",)
    assert settings["tokens"]["huggingface.co"] == "TEAM_HF"
    rules = {rule.scope: rule.checked.warn_days for rule in freshness_policy.load(home)}
    assert rules == {
        ("price", None, None): 1,
        ("lifecycle", None, None): 21,
        ("other", None, None): 30,
        ("price", "litellm", None): 60,
    }
    profiles = {profile.name: profile for profile in configuration.profiles()}
    assert profiles["default"].title == "Our desk"
    assert "cached" in profiles


def test_proxies_of_the_environment_hold_where_the_file_names_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "intranet.example, .acme.example")
    settings = network.plan_settings(load_configuration(Home(tmp_path)))
    assert settings["proxies"] == {"https": "http://proxy.example:3128"}
    assert settings["no_proxy"] == ("intranet.example", ".acme.example")
    settings = network.plan_settings(load_configuration(home_with(tmp_path, GOOD)))
    assert "https" not in settings["proxies"]


def test_doctor_tells_what_the_file_sets_and_which_variables_lack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_with(tmp_path, GOOD)
    monkeypatch.setenv("PRICES_HOOK", "https://hooks.example/prices")
    lines = {line.what: line for line in run_checks(home)}
    assert lines["configuration"].state == "warn"
    assert "not set: TEAM_HF" in lines["configuration"].found
    assert "aider" in lines["sources, off"].found
    assert lines["contact"].found == "https://acme.example/bot"
    monkeypatch.setenv("TEAM_HF", "x")
    assert {line.what: line for line in run_checks(home)}["configuration"].state == "ok"
    home_with(tmp_path, TEN_FAULTS)
    bad = {line.what: line for line in run_checks(home)}["configuration"]
    assert (bad.state, bad.found.count(" expected ")) == ("fail", 10)


def test_an_alert_goes_where_its_route_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_with(tmp_path, GOOD)
    with pytest.raises(channels.BadChannels, match="variable PRICES_HOOK"):
        channels.load(home)
    monkeypatch.setenv("PRICES_HOOK", "https://hooks.example/prices")
    prices, anthropic = channels.load(home)

    def alert(cause: str, severity: str, publisher: str, *models: str) -> Alert:
        return Alert.model_validate(
            {
                "severity": severity,
                "cause": cause,
                "since_at": None,
                "happened": "",
                "kept": "",
                "todo": "",
                "publisher": publisher,
                "models": models,
            }
        )

    held = alert("values-held/x", "warn", "anthropic", "claude-haiku-4-5")
    assert (prices.wants(held), anthropic.wants(held)) == (True, False)
    failing = alert("source-failing/x", "error", "anthropic")
    assert (prices.wants(failing), anthropic.wants(failing)) == (False, True)
    other = alert("values-held/y", "error", "openai", "gpt-5")
    assert (prices.wants(other), anthropic.wants(other)) == (False, False)


def test_the_places_of_keys_are_those_of_the_file() -> None:
    text = """\
title = "a = 1 # no" # contact = 2
long = \"\"\"
[table]
\"\"\"
list = [
  1, # one
  'two', ["three"],
]
"quoted key".dotted = { inline = 1, other = [ { deep = 2 } ] }
day = 1979-05-27 07:32:00

[a.b]
c = 1
[[a.d]]
e = 1
[[a.d]]
  e = { f = 2 }
[a.d.g]
h = 1
"""
    places = toml_places(text)
    assert places[("title",)] == TomlPlace(1, 1)
    assert places[("list", 1)] == TomlPlace(7, 3)
    assert places[("list", 2, 0)] == TomlPlace(7, 11)
    assert places[("quoted key", "dotted", "other", 0, "deep")] == TomlPlace(9, 49)
    assert places[("a", "b", "c")] == TomlPlace(13, 1)
    assert places[("a", "d", 1)] == TomlPlace(16, 1)
    assert places[("a", "d", 1, "e", "f")] == TomlPlace(17, 9)
    assert places[("a", "d", 1, "g", "h")] == TomlPlace(19, 1)
    assert ("table",) not in places


def test_status_knows_what_is_off_and_asks_nobody_to_look(small_home: Home) -> None:
    listed = cardkeep(small_home.path, "source", "list", "-f", "jsonl")
    assert {json.loads(line)["state"] for line in listed.stdout.splitlines()} == {"on"}
