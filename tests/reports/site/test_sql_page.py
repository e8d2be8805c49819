"""The page that answers SQL: its data, its examples, the page without an engine, and packages that are none."""

import gzip
import tarfile
from io import BytesIO
from pathlib import Path

import duckdb
import pytest

from pipeline.home import Home
from reports.dataset.database_file import LEFT_OUT, database_file
from reports.dataset.tables import Table, read_tables
from reports.site.build import build_site
from reports.site.sql_page import EngineUnusable, engine_files, examples, sql_page_files
from tests.support.small_catalog import GRANITE, NOVA, NOW
from warehouse.store import open_catalog


@pytest.fixture(scope="module")
def tables(small_home: Home) -> list[Table]:
    with open_catalog(small_home.path, NOW) as catalog:
        return read_tables(catalog)


@pytest.fixture(scope="module")
def database(tables: list[Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sql") / "cardkeep.duckdb"
    path.write_bytes(database_file(tables))
    return path


def test_the_file_has_plain_tables_with_the_rows_of_the_data(
    tables: list[Table], database: Path
) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        kinds = connection.execute(
            "SELECT table_name, list(DISTINCT data_type) FROM duckdb_columns() "
            "WHERE NOT internal AND database_name = 'cardkeep' GROUP BY ALL"
        ).fetchall()
        assert {name for name, _ in kinds} == {table.name for table in tables}
        assert not [types for _, types in kinds if "TIMESTAMP WITH TIME ZONE" in types]
        views = connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal")
        assert views.fetchall() == [(0,)]
        for table in tables:
            rows = [row for row in table.rows.to_pylist() if row.get("change") != "appeared"]
            names = [c.name for c in table.columns if c.name not in LEFT_OUT]
            found = connection.execute(f"SELECT count(*) FROM {table.name}").fetchall()  # noqa: S608
            assert found == [(len(rows),)]
            first = connection.execute(f"FROM {table.name}").fetchone()
            if rows:
                expected = [rows[0][name] for name in names]
                naive = [
                    value.replace(tzinfo=None) if hasattr(value, "tzinfo") else value
                    for value in expected
                ]
                assert first == tuple(naive)


@pytest.mark.parametrize("at", range(len(examples())))
def test_an_example_says_what_it_answers_and_is_answered(at: int, database: Path) -> None:
    question, sql = examples()[at]
    assert question.endswith(".")
    assert "current_date" not in sql
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute(sql).fetchall()


def test_there_are_twenty_examples() -> None:
    assert len({example.question for example in examples()}) == 20


def test_without_an_engine_the_page_says_how_to_ask_and_loads_nothing(tables: list[Table]) -> None:
    files = sql_page_files(
        tables, b"", has_engine=False, base_url="", as_of=NOW, file="data/v1/cardkeep.duckdb"
    ).files
    assert list(files) == ["sql/index.html"]
    html = str(files["sql/index.html"])
    assert "npm pack @duckdb/duckdb-wasm@1.32.0" in html
    assert "sql_engine = " in html
    assert "<script" not in html
    assert "SELECT" in html


def test_a_file_that_is_not_the_package_is_refused_before_a_page_is_written(
    small_home: Home, tmp_path: Path
) -> None:
    package = tmp_path / "engine.tgz"
    with tarfile.open(package, "w:gz") as archive:
        for name in ("duckdb-eh.wasm", "duckdb-browser-eh.worker.js"):
            member = tarfile.TarInfo(f"package/dist/{name}")
            member.size = 4
            archive.addfile(member, BytesIO(b"evil"))
    site = tmp_path / "site"
    with (
        open_catalog(small_home.path, NOW) as catalog,
        pytest.raises(EngineUnusable, match=r"has the sha256 .*, expected 4c221bfa"),
    ):
        build_site(catalog, site, [(NOVA, GRANITE)], sql_engine=package)
    assert not site.exists()


@pytest.mark.parametrize(
    "content", [b"", b"words", gzip.compress(b"words", mtime=0)], ids=["nothing", "words", "gzip"]
)
def test_what_is_no_archive_is_told_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    package = tmp_path / "engine.tgz"
    package.write_bytes(content)
    with pytest.raises(EngineUnusable, match="is not the archive of"):
        engine_files(package)
    with pytest.raises(EngineUnusable, match="No such file"):
        engine_files(tmp_path / "missing.tgz")
