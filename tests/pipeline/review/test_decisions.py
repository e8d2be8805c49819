"""Reviews of disputes: all values with their authority; a decision is on the values that stand, one
more reopens it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.commands.refresh import print_refresh
from pipeline.home import Home
from pipeline.review import decisions
from pipeline.run.refresh import refresh
from pipeline.run.steps import derive, read_and_load
from pipeline.samples.server import serve_samples
from reports.pages.comparison import Comparison, compare
from reports.render.page_forms import render_html, render_markdown
from reports.values.value import DisputedValue, StatedValue, Value
from spiders.archive import Archive
from tests.support.command_line import cardkeep
from tests.support.copied_home import copy_home
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from tests.support.sheets import SHEETS
from tests.support.small_catalog import (
    GRANITE,
    GRANITE_CARD,
    NOVA,
    NOVA_CARD,
    NOW,
    THEN,
    Nights,
    archived,
    build,
    route,
)
from warehouse.store import Database, open_catalog
from warehouse.working import Warehouse

OTHER_DAY, THIRD_DAY = "2025-12-24", "2025-10-01"


def night(*days: str) -> Mapping[str, Any]:
    """Bazaar says that Nova was released on 2025-11-02, and others say so of these days."""
    rows = [route(f"seller-{number}", NOVA, released_date=day) for number, day in enumerate(days)]
    sold = [
        route("bazaar", NOVA, input=1, output=5, **NOVA_CARD),
        route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD),
    ]
    return {"bazaar": sold, "lists": rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build(tmp_path_factory.mktemp("made"), [(THEN, night(OTHER_DAY))])


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def again(home: Home, nights: Nights = ()) -> None:
    """Take further nights in, and make the catalog anew."""
    archived(home, nights, first=1)
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, Archive(home.archive), SHEETS)
        derive(warehouse, home, SHEETS)
        warehouse.publish("again")


def waiting(catalog: Database) -> list[dict[str, Any]]:
    return [
        row
        for row in catalog.query("to_review", {"model": NOVA, "paired": []}).dicts()
        if row["about"] == "released_date"
    ]


def decide(home: Home, value: str, verdict: Literal["accept", "reject"]) -> None:
    """As `cardkeep review` does."""
    with open_catalog(home.path) as catalog:
        sql = "SELECT fact_id FROM facts WHERE model_id = ? AND attribute = 'released_date' AND value_text = ?"
        ((fact_id,),) = catalog.query_sql(sql, [NOVA, value]).rows
        rivals = [str(row[1]) for row in catalog.query("rivals", {"facts": [fact_id]}).rows]
    against = tuple(rivals) if verdict == "accept" else ()
    decisions.append(
        home.decisions,
        [decisions.DecidedValue(fact_id, against=against)],
        verdict=verdict,
        decided_by="ann",
        reason="the announcement",
    )
    again(home)


def page(home: Home) -> Comparison:
    with open_catalog(home.path) as catalog:
        return compare(catalog, GRANITE, NOVA)


def released(home: Home) -> Value:
    value = next(row for row in page(home).specs.rows if row.key == "released_date").b
    assert isinstance(value, StatedValue | DisputedValue)
    return value


def test_a_dispute_is_listed_with_all_values_and_their_authority(home: Home) -> None:
    with open_catalog(home.path, NOW) as catalog:
        catalog.keep_day()
        (row,) = waiting(catalog)
    assert (row["kind"], row["subject"]) == ("dispute", NOVA)
    assert row["stands"] == "2025-11-02 (bazaar, authority 0)"
    assert row["against"].startswith("2025-12-24 (lists, authority 3, fact ")


def test_an_accepted_value_leads_and_its_date_reaches_views_and_pages(home: Home) -> None:
    decide(home, OTHER_DAY, "accept")
    value, today = released(home), datetime.now(UTC).date()
    assert isinstance(value, DisputedValue)
    assert [said.text for said in value.statements] == [OTHER_DAY, "2025-11-02"]
    assert value.statements[0].receipt.reviewed == today
    with open_catalog(home.path) as catalog:
        assert waiting(catalog) == []
        ((seen, state),) = catalog.query_sql(
            "SELECT last_reviewed_at, (SELECT state FROM disputes WHERE attribute = "
            "'released_date') FROM model_fact"
            " WHERE model_id = ? AND attribute = 'released_date'",
            [NOVA],
        ).rows
        assert (seen.date(), state) == (today, "settled")
        assert catalog.query_sql(
            "SELECT released_date FROM models WHERE model_id = ?", [NOVA]
        ).rows == [(OTHER_DAY,)]
    made = page(home)
    assert (made.dates.reviewed, made.dates.newest_review) == (1, today)
    assert f"last on {today}." in render_html(made)
    assert f"reviewed {today}" in render_markdown(made)
    assert f"A person accepted a value. Released date of Nova 1: {OTHER_DAY}." in [
        e.sentence.text for e in made.events
    ]


def test_one_more_value_opens_the_question_again(home: Home) -> None:
    decide(home, OTHER_DAY, "accept")
    amazon = [route("amazon", NOVA, released_date=THIRD_DAY)]
    again(home, [(NOW, {**night(OTHER_DAY), "amazon": amazon})])
    with open_catalog(home.path) as catalog:
        (row,) = waiting(catalog)
    assert row["stands"].startswith(OTHER_DAY)  # what was chosen leads meanwhile
    assert THIRD_DAY in row["against"]


@pytest.mark.slow
def test_the_same_values_from_more_sellers_open_nothing(home: Home) -> None:
    decide(home, OTHER_DAY, "accept")
    again(home, [(NOW, night(OTHER_DAY, OTHER_DAY, "2025-11-02"))])
    with open_catalog(home.path) as catalog:
        assert waiting(catalog) == []


@pytest.mark.slow
def test_a_rejected_value_takes_no_part_until_it_changes(home: Home) -> None:
    decide(home, "2025-11-02", "reject")
    value = released(home)
    assert isinstance(value, StatedValue)
    assert value.text == OTHER_DAY
    with open_catalog(home.path) as catalog:
        assert waiting(catalog) == []
    corrected = route("bazaar", NOVA, **{**NOVA_CARD, "released_date": THIRD_DAY})
    again(home, [(NOW, {**night(OTHER_DAY), "bazaar": [corrected]})])
    with open_catalog(home.path) as catalog:
        (row,) = waiting(catalog)
    assert {row["stands"][:10], row["against"][:10]} == {THIRD_DAY, OTHER_DAY}


@pytest.mark.slow
def test_the_command_lists_and_decides_both_kinds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted, told = ("openai", "models_dev", "openrouter_models"), list[str]()
    give_empty_warehouse(Home(tmp_path))
    with serve_samples(1) as samples:
        for number in (1, 2, 2):
            samples.night = number
            print_refresh(refresh(Home(tmp_path), wanted, steps=sample_steps(samples)))
            told.append(capsys.readouterr().out)
    assert [text.count(" held back") for text in told] == [1, 1, 0], (
        "a held value is told by the refresh that met it"
    )
    assert "  held  gpt-5-mini at openai, price output" in told[1]
    listed = cardkeep(tmp_path, "review", "--all", "-f", "csv")
    assert listed.returncode == 5, listed.stderr
    kinds = {line.partition(",")[0]: line.split(",")[1] for line in listed.stdout.splitlines()[1:]}
    assert set(kinds) == {"held", "dispute"}
    for kind, verdict, says in (("held", "reject", "rejected"), ("dispute", "accept", "over")):
        done = cardkeep(
            tmp_path, "review", verdict, kinds[kind], "--why", "looked at the page", "--who", "ann"
        )
        assert done.returncode == 0, done.stderr
        assert says in done.stdout
        assert kinds[kind] not in cardkeep(tmp_path, "review", "--all", "-f", "csv").stdout
