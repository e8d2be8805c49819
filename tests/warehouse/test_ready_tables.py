"""The tables of what views answer now: they say what the views say, and are read only while they
hold.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison
from spiders.archive import Archive
from tests.support.demo_run import DemoRun
from tests.support.sheets import SHEETS
from tests.support.small_catalog import (
    GRANITE,
    NOVA,
    NOW,
    OFFERED,
    RETIRED,
    THEN,
    Nights,
    archived,
    bazaar,
    build,
    lists,
    route,
)
from warehouse import working
from warehouse.dictionary import PUBLIC_VIEWS
from warehouse.ready_tables import make_ready_tables
from warehouse.store import Database, open_catalog
from warehouse.working import Warehouse

VIEWS = {
    "model_choice": "TRUE",
    "offers": "TRUE",
    "capabilities": "TRUE",
    "scores": "TRUE",
    "prices": "route_id IS NOT NULL AND review_rank < 2",
    "reviews": "TRUE",
    "cited_fact": "TRUE",
    "cited_change": "TRUE",
    "cited_price": "TRUE",
    "cited_set_aside": "TRUE",
    "freshness": "TRUE",
    "models": "TRUE",
    "directory": "TRUE",
    "model_day": "TRUE",
}
"""Every view that is kept as a table, with the rows that are."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build(tmp_path_factory.mktemp("small"))


@pytest.fixture
def catalog(home: Home) -> Iterator[Database]:
    with open_catalog(home.path) as opened:
        yield opened


def table_of(catalog: Database, view: str) -> str:
    return str(catalog.query_sql("SELECT ready(?)", [view]).rows[0][0])


def test_every_table_is_what_its_view_answers(catalog: Database) -> None:
    tables = {
        str(name).removeprefix("current_")
        for (name,) in catalog.query_sql(
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'current\\_%' ESCAPE '\\'"
        ).rows
    }
    assert tables - {"fact", "digest"} == set(VIEWS)
    assert_tables_answer_as_views(catalog)


def assert_tables_answer_as_views(catalog: Database) -> None:
    catalog.query_sql("SET VARIABLE ready_until = NULL")  # else views read the tables of others
    for view, kept in VIEWS.items():
        table = catalog.query_sql(f"FROM internal.current_{view} ORDER BY ALL")
        columns = ", ".join(table.columns)
        schema = "main" if view in PUBLIC_VIEWS else "internal"
        answers = catalog.query_sql(
            f"SELECT {columns} FROM {schema}.{view} WHERE {kept} ORDER BY ALL"  # noqa: S608
        )
        assert table.rows == answers.rows, view


OTHERS = [
    route("bazaar", f"other-{number}", input="0.9", output="4.5", context_tokens=1000 * number)
    for number in range(1, 12)
]
OTHERS_OF_AMAZON = [route("amazon", f"other-{number}", input=2, output=6) for number in range(1, 4)]
ONE_BY_ONE: Nights = (
    (THEN, {"amazon": [OFFERED, *OTHERS_OF_AMAZON], "bazaar": [*OTHERS, *bazaar("1", 5)]}),
    (date(2026, 5, 4), {"lists": lists("1", 5)}),
    (date(2026, 5, 6), {"amazon": [{**OFFERED, "input": 3}, *OTHERS_OF_AMAZON]}),
    (date(2026, 5, 8), {"amazon": [RETIRED, *OTHERS_OF_AMAZON[1:]]}),
    (date(2026, 5, 9), {"lists": lists("1.5", 4)[1:]}),
    (date(2026, 5, 10), {"amazon": OTHERS_OF_AMAZON[1:]}),
    (date(2026, 5, 12), {"bazaar": [*OTHERS[2:], *bazaar("1.5", 4)]}),
)


