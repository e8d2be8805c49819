"""The only module that opens DuckDB: the working database of the one writer, and the published
generations.

Readers never meet the writer's lock. The writer works in `warehouse/working.duckdb`; `publish`
copies it, checkpointed and scanned, under a name of its own into `published/`, and switches
`published/catalog.duckdb` to it atomically. Older generations are kept compressed.
"""

import fcntl
import re
import resource
import threading
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self

import duckdb

from warehouse import publication_log, publishing
from warehouse.columns import comments_on
from warehouse.sql_files import (
    derivation_statements,
    digest_of,
    digest_with_columns,
    names_in,
    reading_definitions,
    reading_tables,
    statement,
    stored_tables,
    table_definitions,
    view_definitions,
)

if TYPE_CHECKING:
    import pyarrow as pa

# The oldest format that holds what we store. What we publish is read by DuckDB 1.1 and later, whose
# query_table views use, and by duckdb-wasm.
STORAGE_VERSION = "v1.0.0"

_opening = threading.Lock()
_NO_DAMAGE = re.compile(
    r"could not write|too large|no space|permission|read-only|could not set lock|not a directory",
    re.IGNORECASE,
)
"""What an error of opening says where not the database is at fault."""

Row = tuple[Any, ...]
Parameters = Sequence[object] | Mapping[str, object]
"""Values for the `?` or for the `$name` of a statement."""


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


class WorkingDamaged(Exception):
    """The working database is not as it was written."""

    exit_code = 1
    code = "working-damaged"


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


