"""The only module that opens DuckDB: connections that answer queries, and the published catalog.

Readers never meet the writer's lock: the writer works in a database of its own (`working.py`), and
what it publishes is a file that nobody writes any more (`publishing.py`).
"""

import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from os.path import realpath
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import duckdb

from warehouse import publishing
from warehouse.errors import (
    CatalogDamaged,
    CatalogOutdated,
    Locked,
    NotKnownYet,
    NotPublished,
    QueryFailed,
    WorkingDamaged,
)
from warehouse.plain_file import what_else
from warehouse.sql_files import digest_with_columns, statement, view_definitions
from warehouse.writer_lock import lock_writer

if TYPE_CHECKING:
    import pyarrow as pa

# The oldest format that holds what we store. What we publish is read by DuckDB 1.3 and later, whose
# query_table finds tables of a schema, and by duckdb-wasm.
STORAGE_VERSION = "v1.0.0"

BATCH_ROWS = 50_000
_opening = threading.Lock()
OPENING_SECONDS = 5
"""How long a reader waits for another connection of its process, which looks a catalog through."""
_OTHER_SETTINGS = "different configuration than existing connections"
_NO_DAMAGE = re.compile(
    r"could not write|too large|no space|permission|read-only|could not set lock|not a directory",
    re.IGNORECASE,
)
"""What an error of opening says where not the database is at fault."""

_INEXACT = re.compile(r"INTERVAL|\b(TIMESTAMP|TIME)_NS")
"""Types whose values Python has not: a month would be 30 days, and nanoseconds would be lost."""

Row = tuple[Any, ...]
Parameters = Sequence[object] | Mapping[str, object]
"""Values for the `?` or for the `$name` of a statement."""


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

    def batches(self, name: str) -> "pa.RecordBatchReader":
        """The rows of the query in queries/`name`.sql, one Arrow batch after the other."""
        relation = self._connection.sql(statement(f"queries/{name}"))
        return relation.to_arrow_reader(BATCH_ROWS)

    def stream(self, name: str, parameters: Parameters = ()) -> Iterator[Row]:
        """The rows of the query in queries/`name`.sql, for results larger than memory. Nothing else
        may be asked meanwhile.
        """
        cursor = self._connection.execute(statement(f"queries/{name}"), parameters)
        while rows := cursor.fetchmany(BATCH_ROWS):
            yield from rows

    def has_current_views(self) -> bool:
        """Whether its views are those of this version."""
        try:
            return self._is_defined_by("views", digest_with_columns(view_definitions()))
        except QueryFailed:
            return False  # versions until 0.2 remembered elsewhere what they were defined by

    def scan_all(self) -> int:
        """Read every stored value: opening a file is no check of what is in it. Returns the number
        of tables.

        Raises CatalogDamaged.
        """
        tables = self.query_sql(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY ALL"
        ).rows
        for (table,) in tables:
            try:
                self.query_sql(statement("queries/scan_table"), {"table": table})
            except QueryFailed as failed:
                raise CatalogDamaged(f"the table {table} cannot be read: {failed}") from None
        return len(tables)

    def run_sql(self, sql: str) -> None:
        """Run statements that take no values. Raises the database's own errors, which tell a full
        disk from a wrong statement.
        """
        self._connection.execute(sql)

    def set_as_of(self, day: date | None) -> None:
        """Ask every view as of the end of `day`, UTC; None is now."""
        self._connection.execute("SET VARIABLE as_of = ?::DATE", [day])

    def keep_day(self) -> None:
        """Keep what many queries read of the day asked for, until the connection is closed; nothing
        where tables were made for that day, or where it is kept already.
        """
        if self.query("is_day_kept").rows != [(True,)]:
            self.query("keep_day")

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
        applied = self.query_sql(
            "SELECT digest FROM internal.applied WHERE folder = ?", [folder]
        ).rows
        return (digest,) in applied


class PublishedCatalog(Database):
    """A published generation, read-only."""

    def query_statement(
        self, sql: str, *, seconds: float | None = None, rows: int | None = None
    ) -> Results:
        """The rows of one statement that a reader wrote, at most so many, within so many seconds.
        Raises QueryFailed, also for none or several statements.
        """
        try:
            statements = self._connection.extract_statements(sql)
        except (duckdb.Error, UnicodeEncodeError) as error:
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
            types = [str(column[1]) for column in cursor.description or []]
            if any(_INEXACT.search(name) for name in types):
                cursor = self._connection.execute(_as_text(statements[0].query, types))
            found = cursor.fetchall() if rows is None else cursor.fetchmany(rows)
        except duckdb.InterruptException:
            raise QueryFailed(
                f"it took longer than {seconds:g} s and was stopped; ask for less, or with "
                "--no-limit"
            ) from None
        except duckdb.Error as error:
            raise QueryFailed(str(error)) from None
        finally:
            stopper.cancel()
        return Results(columns, found)

    def require_page_by(self, day: date) -> None:
        """Raises NotKnownYet where the catalog has no page of this day, UTC, or of one before."""
        ((first,),) = self.query("first_page").rows
        if first is None:
            raise NotKnownYet(f"nothing was known by the end of {day}: the catalog holds no page")
        if day < first.date():
            raise NotKnownYet(
                f"nothing was known by the end of {day}: the first page is of {first.date()}"
            )

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
            f"{path} cannot answer: expected the views of this version of cardkeep, found those "
            "of another version "
            f"({str(failed).splitlines()[0]}); it is left as it is, and every page is archived; "
            "`cardkeep replay` publishes it again with the views of this version"
        )


