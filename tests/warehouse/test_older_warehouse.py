"""A home made by an older version: its catalog says that it is outdated, and a replay brings it up
to date from its archive.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.home import Home
from pipeline.run.replay import replay
from spiders.registry import load_sources
from tests.support import ROOT
from warehouse.errors import CatalogOutdated
from warehouse.sql_files import stored_tables
from warehouse.store import open_catalog
from warehouse.working import Warehouse

HERE = ROOT / "tests" / "warehouse"
SHAPES = {
    "0.1": ("readings_by_body.sql", "older_warehouse.sql"),
    "0.2": ("readings_by_body.sql",),
    "0.2 with intervals": (),
}
"""What makes a home of an older version out of one of today, by the version."""
SOURCES = ("anthropic_pricing", "gemini_pricing", "litellm")
STRIDE = 15 if os.environ.get("CARDKEEP_SHORT") else 2
KILLED_AT = """
import os, signal, sys
from pathlib import Path
from warehouse import working

class Dying:
    statements = 0

    def __init__(self, connection):
        self.connection = connection

    def __getattr__(self, name):
        return getattr(self.connection, name)

    def execute(self, *arguments):
        Dying.statements += 1
        if Dying.statements == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return self.connection.execute(*arguments)

connect = working.connect_working
working.connect_working = lambda path: Dying(connect(path))
working.Warehouse(Path(sys.argv[1])).close()
"""
"""Opens a working database, which migrates it, and is killed before the n-th statement of that."""
ANSWERS = (
    "FROM prices ORDER BY ALL",
    "FROM price_history ORDER BY ALL",
    "FROM models ORDER BY ALL",
    "FROM changes ORDER BY ALL",
    "SELECT key_id, new_value FROM internal.publication_change ORDER BY ALL",
)


def make_older(path: Path, shape: str) -> None:
    """Give a database the tables of an older version, and the derived ones and views where they had
    other names.
    """
    with duckdb.connect(str(path)) as database:
        views = database.execute(
            "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal"
        )
        for schema, name in views.fetchall():
            database.execute(f"DROP VIEW {schema}.{name}")
        for name in stored_tables():
            database.execute(f"CREATE TABLE main.{name} AS FROM internal.{name}")
        database.execute("DROP SCHEMA internal CASCADE")
        database.execute("UPDATE main.applied SET digest = 'of an older version'")
        for script in SHAPES[shape]:
            database.execute((HERE / script).read_text(encoding="utf-8"))


def answers(home: Home) -> list[list[Any]]:
    with open_catalog(home.path) as catalog:
        return [catalog.query_sql(sql).rows for sql in ANSWERS]


@pytest.fixture(params=SHAPES)
def older_home(sample_home: Home, tmp_path: Path, request: pytest.FixtureRequest) -> Home:
    shutil.copytree(sample_home.path, tmp_path / "home", symlinks=True)
    home = Home(tmp_path / "home")
    make_older(home.path / "warehouse" / "working.duckdb", request.param)
    make_older((home.path / "published" / "catalog.duckdb").resolve(), request.param)
    return home


@pytest.mark.parametrize("query", ["stated_prices", "status"])
def test_an_older_catalog_says_that_it_is_outdated(older_home: Home, query: str) -> None:
    with (
        open_catalog(older_home.path) as catalog,
        pytest.raises(CatalogOutdated, match="cardkeep replay"),
    ):
        catalog.query(query)


@pytest.mark.slow
def test_a_replay_brings_an_older_home_up_to_date_from_its_archive(
    older_home: Home, sample_home: Home
) -> None:
    classes = load_sources().sources
    done = replay(older_home, {name: classes[name]() for name in SOURCES})
    assert done.loaded.bodies == len(SOURCES)
    assert done.generation == 2
    assert answers(older_home) == answers(sample_home)


def test_nothing_of_an_older_version_is_left(older_home: Home) -> None:
    with Warehouse(older_home.path) as warehouse:
        tables = warehouse.query_sql("SELECT schema_name, table_name FROM duckdb_tables()").rows
        views = warehouse.query_sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").rows
        assert set(tables) == {("internal", name) for name in stored_tables()}
        assert views == []
        assert warehouse.query_sql("SELECT count(*) > 0 FROM internal.page").rows == [(True,)]
        assert warehouse.query_sql("FROM internal.fact").rows == []


def opened(home: Home) -> tuple[set[Any], int]:
    """The tables after a migration, and how many pages are kept."""
    with Warehouse(home.path) as warehouse:
        tables = warehouse.query_sql("SELECT table_name FROM duckdb_tables()").rows
        return set(tables), warehouse.query_sql("SELECT count(*) FROM internal.page").rows[0][0]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_migration_that_is_killed_at_any_statement_is_made_by_the_next_process(
    older_home: Home, tmp_path: Path
) -> None:
    before = shutil.copytree(older_home.path, tmp_path / "before", symlinks=True)
    catalog = (older_home.path / "published" / "catalog.duckdb").read_bytes()
    expected = opened(older_home)
    kills, at = 0, 1
    while True:
        shutil.rmtree(older_home.path)
        shutil.copytree(before, older_home.path, symlinks=True)
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT, str(older_home.path), str(at)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if not done.returncode:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert (older_home.path / "published" / "catalog.duckdb").read_bytes() == catalog
        assert opened(older_home) == expected
        kills, at = kills + 1, at + STRIDE
    assert kills >= 2
