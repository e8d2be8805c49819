"""Retirements as alerts, days ahead."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.home import Home
from tests.support.command_line import cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.local_web import local_web

SOURCE = """
from spiders.authoring import Claim, Claims, Documentation, Link, Page


class TeamLifecycle(Documentation):
    publisher = "team-seller"
    role = "lifecycle"
    links = [Link(kind="ends", url="https://team.example/ends.md")]
    expect = {"ends": range(1, 99)}

    def ends(self, page: Page) -> Claims:
        for row in page.outline.section("Ends").table("Model", "Retires", "Next").rows():
            route = row.pop("Model")
            yield Claim(route=route, attribute="retired_date", quote=row.pop("Retires"))
            yield Claim(route=route, attribute="successor", quote=row.pop("Next"))
"""


def page() -> str:
    """Models that retire in so many days."""
    today = datetime.now(UTC).date()
    days = {"nova-1": 20, "opal-2": 5, "jade-3": 200, "onyx-4": 20}
    rows = [
        f"| {name} | {today + timedelta(days=number)} | {name[:-1]}9 |"
        for name, number in days.items()
    ]
    return "\n".join(["# Ends", "", "| Model | Retires | Next |", "| --- | --- | --- |", *rows, ""])


@pytest.mark.slow
def test_a_retirement_is_told_so_many_days_ahead_of_the_models_that_are_used(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    home.sources.mkdir()
    (home.sources / "team_lifecycle.py").write_text(SOURCE)
    with local_web({"/team.example/ends.md": page()}) as web:
        done = cardkeep(home.path, "refresh", "team-seller", CARDKEEP_BASE_URL=web.url)
    assert done.returncode == 0, done.stdout + done.stderr

    def told() -> dict[str, dict[str, str]]:
        listed = cardkeep(home.path, "alerts", "-f", "jsonl").stdout.splitlines()
        return {row["cause"]: row for row in map(json.loads, listed)}

    assert told() == {}, "nobody asked for them"
    home.configuration.write_text(
        '[retirements]\ndays_ahead = 30\nmodels = ["nova-*", "opal-*", "jade-*"]\n'
    )
    found = told()
    assert list(found) == ["retirement/team-seller/opal-2", "retirement/team-seller/nova-1"]
    nova = found["retirement/team-seller/nova-1"]
    assert nova["severity"] == "warn"
    assert "(in 20 days): nova-1" in nova["happened"]
    assert "move to nova-9; `cardkeep explain nova-1 retired_date" in nova["todo"]
    assert found["retirement/team-seller/opal-2"]["severity"] == "error"
    home.configuration.write_text("[retirements]\ndays_ahead = 300\n")
    assert len(told()) == 4
    home.configuration.write_text('[retirements]\nproviders = ["anthropic"]\n')
    assert told() == {}
