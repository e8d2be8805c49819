"""Sheets: what is to be looked at since the last review, what an act accepts, and what stays of it."""

import re
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import Home
from pipeline.review import decisions
from pipeline.review.sheet import ReviewAct, Sheet, SheetValue, acceptable, read_sheet, record_act
from pipeline.run import clock
from pipeline.run.steps import derive, read_and_load
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import compare
from reports.pages.model_page import model_page
from reports.render.page_forms import render_html, render_markdown
from reports.site.build import build_site
from spiders.archive import Archive
from tests.support.command_line import cardkeep
from tests.support.copied_home import copy_home
from tests.support.demo_run import DemoRun
from tests.support.sheets import SHEETS
from tests.support.small_catalog import (
    GRANITE,
    GRANITE_CARD,
    NOVA,
    NOVA_CARD,
    Nights,
    archived,
    build,
    route,
)
from warehouse.store import open_catalog
from warehouse.working import Warehouse

TODAY = datetime.now(UTC).date()
LAST_WEEK, YESTERDAY = TODAY - timedelta(days=7), TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def night(price: str = "1", **more: Any) -> Mapping[str, Any]:
    return {
        "bazaar": [
            route("bazaar", NOVA, input=price, output=5, **{**NOVA_CARD, **more}),
            route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD),
        ]
    }