@pytest.mark.slow
def test_tables_made_of_what_changed_answer_as_views(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowed: list[bool] = []

    def noted(database: Database, *, anew: bool) -> bool:
        narrowed.append(make_ready_tables(database, anew=anew))
        return narrowed[-1]

    monkeypatch.setattr(working, "make_ready_tables", noted)
    home = build(tmp_path, ONE_BY_ONE[:1])
    for number, night in enumerate(ONE_BY_ONE[1:], 1):
        archived(home, [night], number)
        with Warehouse(home.path) as warehouse:
            read_and_load(warehouse, Archive(home.archive), SHEETS)
            derive(warehouse, home, SHEETS)
            warehouse.publish(f"r{number}")
        with open_catalog(home.path) as opened:
            assert_tables_answer_as_views(opened)
    assert narrowed == [False, True, True, True, True, True, True]


@pytest.mark.slow
def test_spellings_of_routes_are_what_all_keys_give(tmp_path: Path) -> None:
    home = build(tmp_path, ONE_BY_ONE[:1])
    for number, night in enumerate(ONE_BY_ONE[1:4], 1):
        archived(home, [night], number)
        with Warehouse(home.path) as warehouse:
            read_and_load(warehouse, Archive(home.archive), SHEETS)
            derive(warehouse, home, SHEETS)
    with Warehouse(home.path) as warehouse:
        one_by_one = warehouse.query_sql("FROM internal.route_spelling ORDER BY ALL").rows
        warehouse.query_sql("DELETE FROM internal.applied WHERE folder = 'derivation'")
        derive(warehouse, home, SHEETS)
        anew = warehouse.query_sql("FROM internal.route_spelling ORDER BY ALL").rows
    assert one_by_one
    assert one_by_one == anew


def test_a_publication_that_fails_leaves_its_tables_to_the_next(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(home.path, tmp_path / "copy", symlinks=True)
    home = Home(tmp_path / "copy")
    archived(home, [(date(2026, 6, 2), {"lists": lists("1.5", 4)[1:]})], 9)
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, Archive(home.archive), SHEETS)
        derive(warehouse, home, SHEETS)
        with monkeypatch.context() as failing:
            failing.setattr(working, "make_ready_tables", _make_and_fail)
            with pytest.raises(ZeroDivisionError):
                warehouse.publish("r1")
        assert warehouse.query_sql("SELECT getvariable('narrowed_by')").rows == [(None,)]
        warehouse.publish("r1")
    with open_catalog(home.path) as opened:
        assert_tables_answer_as_views(opened)


def _make_and_fail(database: Database, *, anew: bool) -> bool:
    make_ready_tables(database, anew=anew)
    raise ZeroDivisionError


def test_tables_are_read_while_they_hold(catalog: Database) -> None:
    assert table_of(catalog, "offers") == "internal.current_offers"
    catalog.set_as_of(NOW)
    assert table_of(catalog, "offers") == "offers"
    catalog.set_as_of(None)
    catalog.query_sql("SET VARIABLE ready_until = as_of_date()")
    assert table_of(catalog, "offers") == "offers"


def test_a_view_that_reads_tables_answers_as_without(demo: DemoRun) -> None:
    views = ("disputes", "reviews", "models", "alerts")
    with open_catalog(demo.home.path) as catalog:
        answers = {view: catalog.query_sql(f"FROM {view} ORDER BY ALL") for view in views}
        catalog.query_sql("SET VARIABLE ready_until = NULL")
        for view, answer in answers.items():
            assert answer.rows, view
            assert catalog.query_sql(f"FROM {view} ORDER BY ALL") == answer


def test_the_working_database_answers_by_its_views(home: Home) -> None:
    with Warehouse(home.path) as working:
        assert table_of(working, "offers") == "offers"


def test_what_is_kept_of_a_day_answers_for_that_day_only(catalog: Database) -> None:
    catalog.set_as_of(NOW)
    views = ("facts", "offers", "capabilities", "scores", "models", "model_fact", "disputes")
    answers = {view: catalog.query_sql(f"FROM {view} ORDER BY ALL") for view in views}
    catalog.keep_day()
    for view, answer in answers.items():
        assert catalog.query_sql(f"FROM {view} ORDER BY ALL") == answer
    for view in ("offers", "capabilities"):
        assert table_of(catalog, view) == f"asked_{view}"
        assert catalog.query_sql(f"FROM asked_{view} ORDER BY ALL") == answers[view]
    catalog.set_as_of(date(2026, 5, 2))
    assert table_of(catalog, "offers") == "offers"
    for view in ("offers", "capabilities"):
        assert catalog.query_sql(f"FROM {view} ORDER BY ALL") != answers[view]


@pytest.mark.slow
def test_tables_hold_until_the_first_day_on_which_an_answer_turns(tmp_path: Path) -> None:
    home = build(tmp_path / "small")
    assert _ready_until(home) == _first_to_come(_stale_days(home))
    price = {"meter": "input", "price": "2", "currency": "USD", "valid_from": "2999-03-01"}
    announced = [{**OFFERED, "also": [price], "retired_date": "2999-04"}]
    home = build(tmp_path / "announced", [(THEN, {"amazon": announced})])
    assert _ready_until(home) == _first_to_come([*_stale_days(home), date(2999, 3, 1)])


def _stale_days(home: Home) -> list[date]:
    """The days on which facts become too old to speak."""
    days: list[date] = []
    with open_catalog(home.path) as catalog:
        for attribute, checked_at in catalog.query_sql(
            "SELECT DISTINCT attribute, last_checked_at FROM facts WHERE model_id IS NOT NULL"
        ).rows:
            age = 180 if attribute in {"price", "status", "retired_date", "successor"} else 365
            days.append(checked_at.date() + timedelta(days=age))
    return days


def _first_to_come(days: list[date]) -> date:
    today = datetime.now(UTC).date()
    return min((day for day in days if day > today), default=date.max)


def _ready_until(home: Home) -> date:
    with open_catalog(home.path) as catalog:
        ((until,),) = catalog.query_sql("SELECT ready_until FROM internal.ready_table").rows
    return until


def test_a_page_is_the_same_from_tables_and_from_views(catalog: Database) -> None:
    made = build_comparison(ModelDataCache(catalog), NOVA, GRANITE)
    assert table_of(catalog, "offers") == "internal.current_offers"
    catalog.query_sql("RESET VARIABLE ready_until")
    assert build_comparison(ModelDataCache(catalog), NOVA, GRANITE) == made
