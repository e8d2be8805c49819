"""Sources of the user's own: in the home and from installed packages, on and off, whole and broken."""

import json
import pickle
import shutil
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pipeline.facts.parser_version import parser_version
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.samples.scaffold import IN_PROJECT, in_home, new_source_place
from spiders import registry
from spiders.registry import load_sources
from tests.support import ROOT
from tests.support.command_line import Completed, cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.local_web import LocalWeb, local_web

SOURCE = '''
from spiders.authoring import Claim, Claims, Documentation, Link, Meter, Page


class TeamPrices(Documentation):
    """What a seller of our own asks."""

    publisher = "team-seller"
    links = [Link(kind="prices", url="https://prices.team.example/list.md")]
    expect = {"prices": range(1, 99)}

    def prices(self, page: Page) -> Claims:
        for row in page.outline.section("Prices").table("Model", "Input").rows():
            yield Claim(route=row.pop("Model"), meter="input", unit="1M tokens", quote=row.pop("Input"))
'''
PAGE = "# Prices\n\n| Model | Input |\n| --- | --- |\n| nova-1 | $2.00 |\n"
PATH = "/prices.team.example/list.md"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.sources.mkdir(parents=True)
    give_empty_warehouse(made)
    (made.sources / "team_prices.py").write_text(SOURCE)
    return made


def refresh(home: Home, web: LocalWeb, *names: str) -> Completed:
    return cardkeep(home.path, "refresh", *names, CARDKEEP_BASE_URL=web.url)


def rows(home: Home, sql: str) -> list[dict[str, Any]]:
    done = cardkeep(home.path, "sql", sql, "-f", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_source_in_the_home_is_read_while_it_is_on(home: Home) -> None:
    prices = "SELECT stated_name, amount, source FROM prices"
    with local_web({PATH: PAGE}) as web:
        done = refresh(home, web, "team-seller")
        assert done.returncode == 0, done.stdout
        told = rows(home, prices)
        assert told == [{"stated_name": "nova-1", "amount": "2", "source": "team_prices"}]

        home.configuration.write_text('[sources]\non = ["team_prices"]\noff = ["team_*"]\n')
        web.asked.clear()
        refused = refresh(home, web, "team-seller")
        assert refused.returncode == 3
        assert "team_prices is off in cardkeep.toml" in refused.stderr
        assert refresh(home, web).returncode == 0
        assert web.asked == [], "nobody is asked: all are off"
    assert rows(home, prices) == told, "what was read stays"
    states = rows(home, "SELECT DISTINCT state FROM sources")
    assert states == [{"state": "off"}], "none was never tried"
    assert rows(home, "SELECT source FROM freshness") == []
    done = cardkeep(home.path, "status")
    assert done.returncode == 0, done.stdout + done.stderr
    assert cardkeep(home.path, "alerts").stdout == ""

    home.configuration.write_text('[sources]\non = ["team_prices"]\n')
    with local_web({PATH: PAGE.replace("2.00", "3.00")}) as web:
        assert refresh(home, web, "team_prices").returncode == 0
    assert [row["amount"] for row in rows(home, prices)] == ["3"]


@pytest.mark.slow
def test_a_broken_one_costs_itself_only_and_is_told(home: Home) -> None:
    (home.sources / "broken_one.py").write_text("import nowhere\n")
    shutil.copy(home.sources / "team_prices.py", home.sources / "litellm.py")
    with local_web({PATH: PAGE}) as web:
        done = refresh(home, web, "team-seller")
    assert done.returncode == 4
    broken = home.sources / "broken_one.py"
    assert (
        f"! {broken} does not load: ModuleNotFoundError: No module named 'nowhere'" in done.stdout
    )
    assert "there is another source called litellm" in done.stdout
    assert rows(home, "SELECT source FROM prices") == [{"source": "team_prices"}]
    listed = cardkeep(home.path, "source", "list", "-f", "jsonl")
    assert listed.returncode == 1
    assert str(broken) in listed.stderr
    files = {row["source"]: row["file"] for row in map(json.loads, listed.stdout.splitlines())}
    assert files["team_prices"] == str(home.sources / "team_prices.py")
    assert files["litellm"].startswith(str(ROOT))
    doctor = cardkeep(home.path, "doctor", "-f", "jsonl")
    assert str(broken) in doctor.stdout


def test_another_process_reads_it_from_its_file_and_its_version_is_that_of_its_text(
    home: Home,
) -> None:
    source = all_sources(home)[0]["team_prices"]
    pickled = pickle.dumps(source)
    del sys.modules["cardkeep_own_sources.team_prices"]
    assert pickle.loads(pickled).links == source.links  # noqa: S301 (our own bytes)
    version = parser_version(type(source))
    (home.sources / "team_prices.py").write_text(SOURCE.replace("99", "98"))
    parser_version.cache_clear()
    for cached in ("_file_digest", "_imports"):
        getattr(sys.modules[parser_version.__module__], cached).cache_clear()
    assert parser_version(type(all_sources(home)[0]["team_prices"])) != version


def test_a_new_one_goes_into_the_home_and_is_checked_there(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://acme.example/pricing"
    nobody = ("--base-url", "http://127.0.0.1:9")
    made = cardkeep(home.path, "source", "new", "acme_team", url, "--own", *nobody)
    assert made.returncode == 0, made.stderr
    code, *samples = map(Path, made.stdout.splitlines())
    assert code == home.sources / "acme_team.py"
    assert all(path.is_relative_to(home.sources / "samples" / "acme_team") for path in samples)
    checked = cardkeep(home.path, "source", "check", "acme_team", "-f", "jsonl")
    assert checked.returncode == 5
    assert "to be filled in: sources/acme_team.py line 1" in checked.stderr
    assert json.loads(checked.stdout.splitlines()[0])["page"] == "sample page"
    again = cardkeep(home.path, "source", "new", "litellm", url, "--own", *nobody)
    assert "there is a source called litellm elsewhere" in again.stderr
    assert new_source_place(home) == IN_PROJECT
    monkeypatch.setattr(
        "pipeline.samples.scaffold.PACKAGE", home.path / "site-packages" / "spiders"
    )
    assert new_source_place(home) == in_home(home)


def test_an_installed_package_brings_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "team_package").mkdir()
    (tmp_path / "team_package" / "__init__.py").write_text("")
    (tmp_path / "team_package" / "team_prices.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))
    module = "team_package.team_prices"
    entries = (
        EntryPoint("team_prices", f"{module}:TeamPrices", "cardkeep.sources"),
        EntryPoint("gone_one", "team_package.gone", "cardkeep.sources"),
        EntryPoint("other_name", module, "cardkeep.sources"),
    )
    monkeypatch.setattr(registry, "installed_sources", lambda: entries)
    sources, broken = load_sources()
    assert sources["team_prices"].publisher == "team-seller"
    assert isinstance(sys.modules[module], ModuleType)
    assert set(broken) == {"gone_one", "other_name"}
    assert "No module named 'team_package.gone'" in broken["gone_one"]
