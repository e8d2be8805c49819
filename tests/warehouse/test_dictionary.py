"""The data dictionary: every view, table and column is explained, and every statement says what it
is for.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import Home
from tests.support import ROOT
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.small_catalog import NOW
from warehouse.columns import GENERAL, sections
from warehouse.dictionary import PUBLIC_VIEWS
from warehouse.sql_files import VIEWS, stored_tables
from warehouse.store import Database, open_catalog
from warehouse.working import Warehouse

INTERNAL = {
    "checked_fact",
    "fact_as_of",
    "standing_fact",
    "page_version",
    "route_fact",
    "model_statement",
    "model_choice",
    "macros",
    "cited_fact",
    "cited_change",
    "cited_price",
    "cited_set_aside",
    "directory",
    "model_day",
}
DERIVED = {"value_period", "page_wholeness", "gate", "fact_version", "fact_version_hash"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home = Home(tmp_path_factory.mktemp("empty"))
    give_empty_warehouse(home)
    with Warehouse(home.path) as warehouse:
        yield warehouse


# --- the data dictionary --------------------------------------------------------------------------


def test_every_view_and_its_columns_are_explained(database: Database) -> None:
    views = dict(
        database.query_sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").rows
    )
    assert set(VIEWS) - {"macros", "price_at"} <= views.keys()
    assert [view for view in views if not views[view] and view not in INTERNAL] == []
    silent = database.query_sql(
        "SELECT v.view_name, c.column_name FROM duckdb_views() v JOIN duckdb_columns() c ON "
        "c.table_name = v.view_name"
        " WHERE NOT v.internal AND coalesce(c.comment, '') = '' ORDER BY ALL"
    ).rows
    assert [(view, column) for view, column in silent if view not in INTERNAL] == []


def test_former_names_of_columns_answer_as_their_columns_do(small_home: Home) -> None:
    with open_catalog(small_home.path, NOW) as catalog:
        former = catalog.query_sql(
            "SELECT table_name, column_name, regexp_extract(comment, '^Former name of (\\w+)', 1) "
            "FROM duckdb_columns() WHERE starts_with(comment, 'Former name of ') ORDER BY ALL"
        ).rows
        assert ("facts", "judged", "review_rank") in former
        for view, before, now in former:
            answer = catalog.query_sql(
                f"SELECT count({before}), count(*) FILTER (WHERE {before} IS DISTINCT FROM {now}) "  # noqa: S608
                f"FROM {view}"
            )
            ((answers, others),) = answer.rows
            assert (answers > 0, others) == (True, 0), f"{view}.{before}"


def test_every_stored_table_and_its_columns_are_explained(database: Database) -> None:
    written = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "warehouse" / "tables").glob("*.sql")
    )
    stored = re.findall(r"CREATE TABLE IF NOT EXISTS internal\.(\w+)", written)
    tables = dict(database.query_sql("SELECT table_name, comment FROM duckdb_tables()").rows)
    assert stored
    assert [name for name in stored if not tables[name]] == []
    silent = database.query_sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE coalesce(comment, '') = '' "
        "ORDER BY ALL"
    ).rows
    assert [(table, column) for table, column in silent if table in stored] == []


def test_a_comment_is_a_sentence(database: Database) -> None:
    comments = database.query_sql(
        "SELECT comment FROM duckdb_columns() WHERE comment IS NOT NULL AND NOT internal"
    ).rows
    assert len(comments) > 200
    assert [text for (text,) in comments if not re.fullmatch(r"\S.*\.", text, re.DOTALL)] == []


def test_every_meaning_is_of_a_column(database: Database) -> None:
    """A meaning that no table or view uses is a mistake or a leftover."""
    found = database.query_sql("SELECT table_name, column_name FROM duckdb_columns()").rows
    documented = stored_tables() | DERIVED | set(PUBLIC_VIEWS) | INTERNAL
    used = {(table, column) for table, column in found if table in documented}
    special = {
        (table, column)
        for names, meanings in sections().items()
        for table in names.split(", ")
        for column in meanings
        if names != GENERAL
    }
    assert sorted(special - used) == []
    general = {column for table, column in used - special if table not in INTERNAL}
    assert sorted(sections()[GENERAL].keys() - general) == []


def test_a_comment_stands_in_the_file_of_its_view() -> None:
    for path in (ROOT / "warehouse" / "views").glob("*.sql"):
        named = set(
            re.findall(r"COMMENT ON VIEW (?:internal\.)?(\w+)", path.read_text(encoding="utf-8"))
        )
        assert named <= {path.stem}


# --- the files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "warehouse").rglob("*.sql")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_every_statement_says_what_it_is_for(path: Path) -> None:
    assert re.match(r"-- [A-Z\"].{10,}", path.read_text(encoding="utf-8"))


def test_every_view_is_defined() -> None:
    assert sorted(VIEWS) == sorted(
        path.stem for path in (ROOT / "warehouse" / "views").glob("*.sql")
    )