@pytest.fixture(autouse=True)
def a_clock_next_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nights after a review of today are not from the future."""
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=7))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build(tmp_path_factory.mktemp("made"), [(LAST_WEEK, night())])


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def again(home: Home, nights: Nights = ()) -> None:
    """Take further nights in, and make the catalog anew."""
    archived(home, nights, first=len(list(home.archive.rglob("*.warc.gz"))))
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, Archive(home.archive), SHEETS)
        derive(warehouse, home, SHEETS)
        warehouse.publish("again")


def sheet(home: Home, *, since_review: bool = False) -> Sheet:
    with open_catalog(home.path) as catalog:
        return read_sheet(catalog, f"model {NOVA}", model=NOVA, since_review=since_review)


def accept(home: Home, values: list[SheetValue], of: Sheet) -> None:
    record_act(home.decisions, ReviewAct(of, tuple(values), "read on the page"), "ann")
    again(home)


def accept_all(home: Home) -> Sheet:
    of = sheet(home)
    accept(home, acceptable(of.values), of)
    return of


def states(home: Home) -> dict[str, str]:
    return {value.about: value.state for value in sheet(home).values}


def test_a_sheet_has_every_value_of_a_model_beside_its_quote(home: Home) -> None:
    of = sheet(home)
    with open_catalog(home.path) as catalog:
        facts = catalog.query_sql("SELECT fact_id FROM facts WHERE model_id = ?", [NOVA]).rows
    assert sorted((value.fact_id,) for value in of.values) == sorted(facts)
    assert {value.state for value in of.values} == {"new"}
    (price,) = [value for value in of.values if value.about == "price input"]
    assert (price.value, price.quote) == ("1 USD per 1M tokens", "1")
    assert price.in_words == f"bazaar: bazaar {NOVA}, price input: 1 USD per 1M tokens"


def test_an_act_is_one_line_a_value_and_each_has_the_date_in_views_and_pages(home: Home) -> None:
    of = sheet(home)
    left_out = of.values[3]
    accept(home, [value for value in of.values if value != left_out], of)
    lines = decisions.load(home.decisions)
    assert len(lines) == len(of.values) - 1
    assert {(line.decided_at, line.reason, line.act) for line in lines} == {
        (
            lines[0].decided_at,
            "read on the page",
            f"model {NOVA}: {len(lines)} of {len(of.values)} values",
        )
    }
    assert {line.about for line in lines} == {v.in_words for v in of.values if v != left_out}
    with open_catalog(home.path) as catalog:
        sql = "SELECT fact_id FROM facts WHERE model_id = ? AND last_reviewed_at::DATE IS DISTINCT FROM ?"
        assert catalog.query_sql(sql, [NOVA, TODAY]).rows == [(left_out.fact_id,)]
        prices = "SELECT DISTINCT last_reviewed_at::DATE FROM prices WHERE model_id = ?"
        assert catalog.query_sql(prices, [NOVA]).rows == [(TODAY,)]
        page = compare(catalog, GRANITE, NOVA)
        build_site(catalog, home.site, [])
    assert page.dates.newest_review == TODAY
    said = f"{page.dates.reviewed} of {page.dates.values} values"
    assert 0 < page.dates.reviewed < page.dates.values
    assert f"Last reviewed {TODAY}: {said}" in render_html(page)
    assert f"Reviewed by a person: {said}, last on {TODAY}." in render_html(page)
    assert f"Last reviewed {TODAY}: {said}" in render_markdown(page)
    assert "A person accepted several values of Nova 1." in [e.sentence.text for e in page.events]
    (of_nova,) = (home.site / "models").glob("*nova*/index.html")
    assert re.search(rf"person: \d+ of \d+ values, last on {TODAY}\.", of_nova.read_text())


def test_a_changed_price_loses_its_review_and_nothing_else_does(home: Home) -> None:
    before = accept_all(home)
    assert set(states(home).values()) == {"reviewed"}
    again(home, [(TOMORROW, night("1.2"))])
    after = sheet(home)
    assert len(after.values) == len(before.values)
    changed = [value for value in after.values if value.state != "reviewed"]
    assert [(v.about, v.state, v.value, v.value_before) for v in changed] == [
        ("price input", "changed", "1.2 USD per 1M tokens", "1 USD per 1M tokens")
    ]
    assert changed[0].value_before_reviewed == TODAY
    assert list(sheet(home, since_review=True).values) == changed
    with open_catalog(home.path) as catalog:
        sql = "SELECT meter FROM prices WHERE model_id = ? AND last_reviewed_at IS NULL"
        assert catalog.query_sql(sql, [NOVA]).rows == [("input",)]


@pytest.mark.slow
def test_a_price_of_a_chart_that_stands_no_longer_is_not_to_be_reviewed(home: Home) -> None:
    again(home, [(YESTERDAY, night("1.2"))])
    accept_all(home)
    with open_catalog(home.path) as catalog:
        dates = model_page(ModelDataCache(catalog)[NOVA]).dates
    assert dates.reviewed == dates.values == dates.facts - 1


@pytest.mark.parametrize("verdict", ["accept", pytest.param("reject", marks=pytest.mark.slow)])
def test_a_decision_makes_the_pages_of_its_model_anew_and_no_other(
    home: Home, verdict: decisions.Verdict
) -> None:
    def made_from() -> tuple[Any, dict[str | None, str]]:
        with open_catalog(home.path) as catalog:
            around = catalog.query("pages/around").rows
            return around, dict(catalog.query("pages/digests").rows)

    before = made_from()
    (price,) = [value for value in sheet(home).values if value.about == "price input"]
    decided = [decisions.DecidedValue(price.fact_id)]
    decisions.append(home.decisions, decided, verdict=verdict, decided_by="ann", reason="-")
    again(home)
    after = made_from()
    assert after[0] == before[0]
    assert {model for model in after[1] if after[1][model] != before[1][model]} == {NOVA}


@pytest.mark.slow
def test_a_value_that_comes_back_is_looked_at_again(home: Home) -> None:
    accept_all(home)
    again(home, [(TOMORROW, night("1.2")), (TOMORROW + timedelta(days=1), night("1"))])
    assert [about for about, state in states(home).items() if state == "changed"] == ["price input"]


@pytest.mark.slow
def test_reviews_survive_a_warehouse_that_is_made_anew(home: Home) -> None:
    accept_all(home)
    reviewed = sheet(home)
    with open_catalog(home.path) as catalog:
        content = catalog.query("writer/content_hash").rows
    shutil.rmtree(home.path / "warehouse")
    shutil.rmtree(home.path / "published")
    again(home)
    assert sheet(home) == reviewed
    with open_catalog(home.path) as catalog:
        assert catalog.query("writer/content_hash").rows == content


@pytest.mark.slow
def test_a_held_value_stands_in_place_of_the_published_one_and_is_left_out(home: Home) -> None:
    accept_all(home)
    again(home, [(TOMORROW, night("100"))])
    of = sheet(home)
    (held,) = [value for value in of.values if value.about == "price input"]
    assert (held.state, held.value, held.value_before) == (
        "held",
        "100 USD per 1M tokens",
        "1 USD per 1M tokens",
    )
    assert held.quote == "100"
    assert held.reasons
    assert "slip of unit" in held.reasons
    assert held not in acceptable(of.values)
    assert held in acceptable(of.values, with_held=True)
    accept(home, [held], of)
    with open_catalog(home.path) as catalog:
        sql = "SELECT value_text FROM facts WHERE model_id = ? AND meter = 'input' AND tier = 'standard'"
        assert catalog.query_sql(sql, [NOVA]).rows == [("100 USD per 1M tokens",)]


@pytest.mark.slow
def test_to_accept_all_settles_no_dispute_and_undoes_no_choice(home: Home) -> None:
    others = [route("others", NOVA, released_date="2025-12-24")]
    again(home, [(YESTERDAY, {**night(), "lists": others})])
    of = accept_all(home)
    disputed = [value for value in of.values if value.also_stated]
    assert [value.also_stated for value in disputed] == [
        ["2025-12-24 (lists)"],
        ["2025-11-02 (bazaar)"],
    ]
    open_disputes = (
        "SELECT count(*) FROM disputes WHERE state = 'open' AND attribute = 'released_date'"
    )
    with open_catalog(home.path) as catalog:
        assert catalog.query_sql(open_disputes).rows == [(1,)]
    chosen = decisions.DecidedValue(disputed[1].fact_id, against=("2025-11-02",))
    decisions.append(home.decisions, [chosen], verdict="accept", decided_by="ann", reason="-")
    again(home)
    accept_all(home)
    with open_catalog(home.path) as catalog:
        assert catalog.query_sql(open_disputes).rows == [(0,)]


def test_what_a_person_rejected_stays_out(home: Home) -> None:
    (price,) = [value for value in sheet(home).values if value.about == "price output"]
    rejected = decisions.DecidedValue(price.fact_id)
    decisions.append(home.decisions, [rejected], verdict="reject", decided_by="ann", reason="-")
    again(home)
    of = sheet(home)
    assert [value.about for value in of.values if value.state == "rejected"] == ["price output"]
    assert price.fact_id not in {value.fact_id for value in acceptable(of.values, with_held=True)}


@pytest.mark.slow
def test_a_review_that_is_older_than_the_policy_allows_is_due(home: Home) -> None:
    accept_all(home)
    text = home.decisions.read_text().replace(str(TODAY.year), str(TODAY.year - 1))
    again(home, [(date(TODAY.year - 3, 1, 1), night()), (YESTERDAY, night())])
    home.decisions.write_text(text)
    again(home)
    assert {state for about, state in states(home).items() if "price" in about} == {"due"}
    with open_catalog(home.path) as catalog:
        sql = "SELECT state, past_warn, facts FROM freshness WHERE source = 'bazaar' AND attribute = 'price'"
        ((state, past, facts),) = catalog.query_sql(sql).rows
    assert state in ("warn", "error")
    assert (past, facts) == (2, 4), "those that nobody has reviewed have no review that is old"


def test_a_policy_can_require_that_every_value_is_reviewed(home: Home) -> None:
    rules = "".join(
        f'[[rule]]\nkind = "{kind}"\nchecked = {{ warn_days = 900, error_days = 900 }}\n'
        "reviewed = { warn_days = 2, error_days = 900, required = true }\n"
        for kind in ("price", "lifecycle", "other")
    )
    home.policy.write_text(rules)
    again(home)
    with open_catalog(home.path) as catalog:
        sql = "SELECT DISTINCT state, past_warn = facts FROM freshness"
        assert catalog.query_sql(sql).rows == [("warn", True)]


def test_what_waits_is_ranked_by_reach_then_difference_then_age(tmp_path: Path) -> None:
    """Nova's release date is of two offers, its context at each seller of one."""
    sellers = [
        route("near", NOVA, released_date="2025-12-24", context_tokens=100_000),
        route("far", NOVA, context_tokens=100_000),
    ]
    listed = [
        route("near", NOVA, context_tokens=50_000),
        route("far", NOVA, context_tokens=10_000),
        route("bazaar", NOVA, input="1", output=50),
    ]
    home = build(tmp_path, [(LAST_WEEK, {"lists": sellers, **night()})])
    again(home, [(YESTERDAY, {"amazon": listed})])
    with open_catalog(home.path) as catalog:
        asked = {"model": None, "paired": [NOVA, NOVA, GRANITE]}
        rows = catalog.query("to_review", asked).dicts()
    found = [
        (row["subject"], row["about"], row["offers"], row["pages"], row["times"]) for row in rows
    ]
    # What Bazaar says of its own price is in no dispute with what others say of it. Of the release
    # date only two tables speak: nobody is asked about it, and it comes last.
    assert found == [
        (NOVA, "context_tokens", 3, 3, 5),
        (f"far/{NOVA}", "context_tokens", 1, 4, 10),
        (f"near/{NOVA}", "context_tokens", 1, 4, 2),
        (NOVA, "released_date", 3, 3, None),
    ]
    assert rows[0]["since_at"].date() == YESTERDAY
    assert rows[3]["since_at"].date() == LAST_WEEK
    folded = [row["folded_because"] for row in rows]
    assert folded == [None, None, None, "only tables of others say it"]


