"""The only module that opens DuckDB: the working database of the one writer, and the published
generations.

Readers never meet the writer's lock. The writer works in `warehouse/working.duckdb`; `publish`
copies it, checkpointed and scanned, under a name of its own into `published/`, and switches
`published/catalog.duckdb` to it atomically.
"""

import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

SQL = Path(__file__).parent
# The oldest format that holds what we store: DuckDB 1.0 and later, and duckdb-wasm, read what we
# publish.
STORAGE_VERSION = "v1.0.0"
KEPT_GENERATIONS = 5
MARTS = (
    "known",
    "facts",
    "route_fact",
    "routes",
    "model_fact",
    "models",
    "prices",
    "price_history",
    "offers",
    "capabilities",
    "scores",
    "disputes",
    "changes",
    "sources",
    "freshness",
    "set_aside",
    "unresolved",
    "reviews",
    "runs",
    "alerts",
    "pages",
    "macros",
)

_opening = threading.Lock()

Row = tuple[Any, ...]


class Locked(Exception):
    """Another process is writing."""

    exit_code = 7
    code = "locked"


class QueryFailed(Exception):
    """A query that the database refuses."""

    exit_code = 1
    code = "query-failed"


class NotPublished(Exception):
    """There is no published catalog yet."""

    exit_code = 3
    code = "not-published"


class CatalogDamaged(Exception):
    """A published catalog that is not as it was written."""

    exit_code = 1
    code = "catalog-damaged"


class CatalogOutdated(QueryFailed):
    """A published catalog whose views are of another version of this project."""

    exit_code = 1
    code = "catalog-outdated"


