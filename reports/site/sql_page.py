"""The page that answers SQL in the browser: its scripts, its data, and the engine where one is given.

The engine, DuckDB for WebAssembly, is 31 MB and no part of cardkeep: it is taken from its npm package,
and nothing else of that package is. Its files are known by their digests.
"""

import gzip
import hashlib
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reports.dataset.database_file import LEFT_OUT
from reports.dataset.tables import Table
from reports.render.page_forms import render_template
from reports.site.incremental import PageFiles, PageTask
from warehouse.sql_files import names_in, statement

FOLDER = "sql"
SCRIPTS = Path(__file__).parent / "sql"
PACKAGE = "@duckdb/duckdb-wasm@1.32.0"
_ENGINE = {
    "duckdb-eh.wasm": "4c221bfa59c11f24dbd750e70c90b9252eca6eec5633936e6a2ec766e55fd879",
    "duckdb-browser-eh.worker.js": (
        "f8ab72b6b90b3ad83077d47426d4a99d5d9a4c7e07cba1a2be37d655adc7c1ab"
    ),
}
"""The files of the engine in `package/dist` of its package, and their sha256."""
_ENGINE_BYTES = 7_800_000
"""About as large are the files of the engine, compressed."""
_LEVEL = 9


class EngineUnusable(Exception):
    """The file that the configuration names is not the engine's package."""

    exit_code = 2
    code = "sql-engine-unusable"


class Example(NamedTuple):
    """A query that the page offers, and what it answers."""

    question: str
    sql: str


def engine_files(package: Path) -> dict[str, bytes]:
    """The files of the engine, from the archive of its npm package, compressed. Raises
    EngineUnusable.
    """
    files: dict[str, bytes] = {}
    try:
        with tarfile.open(package, "r:gz") as archive:
            for name in _ENGINE:
                member = archive.extractfile(f"package/dist/{name}")
                files[name] = member.read() if member else b""
    except (OSError, KeyError, tarfile.TarError, EOFError) as error:
        raise EngineUnusable(_wrong(package, str(error))) from None
    for name, expected in _ENGINE.items():
        found = hashlib.sha256(files[name]).hexdigest()
        if found != expected:
            said = f"{name} has the sha256 {found}, expected {expected}"
            raise EngineUnusable(_wrong(package, said))
    return {
        f"{name}.gz": gzip.compress(content, _LEVEL, mtime=0) for name, content in files.items()
    }


def engine_task(package: Path) -> PageTask:
    """The files of the engine and the scripts that use it, made again where the package is another."""

    def render() -> PageFiles:
        files: dict[str, str | bytes] = {**engine_files(package)}
        files |= {script.name: script.read_text("utf-8") for script in SCRIPTS.iterdir()}
        return PageFiles({f"{FOLDER}/{name}": content for name, content in sorted(files.items())})

    try:
        stat = package.stat()
    except OSError as error:
        raise EngineUnusable(_wrong(package, str(error))) from None
    return PageTask(
        key=f"{FOLDER}/engine",
        inputs=(str(package), stat.st_size, stat.st_mtime_ns),
        render=render,
    )


def _wrong(package: Path, said: str) -> str:
    return (
        f"{package}, named by sql_engine in [publishing] of cardkeep.toml, is not the archive of "
        f"{PACKAGE}: {said}; the site was left as it is; get the file by `npm pack {PACKAGE}`, or "
        "take the line out: the page then says how SQL is asked without it"
    )


def examples() -> list[Example]:
    """The queries that the page offers, in the order of their files."""
    found: list[Example] = []
    for name in names_in("queries/sql_page"):
        comment, _, sql = statement(name).partition("\n")
        found.append(Example(comment.removeprefix("-- "), sql.strip()))
    return found


def sql_page_files(
    tables: Sequence[Table], database: bytes, has_engine: bool, **values: object
) -> PageFiles:
    """The page and its data, which is there only where an engine reads it."""
    files: dict[str, str | bytes] = {}
    loaded = _ENGINE_BYTES
    if has_engine:
        packed = gzip.compress(database, _LEVEL, mtime=0)
        files[f"{FOLDER}/cardkeep.duckdb.gz"] = packed
        loaded += len(packed)
    files[f"{FOLDER}/index.html"] = render_template(
        "sql.html",
        root="../",
        tables=tables,
        examples=examples(),
        left_out=LEFT_OUT,
        has_engine=has_engine,
        megabytes=f"{loaded / 1e6:.0f}",
        package=PACKAGE,
        **values,
    )
    return PageFiles(files)