# --- the commands --------------------------------------------------------------------------------


def test_a_model_is_reviewed_with_one_command_and_then_looked_at_since(
    demo: DemoRun, tmp_path: Path
) -> None:
    home = demo.copy(tmp_path / "home").path
    listed = cardkeep(home, "review", "model", "claude-haiku-4-5", "-f", "csv")
    assert listed.returncode == 5, listed.stderr
    first, *others = [line.split(",")[0] for line in listed.stdout.splitlines()[1:]]
    done = cardkeep(
        home, "review", "model", "claude-haiku-4-5", "--accept", "--except", first, "--why", "seen"
    )
    assert done.returncode == 0, done.stderr
    assert (
        f"accepted model claude-haiku-4-5: {len(others)} of {len(others) + 1} values" in done.stdout
    )
    since = cardkeep(
        home, "review", "model", "claude-haiku-4-5", "--since-review", "-f", "csv"
    ).stdout.splitlines()[1:]
    assert [line.split(",")[0] for line in since] == [first]
    shown = cardkeep(home, "compare", "claude-haiku-4-5", "claude-3-5-haiku", "-f", "table")
    assert f"Last reviewed {TODAY}: " in shown.stdout
    subjects = cardkeep(home, "review", "model", "-f", "csv").stdout.splitlines()
    (line,) = [line for line in subjects if line.startswith("claude-haiku-4-5,")]
    assert line.split(",")[2:5] == [str(len(others) + 1), str(len(others)), "1"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("model", "claude-haiku-4-5"), 2, "needs a terminal"),
        (("model", "claude-haiku-4-5", "--accept"), 2, "--accept needs a model and --why"),
        (("model", "--accept", "--why", "seen"), 2, "--accept needs a model and --why"),
        (("model", "claude-haiku-4-5", "--except", "aa"), 2, "go with --accept"),
        (("source", "no_such", "-f", "csv"), 3, "no values of source no_such"),
        (
            ("model", "claude-haiku-4-5", "--accept", "--why", "seen", "--except", "zz"),
            3,
            "--except zz: expected the id of one value",
        ),
    ],
)
def test_what_cannot_be_reviewed_is_refused_and_writes_nothing(
    demo: DemoRun, arguments: tuple[str, ...], code: int, says: str
) -> None:
    refused = cardkeep(demo.home.path, "review", *arguments)
    assert refused.returncode == code
    assert says in refused.stderr
    assert not demo.home.decisions.exists()


def test_a_decision_made_while_another_run_writes_is_kept(demo: DemoRun, tmp_path: Path) -> None:
    home = demo.copy(tmp_path / "home")
    with Warehouse(home.path):
        locked = cardkeep(
            home.path, "review", "source", "anthropic_pricing", "--accept", "--why", "seen"
        )
    assert locked.returncode == 7
    assert f"the decisions are kept in {home.decisions}" in locked.stderr
    assert decisions.load(home.decisions)
