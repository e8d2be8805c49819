"""What a foreign query may do to what readers open: read the catalog, and nothing else."""

import hashlib
from pathlib import Path

import pytest

from pipeline.home import Home
from warehouse.errors import QueryFailed
from warehouse.store import open_catalog

SECRET = "canary-of-a-secret-file"
READING = [
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_csv_auto('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_json_objects('{secret}')",
    "SELECT * FROM read_ndjson('{secret}')",
    "SELECT * FROM read_parquet('{secret}')",
    "SELECT * FROM parquet_metadata('{secret}')",
    "SELECT * FROM parquet_schema('{secret}')",
    "SELECT * FROM sniff_csv('{secret}')",
    "SELECT * FROM '{secret}'",
    'SELECT * FROM "{secret}"',
    "FROM glob('{folder}/*')",
    "SELECT * FROM read_text('file://{secret}')",
    "SELECT * FROM read_text('{folder}/*')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_text('http://127.0.0.1:9/x')",
    "SELECT * FROM read_csv('https://127.0.0.1:9/x.csv')",
    "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "SELECT getenv('HOME')",
    "FROM duckdb_secrets()",
    "FROM which_secret('s3://bucket', 's3')",
    "FROM sqlite_scan('{secret}', 't')",
    "FROM postgres_scan('', '', '')",
    "SELECT * FROM query('SELECT * FROM read_text(''{secret}'')')",
    "SELECT * FROM query_table('{secret}')",
    "WITH t AS (SELECT * FROM read_text('{secret}')) SELECT content FROM t",
    "SELECT (SELECT content FROM read_text('{secret}'))",
]
WRITING = [
    "COPY (SELECT 1) TO '{target}'",
    "COPY (SELECT 1) TO '{target}' (FORMAT parquet)",
    "COPY models TO '{target}'",
    "COPY internal.fact FROM '{secret}'",
    "COPY FROM DATABASE catalog TO memory",
    "EXPORT DATABASE '{target}'",
    "IMPORT DATABASE '{folder}'",
    "ATTACH '{target}' AS other",
    "ATTACH '{database}' AS again (READ_WRITE)",
    "ATTACH '{secret}' AS other (TYPE sqlite)",
    "DETACH catalog",
    "DELETE FROM internal.fact",
    "UPDATE internal.fact SET quote = ''",
    "INSERT INTO internal.fact SELECT * FROM internal.fact",
    "TRUNCATE internal.fact",
    "DROP TABLE internal.fact",
    "DROP VIEW prices",
    "DROP SCHEMA internal CASCADE",
    "ALTER TABLE internal.fact ADD COLUMN x INT",
    "ALTER TABLE internal.fact RENAME TO gone",
    "CREATE TABLE made (x INT)",
    "CREATE TABLE made AS FROM models",
    "CREATE OR REPLACE VIEW prices AS SELECT 1",
    "CREATE OR REPLACE MACRO as_of_end() AS now()",
    "CREATE SCHEMA made",
    "CREATE SEQUENCE made",
    "CREATE TYPE made AS ENUM ('a')",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
    "COMMENT ON TABLE internal.fact IS 'x'",
    "CREATE INDEX made ON internal.fact (quote)",
]
SETTING = [
    "SET enable_external_access = true",
    "SET GLOBAL enable_external_access = true",
    "RESET enable_external_access",
    "PRAGMA enable_external_access = true",
    "SET lock_configuration = false",
    "SET allowed_directories = ['/']",
    "SET allowed_paths = ['{secret}']",
    "SET temp_directory = '{folder}'",
    "SET extension_directory = '{folder}'",
    "SET autoinstall_known_extensions = true",
    "SET log_query_path = '{target}'",
    "SET memory_limit = '100GB'",
    "SET threads = 1000",
    "INSTALL httpfs",
    "INSTALL '{folder}/x.duckdb_extension'",
    "LOAD httpfs",
    "LOAD '{folder}/x.duckdb_extension'",
    "FORCE INSTALL httpfs FROM 'http://127.0.0.1:9'",
    "UPDATE EXTENSIONS",
    "PRAGMA enable_profiling = 'json'",
    "PRAGMA profiling_output = '{target}'",
]


@pytest.mark.parametrize("attacks", [READING, WRITING, SETTING], ids=["read", "write", "set"])
def test_a_foreign_query_reaches_nothing_but_what_was_published(
    small_home: Home, tmp_path: Path, attacks: list[str]
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(f"name\n{SECRET}\n", encoding="utf-8")
    database = (small_home.path / "published" / "catalog.duckdb").resolve()
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    names = {
        "secret": secret,
        "folder": tmp_path,
        "target": tmp_path / "target",
        "database": database,
    }
    allowed: list[str] = []
    with open_catalog(small_home.path) as catalog:
        for attack in attacks:
            try:
                catalog.query_sql(attack.format(**names))
            except QueryFailed:
                continue
            allowed.append(attack)
        facts = catalog.query_sql("SELECT count(*) FROM internal.fact").rows
    assert allowed == []
    assert facts[0][0] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret.csv"]
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