def _as_text(query: str, types: Sequence[str]) -> str:
    """The query with the columns of such types as the database writes them."""
    names = [f"column_{number}" for number in range(len(types))]
    values = [
        f"{name}::VARCHAR" if _INEXACT.search(kind) else name
        for name, kind in zip(names, types, strict=True)
    ]
    body = query.strip().removesuffix(";")
    return f"SELECT {', '.join(values)} FROM (\n{body}\n) AS t({', '.join(names)})"  # noqa: S608 - a reader's own query


def open_catalog(home: Path, as_of: date | None = None) -> PublishedCatalog:
    """The published catalog, read-only; of now it answers from the tables made when it was
    published, while these hold. Raises NotPublished where nothing has been published,
    CatalogDamaged, and Locked where this process has it open under other settings.
    """
    link = home / "published" / publishing.CURRENT
    end = monotonic() + OPENING_SECONDS
    while True:
        path = Path(realpath(link))  # of a link that leads to itself: the link
        try:
            catalog = _open_generation(path)
            break
        except duckdb.Error as error:
            # Another generation may have been published in this moment, and this one packed away.
            if realpath(link) != str(path):
                continue
            if _OTHER_SETTINGS in str(error):
                if monotonic() < end:
                    sleep(0.05)
                    continue
                raise Locked(
                    f"{path} is open in this process under other settings; it is whole, and nothing "
                    "was changed; close that connection, and open the catalog again"
                ) from None
            if publishing.generations(link.parent) and not path.exists():
                raise CatalogDamaged(
                    f"{link} is missing or leads nowhere; the generations in {link.parent} are "
                    "kept; `cardkeep replay` makes it again"
                ) from None
            if not path.exists():
                raise NotPublished(
                    f"there is no published catalog in {home}; run `cardkeep refresh`, or "
                    "`cardkeep refresh --samples` "
                    "and then `cardkeep --home data/samples ...` to try it out"
                ) from None
            raise CatalogDamaged(
                f"{path} cannot be opened: {error}; `cardkeep replay` publishes it again"
            ) from None
    catalog.set_as_of(as_of)
    # A catalog of an older version has no such tables; the first query says what it is.
    with suppress(QueryFailed):
        catalog.query_sql(statement("queries/use_ready"))
    return catalog


def _open_generation(path: Path) -> PublishedCatalog:
    """Raises CatalogDamaged where no file stands there."""
    if found := what_else(path):
        raise CatalogDamaged(
            f"{path} cannot be opened: expected a file, found {found}; `cardkeep doctor --repair` "
            "sets it aside"
        )
    with _opening:
        connection = duckdb.connect(
            str(path), read_only=True, config={"enable_external_access": "false"}
        )
        catalog = PublishedCatalog(connection)
        try:
            if not catalog.is_locked:
                catalog.query_sql("SET lock_configuration = true")
        except BaseException:
            # Left open, it would keep its settings, and refuse every later reader of this process.
            catalog.close()
            raise
    return catalog


def restore_generation(home: Path, generation: int) -> None:
    """Make a generation that is kept the catalog that readers see, until another is published.

    Raises Locked, GenerationMissing, GenerationDamaged, CatalogDamaged.
    """
    with lock_writer(home):
        try:
            publishing.restore_generation(home / "published", generation, check=scan_catalog)
        except duckdb.Error as error:
            raise CatalogDamaged(
                f"generation {generation} cannot be opened: {error}; readers keep the one that "
                "they have"
            ) from None


def connect_working(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection to the working database. Raises WorkingDamaged where the file is no whole
    database.
    """
    config: dict[str, str | bool | int | float | list[str]] = {}
    if not read_only:
        config["storage_compatibility_version"] = STORAGE_VERSION
    if found := what_else(path):
        raise WorkingDamaged(
            f"the working database {path} cannot be opened: expected a file, found {found}; "
            "`cardkeep doctor --repair` sets it aside, and the next refresh or replay makes it anew"
        )
    try:
        return duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        if _NO_DAMAGE.search(str(error)):
            raise
        raise WorkingDamaged(
            f"the working database {path} cannot be opened: {str(error).splitlines()[0]}; readers "
            "keep the catalog "
            "that they have, and every page is archived; `cardkeep doctor --repair` sets it "
            "aside, and the next "
            "refresh or replay makes it anew"
        ) from None


def write_working_anew(connection: duckdb.DuckDBPyConnection, target: Path) -> bool:
    """Write all that the working database holds into a new file, whose blocks are full. Returns
    whether it could: the disk may have no room for both.
    """
    try:
        connection.execute("CHECKPOINT")
        connection.execute(f"ATTACH ? AS anew (STORAGE_VERSION '{STORAGE_VERSION}')", [str(target)])
        connection.execute("COPY FROM DATABASE working TO anew")
        connection.execute("DETACH anew")
    except duckdb.Error:
        return False
    return True


def scan_catalog(path: Path) -> bool:
    """Read a catalog whole. Returns whether its views are those of this version. Raises
    CatalogDamaged.
    """
    if found := what_else(path):
        raise CatalogDamaged(f"{path} cannot be read: expected a file, found {found}")
    with Database(duckdb.connect(str(path), read_only=True)) as copy:
        copy.scan_all()
        return copy.has_current_views()


def is_whole_and_current(path: Path) -> bool:
    """Whether a published catalog is whole, and its views are those of this version."""
    try:
        return scan_catalog(path.resolve())
    except (CatalogDamaged, QueryFailed, duckdb.Error):
        return False


def write_plain_tables(path: Path, tables: "Mapping[str, pa.Table]") -> None:
    """Writes a new database file with these tables, by name, in the format of the published one: for
    readers that know neither views nor extensions.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION
    }
    with duckdb.connect(str(path), config=config) as connection:
        for name, rows in tables.items():
            connection.from_arrow(rows).create(name)