class Database:
    """A connection in UTC that answers queries, from the files of queries/ and from readers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        if not self.is_locked:
            connection.execute("SET GLOBAL TimeZone = 'UTC'")

    @property
    def is_locked(self) -> bool:
        """Whether its settings are fixed. All connections of one process to one file share them."""
        return bool(self.query_sql("SELECT current_setting('lock_configuration')").rows[0][0])

    def query(self, name: str, parameters: Parameters = ()) -> Results:
        """Every row of the query in queries/`name`.sql, with values bound. Raises QueryFailed."""
        return self.query_sql(statement(f"queries/{name}"), parameters)

    def query_sql(self, sql: str, parameters: Parameters = ()) -> Results:
        """Every row of a query given as text, with values bound. Raises QueryFailed with the
        database's own words.
        """
        try:
            cursor = self._connection.execute(sql, parameters)
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from None
        return Results([column[0] for column in cursor.description or []], cursor.fetchall())

    def has_current_views(self) -> bool:
        """Whether its views are those of this version."""
        return self._is_defined_by("views", digest_with_columns(view_definitions()))

    def scan_all(self) -> int:
        """Read every stored value: opening a file is no check of what is in it. Returns the number
        of tables.

        Raises CatalogDamaged.
        """
        tables = self.query_sql("SELECT table_name FROM duckdb_tables() ORDER BY ALL").rows
        for (table,) in tables:
            try:
                self.query_sql(statement("queries/scan_table"), {"table": table})
            except QueryFailed as failed:
                raise CatalogDamaged(f"the table {table} cannot be read: {failed}") from None
        return len(tables)

    def make_read_tables(self) -> None:
        """Make the tables of what views answer now, of read/, in the order of its file names."""
        self._connection.execute("BEGIN")
        for name in names_in("read"):
            self._connection.execute(statement(name))
        self._connection.execute("COMMIT")
        self._connection.execute("CHECKPOINT")

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

    def _is_defined_by(self, folder: str, digest: str) -> bool:
        applied = self.query_sql("SELECT digest FROM applied WHERE folder = ?", [folder]).rows
        return (digest,) in applied


class PublishedCatalog(Database):
    """A published generation, read-only."""

    def query_statement(
        self, sql: str, *, seconds: float | None = None, rows: int | None = None
    ) -> Results:
        """The rows of one statement that a reader wrote, at most so many, within so many seconds. Raises
        QueryFailed, also for none or several statements.
        """
        try:
            statements = self._connection.extract_statements(sql)
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from None
        if len(statements) != 1:
            raise QueryFailed(
                f"expected one statement, found {len(statements) or 'none'}; nothing was run"
            )
        stopper = threading.Timer(seconds or 0, self._connection.interrupt)
        if seconds is not None:
            stopper.start()
        try:
            cursor = self._connection.execute(statements[0])
            columns = [column[0] for column in cursor.description or []]
            found = cursor.fetchall() if rows is None else cursor.fetchmany(rows)
        except duckdb.InterruptException:
            raise QueryFailed(
                f"it took longer than {seconds:g} s and was stopped; ask for less, or with --no-limit"
            ) from None
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from None
        finally:
            stopper.cancel()
        return Results(columns, found)

    def query(self, name: str, parameters: Parameters = ()) -> Results:
        """Every row of the query in queries/`name`.sql. Raises CatalogOutdated where it fails on
        views that are not those of this version.
        """
        try:
            return super().query(name, parameters)
        except QueryFailed as failed:
            if self.has_current_views():
                raise
            raise self._outdated(failed) from None

    def _outdated(self, failed: QueryFailed) -> CatalogOutdated:
        ((path,),) = self.query_sql(
            "SELECT path FROM duckdb_databases() WHERE database_name = current_database()"
        ).rows
        return CatalogOutdated(
            f"{path} cannot answer: expected the views of this version of cardkeep, found those of another version "
            f"({str(failed).splitlines()[0]}); it is left as it is, and every page is archived; "
            "`cardkeep replay` publishes it again with the views of this version"
        )


@contextmanager
def memory_limit(size: int) -> Generator[None]:
    """Let this process have at most so many bytes more than it has meanwhile: the database's own limit
    is no hard bound.
    """
    pages = Path("/proc/self/statm")
    used = int(pages.read_text().split()[0]) * resource.getpagesize() if pages.exists() else 0
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bounds = [bound for bound in (soft, hard, used + size) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min(bounds), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def open_catalog(home: Path, as_of: date | None = None) -> PublishedCatalog:
    """The published catalog, read-only. Raises NotPublished where nothing has been published,
    CatalogDamaged.
    """
    link = home / "published" / publishing.CURRENT
    while True:
        path = link.resolve()
        try:
            catalog = _open_generation(path)
            break
        except duckdb.Error as error:
            # Another generation may have been published in this moment, and this one packed away.
            if link.resolve() != path:
                continue
            if publishing.generations(link.parent) and not path.exists():
                raise CatalogDamaged(
                    f"{link} is missing or leads nowhere; the generations in {link.parent} are kept; "
                    "`cardkeep replay` makes it again"
                ) from None
            if not path.exists():
                raise NotPublished(
                    f"there is no published catalog in {home}; run `cardkeep refresh`, or `cardkeep refresh --samples` "
                    "and then `cardkeep --home data/samples ...` to try it out"
                ) from None
            raise CatalogDamaged(
                f"{path} cannot be opened: {error}; `cardkeep replay` publishes it again"
            ) from None
    catalog.set_as_of(as_of)
    return catalog


def _open_generation(path: Path) -> PublishedCatalog:
    with _opening:
        connection = duckdb.connect(
            str(path), read_only=True, config={"enable_external_access": "false"}
        )
        catalog = PublishedCatalog(connection)
        if not catalog.is_locked:
            catalog.query_sql("SET lock_configuration = true")
    return catalog


def restore_generation(home: Path, generation: int) -> None:
    """Make a generation that is kept the catalog that readers see, until another is published.

    Raises Locked, GenerationMissing, GenerationDamaged, CatalogDamaged.
    """
    with lock_writer(home):
        try:
            publishing.restore_generation(home / "published", generation, check=_scan)
        except duckdb.Error as error:
            raise CatalogDamaged(
                f"generation {generation} cannot be opened: {error}; readers keep the one that they have"
            ) from None


def lock_writer(home: Path, wait_seconds: float = 0) -> IO[str]:
    """The lock of a home, held until it is closed: one process writes at a time. Raises Locked where
    another one still holds it after so many seconds.
    """
    folder = home / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "writer.lock").open("w")
    deadline = time.monotonic() + wait_seconds
    while not _is_locked_now(lock):
        if time.monotonic() >= deadline:
            lock.close()
            raise Locked(
                f"another cardkeep writes in {home}; nothing was changed; try again when it has finished"
            )
        time.sleep(0.1)
    return lock


def _is_locked_now(lock: IO[str]) -> bool:
    """Whether this process holds the lock now, which it asks for without waiting."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Warehouse(Database):
    """The working database, held by one writer at a time."""

    def __init__(self, home: Path, *, wait_seconds: float = 0) -> None:
        """Raises Locked where another process still writes after `wait_seconds`."""
        self.home = home
        self._lock = lock_writer(home, wait_seconds)
        self._path = home / "warehouse" / "working.duckdb"
        self._log_path = home / publication_log.NAME
        try:
            super().__init__(_open_working(self._path))
            self._prepare()
        except BaseException:
            self._lock.close()
            raise

    def _prepare(self) -> None:
        """Define what this version needs, and settle what a killed publication left."""
        try:
            self._connection.execute(statement("tables/applied"))
            if not self._is_defined_by("tables", digest_with_columns(table_definitions())):
                self._define_tables()
            self._settle_publications()
        except BaseException:
            self._connection.close()
            raise

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

    def execute(
        self,
        name: str,
        parameters: Mapping[str, object] | None = None,
        *,
        staged: Mapping[str, "pa.Table"] | None = None,
    ) -> None:
        """Run the statements of the file `name`, such as load/pages, each with the values that it
        names bound. They find the `staged` columns as tables staged_*.
        """
        values = parameters or {}
        tables = {f"staged_{table}": rows for table, rows in (staged or {}).items()}
        for table, rows in tables.items():
            self._connection.register(table, rows)
        for one in self._connection.extract_statements(statement(name)):
            bound = {parameter: values[parameter] for parameter in one.named_parameters}
            self._connection.execute(one, bound)
        for table in tables:
            self._connection.unregister(table)

    def failed_checks(self) -> dict[str, list[Row]]:
        """The checks that find something, by name, with the first rows that they find."""
        failed: dict[str, list[Row]] = {}
        for name in names_in("checks"):
            rows = self.query_sql(statement(name)).rows
            if rows:
                failed[name.removeprefix("checks/")] = rows[:5]
        return failed

    def content_hash(self) -> str:
        """A hash of all that readers see; the same content has the same hash, whatever the order of
        import.
        """
        return str(self.query("writer/content_hash").rows[0][0])

    def prepare_derivation(self, rules: str) -> bool:
        """Touch every key where what is derived was derived by other statements, or other `rules`
        (a digest of those that are not SQL), than today's. Returns whether it was.
        """
        digest = digest_of([*derivation_statements(), rules])
        if self._is_defined_by("derivation", digest):
            return False
        self._drop_derived()
        self.execute("load/touch_all")
        self._remember("derivation", digest)
        return True

    def define_views(self) -> None:
        """Define the views of this version, unless they are there."""
        self._define("views", view_definitions())

    def publish(self, run_id: str) -> int | None:
        """Make the working database the catalog that readers see. Returns its generation, or None
        where nothing changed and what they see is whole, with the views of this version.

        Killed at any point, readers see the generation before or this one, whole.
        """
        published = self.home / "published"
        published.mkdir(exist_ok=True)
        content = self.content_hash()
        last = self._settle_publications()
        with self.transaction():
            known = self.query("writer/content_of_generation", {"generation": last}).rows
            is_there = last in publishing.generations(published)
            if known == [(content,)] and is_there and _is_current(published / publishing.CURRENT):
                return None
            self.execute(
                "load/publication",
                {
                    "generation": last + 1,
                    "published_at": datetime.now(UTC),
                    "run_id": run_id,
                    "content_hash": content,
                },
            )
        self._connection.execute("CHECKPOINT")
        publishing.install_generation(self._path, published, last + 1, prepare=_make_read_tables)
        # Readers have it already. Where the disk is full, the next publication logs this one too.
        with suppress(OSError):
            self._log_publications(last + 1)
        return last + 1

    def _settle_publications(self) -> int:
        """Let the published files, this database and the log beside the archive agree on what was
        published. Returns the newest generation ever published; 0 where there is none.

        A generation that only this database knows never became current, and is forgotten.
        """
        logged = publication_log.last_generation(self._log_path)
        last = publishing.settle(self.home / "published", logged)
        ((known,),) = self.query("writer/last_generation").rows
        with self.transaction():
            self.execute("load/drop_generations_after", {"generation": last})
            if known < logged:
                self._take_logged_publications(known)
        if logged < min(known, last):
            self._log_publications(last)
        return last

    def _take_logged_publications(self, after: int) -> None:
        log = publication_log.read(self._log_path)
        publications = [each._asdict() for each in log.publications if each.generation > after]
        for publication in publications:
            del publication["changes"]
        changes = [each._asdict() for each in log.changes if each.generation > after]
        self.execute("load/logged_publications", {"publications": publications, "changes": changes})

    def _log_publications(self, last: int) -> None:
        """Add to the log what it does not have yet of the generations up to `last`."""
        bounds = {"after": publication_log.last_generation(self._log_path), "last": last}
        publications = self.query("writer/publications_after", bounds).rows
        changes = self.query("writer/publication_changes_after", bounds).rows
        publication_log.append(
            self._log_path,
            [publication_log.Publication(*row) for row in publications],
            [publication_log.PublicationChange(*row) for row in changes],
        )

    def _define_tables(self) -> None:
        """Define the stored tables and the macros of this version. Where an older version kept
        readings otherwise, they are dropped: the archive gives them again.
        """
        self._drop_derived()
        readings = digest_of(reading_definitions())
        if not self._is_defined_by("readings", readings):
            self._drop_tables(reading_tables())
            self._remember("readings", readings)
        self._define("tables", table_definitions())

    def _drop_derived(self) -> None:
        """Drop all that is derived: other rules or an older version gave it other rows, names or
        columns. What was loaded stays.
        """
        views = self.query_sql("SELECT view_name FROM duckdb_views() WHERE NOT internal").rows
        tables = self.query_sql("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").rows
        for (name,) in views:
            self._connection.execute(f'DROP VIEW "{name}"')
        self._drop_tables({name for (name,) in tables} - stored_tables())
        self._connection.execute("DELETE FROM applied WHERE folder IN ('views', 'derivation')")

    def _drop_tables(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            self._connection.execute(f'DROP TABLE IF EXISTS "{name}"')

    def _define(self, folder: str, statements: Sequence[str]) -> None:
        """Run the statements that define tables or views and comment their columns, unless the
        database holds just these.
        """
        digest = digest_with_columns(statements)
        if self._is_defined_by(folder, digest):
            return
        for sql in statements:
            self._connection.execute(sql)
        columns: list[Row] = self.query(f"writer/columns_of_{folder}").rows
        for comment in comments_on((table, column) for table, column in columns):
            self._connection.execute(comment)
        self._remember(folder, digest)

    def _remember(self, folder: str, digest: str) -> None:
        """Record that the database holds what has this digest."""
        self._connection.execute("DELETE FROM applied WHERE folder = ?", [folder])
        self._connection.execute("INSERT INTO applied VALUES (?, ?)", [folder, digest])


def _open_working(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Raises WorkingDamaged where the file is no whole database."""
    config: dict[str, str | bool | int | float | list[str]] = {}
    if not read_only:
        config["storage_compatibility_version"] = STORAGE_VERSION
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        if _NO_DAMAGE.search(str(error)):
            raise
        raise WorkingDamaged(
            f"the working database {path} cannot be opened: {str(error).splitlines()[0]}; readers keep the catalog "
            "that they have, and every page is archived; `cardkeep doctor --repair` sets it aside, and the next "
            "refresh or replay makes it anew"
        ) from None


def check_working(path: Path) -> None:
    """Read a working database whole. The caller holds the writer's lock. Raises WorkingDamaged."""
    with Database(_open_working(path, read_only=True)) as working:
        try:
            working.scan_all()
        except CatalogDamaged as error:
            raise WorkingDamaged(f"the working database {path} is damaged: {error}") from None


def _make_read_tables(path: Path) -> None:
    """Make the tables that readers ask, in a copy of the working database, which does without them.
    Raises CatalogDamaged.
    """
    with Database(duckdb.connect(str(path))) as copy:
        copy.make_read_tables()
    _scan(path)


def _scan(path: Path) -> bool:
    """Read a catalog whole. Returns whether its views are those of this version. Raises
    CatalogDamaged.
    """
    with Database(duckdb.connect(str(path), read_only=True)) as copy:
        copy.scan_all()
        return copy.has_current_views()


def _is_current(path: Path) -> bool:
    """Whether a published catalog is whole, and its views are those of this version."""
    try:
        return _scan(path.resolve())
    except (CatalogDamaged, QueryFailed, duckdb.Error):
        return False