class Results(NamedTuple):
    """The rows of a query and the names of their columns."""

    columns: list[str]
    rows: list[Row]

    def dicts(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def statement(folder: str, name: str) -> str:
    """The SQL of one file."""
    return (SQL / folder / f"{name}.sql").read_text(encoding="utf-8")


def views() -> list[str]:
    """The statements that define the views of this version."""
    return [statement("marts", name) for name in MARTS]


def digest_of(statements: Sequence[str]) -> str:
    return hashlib.blake2b("".join(statements).encode(), digest_size=16).hexdigest()


class Database:
    """A connection in UTC that runs SQL from files and from readers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        if not self.is_locked:
            connection.execute("SET GLOBAL TimeZone = 'UTC'")

    @property
    def is_locked(self) -> bool:
        """Whether its settings are fixed. All connections of one process to one file share them."""
        return bool(self.query("SELECT current_setting('lock_configuration')").rows[0][0])

    def query(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Results:
        """Every row of a query, with values bound. Raises QueryFailed with the database's own
        words.
        """
        try:
            cursor = self._connection.execute(sql, parameters)
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from None
        return Results([column[0] for column in cursor.description or []], cursor.fetchall())

    def ask(self, name: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Results:
        """The rows of a query kept in queries/. Raises CatalogOutdated where it fails on views that
        are not ours.
        """
        try:
            return self.query(statement("queries", name), parameters)
        except QueryFailed as failed:
            if self.holds("marts", digest_of(views())):
                raise
            ((path,),) = self.query(
                "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
            ).rows
            raise CatalogOutdated(
                f"{path} cannot answer: expected the views of this version of cardkeep, found those of another version "
                f"({str(failed).splitlines()[0]}); it is left as it is, and every page is archived; "
                "`cardkeep replay` publishes it again with the views of this version"
            ) from None

    def holds(self, folder: str, digest: str) -> bool:
        """Whether what it holds was defined by just these statements."""
        return (digest,) in self.query("SELECT digest FROM applied WHERE folder = ?", [folder]).rows

    def scan(self, table: str) -> None:
        """Read every value of a table. Raises where a block is damaged."""
        self._connection.execute(statement("core", "scan"), {"table": table}).fetchall()

    def scan_all(self) -> int:
        """Read every stored value: opening a file is no check of what is in it. Returns the number
        of tables.

        Raises CatalogDamaged.
        """
        tables = self.query("SELECT table_name FROM duckdb_tables() ORDER BY ALL").rows
        for (table,) in tables:
            try:
                self.scan(table)
            except duckdb.Error as error:
                raise CatalogDamaged(f"the table {table} cannot be read: {error}") from None
        return len(tables)

    def set_as_of(self, day: date | None) -> None:
        """Ask every view as of the end of `day`, UTC; None is now."""
        self._connection.execute("SET VARIABLE as_of = ?::DATE", [day])

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_catalog(home: Path, as_of: date | None = None) -> Database:
    """The published catalog, read-only. Raises NotPublished where nothing has been published,
    CatalogDamaged.
    """
    link = home / "published" / "catalog.duckdb"
    try:
        path = link.resolve(strict=True)
    except FileNotFoundError:
        raise NotPublished(
            f"there is no published catalog in {home}; run `cardkeep refresh`, or `cardkeep refresh --samples` "
            "and then `cardkeep --home data/samples ...` to try it out"
        ) from None
    with _opening:
        try:
            connection = duckdb.connect(
                str(path), read_only=True, config={"enable_external_access": "false"}
            )
        except duckdb.Error as error:
            raise CatalogDamaged(
                f"{path} cannot be opened: {error}; `cardkeep replay` publishes it again"
            ) from None
        catalog = Database(connection)
        if not catalog.is_locked:
            catalog.query("SET lock_configuration = true")
    catalog.set_as_of(as_of)
    return catalog


class Warehouse(Database):
    """The working database, held by one writer at a time."""

    def __init__(self, home: Path) -> None:
        self.home = home
        folder = home / "warehouse"
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / "writer.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise Locked(
                f"another cardkeep writes in {home}; nothing was changed; try again when it has finished"
            ) from None
        self._path = folder / "working.duckdb"
        super().__init__(
            duckdb.connect(
                str(self._path), config={"storage_compatibility_version": STORAGE_VERSION}
            )
        )
        self._connection.execute(statement("tables", "applied"))
        tables = [statement("tables", path.stem) for path in sorted((SQL / "tables").glob("*.sql"))]
        self._apply("tables", [*tables, statement("core", "macros")])

    def close(self) -> None:
        super().close()
        self._lock.close()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All of it or nothing."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def run(self, name: str, staged: Mapping[str, "pa.Table"] | None = None) -> None:
        """Run the statements of core/`name`.sql, which find the `staged` columns as tables
        staged_*.
        """
        for table, rows in (staged or {}).items():
            self._connection.register(f"staged_{table}", rows)
        self._connection.execute(statement("core", name))
        for table in staged or {}:
            self._connection.unregister(f"staged_{table}")

    def core(self, name: str, parameters: Mapping[str, object] | None = None) -> Results:
        """The rows of the query in core/`name`.sql."""
        return self.query(statement("core", name), parameters or ())

    def record(self, name: str, parameters: Mapping[str, object]) -> None:
        """Run the one statement of core/`name`.sql with values bound."""
        self._connection.execute(statement("core", name), parameters)

    def failed_checks(self) -> dict[str, list[Row]]:
        """The checks that find something, by name, with the first rows that they find."""
        found = {
            path.stem: self.query(path.read_text(encoding="utf-8")).rows[:5]
            for path in sorted((SQL / "checks").glob("*.sql"))
        }
        return {name: rows for name, rows in found.items() if rows}

    def content_hash(self) -> str:
        """A hash of all that is believed; the same content has the same hash, whatever the order of
        import.
        """
        return str(self.core("content_hash").rows[0][0])

    def define_views(self) -> None:
        self._apply("marts", views())

    def _apply(self, folder: str, statements: Sequence[str]) -> None:
        """Run the statements that define tables or views, unless the database holds just these."""
        digest = digest_of(statements)
        if self.holds(folder, digest):
            return
        for sql in statements:
            self._connection.execute(sql)
        self._connection.execute("DELETE FROM applied WHERE folder = ?", [folder])
        self._connection.execute("INSERT INTO applied VALUES (?, ?)", [folder, digest])

    # --- publishing -----------------------------------------------------------------------------------------------

    def publish(self, run_id: str) -> int | None:
        """Make what is believed the catalog that readers see. Returns its generation, or None where
        nothing changed and what they see is whole, with the views of this version.

        Killed at any point, readers see the generation before or this one, whole.
        """
        published = self.home / "published"
        published.mkdir(exist_ok=True)
        content = self.content_hash()
        last = self._current_generation(published)
        with self.transaction():
            # A generation that was logged but never became current was killed on its way: it is not
            # what readers saw.
            self._connection.execute("DELETE FROM publication_change WHERE generation > ?", [last])
            self._connection.execute("DELETE FROM publication WHERE generation > ?", [last])
            known = self.query(
                "SELECT content_hash FROM publication WHERE generation = ?", [last]
            ).rows
            if known and known[0][0] == content and _is_current(published / "catalog.duckdb"):
                return None
            log = {
                "generation": last + 1,
                "published_at": datetime.now(UTC),
                "run_id": run_id,
                "content_hash": content,
            }
            for sql in statement("core", "publication").split(";\n"):
                names = {name: value for name, value in log.items() if f"${name}" in sql}
                if sql.strip():
                    self._connection.execute(sql, names)
        self._connection.execute("CHECKPOINT")
        self._switch_to(published, last + 1)
        return last + 1

    def _current_generation(self, published: Path) -> int:
        link = published / "catalog.duckdb"
        return int(link.readlink().stem.rpartition("-")[2]) if link.is_symlink() else 0

    def _switch_to(self, published: Path, generation: int) -> None:
        name = f"catalog-{generation:06d}.duckdb"
        copy, new = published / f"{name}.new", published / "catalog.duckdb.new"
        shutil.copyfile(self._path, copy)
        _sync(copy)
        _scanned(copy)
        copy.replace(published / name)
        new.unlink(missing_ok=True)
        new.symlink_to(name)
        new.replace(published / "catalog.duckdb")
        _sync(published)
        for old in sorted(published.glob("catalog-*.duckdb"))[:-KEPT_GENERATIONS]:
            old.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _scanned(path: Path) -> bool:
    """Read a catalog whole. Returns whether its views are those of this version. Raises
    CatalogDamaged.
    """
    with Database(duckdb.connect(str(path), read_only=True)) as copy:
        copy.scan_all()
        return copy.holds("marts", digest_of(views()))


def _is_current(path: Path) -> bool:
    """Whether a published catalog is whole, and its views are those of this version."""
    try:
        return _scanned(path.resolve())
    except (CatalogDamaged, QueryFailed, duckdb.Error):
        return False
