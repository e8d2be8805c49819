"""The working database, which the one writer loads, derives and publishes.

It is `warehouse/working.duckdb` in a home. `publish` copies it, checkpointed and scanned, under a
name of its own into `published/`, and switches `published/catalog.duckdb` to it atomically.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import publication_log, publishing
from warehouse.columns import comments_on
from warehouse.errors import CatalogDamaged, WorkingDamaged
from warehouse.publishing import sync_to_disk
from warehouse.ready_tables import forget_touched, make_ready_tables
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
from warehouse.store import (
    Database,
    Row,
    connect_working,
    is_whole_and_current,
    scan_catalog,
    write_working_anew,
)
from warehouse.writer_lock import lock_writer

if TYPE_CHECKING:
    import pyarrow as pa


LEAST_BLOCKS = 100
"""A file of fewer blocks of 256 KB is not written anew."""
MOST_FREE = 0.25
"""The share of a file that may hold nothing. Each night writes a fifth into blocks that were free."""


class Warehouse(Database):
    """The working database, held by one writer at a time."""

    def __init__(self, home: Path, *, wait_seconds: float = 0) -> None:
        """Raises Locked where another process still writes after `wait_seconds`."""
        self.home = home
        self._lock = lock_writer(home, wait_seconds)
        self._path = home / "warehouse" / "working.duckdb"
        self._log_path = home / publication_log.NAME
        try:
            super().__init__(connect_working(self._path))
            self._write_anew_where_sparse()
            self._prepare()
        except BaseException:
            self._lock.close()
            raise

    def _prepare(self) -> None:
        """Define what this version needs, and settle what a killed publication left."""
        try:
            self._connection.execute(statement("tables/applied"))
            if not self._is_defined_by("tables", digest_with_columns(table_definitions())):
                with self.transaction():
                    self._define_tables()
            self._settle_publications()
        except BaseException:
            self._connection.close()
            raise

    def _write_anew_where_sparse(self) -> None:
        """Write the file anew where much of it holds nothing: what is derived anew stands beside what
        it replaces until a checkpoint, and the file keeps that size.

        Killed at any point, the file is the one before or the new one, whole. Where the disk has no
        room for both, it stays as it is.
        """
        ((blocks, free),) = self.query("writer/blocks").rows
        if blocks < LEAST_BLOCKS or free <= MOST_FREE * blocks:
            return
        new = self._path.with_name(f"{self._path.name}.new")
        new.unlink(missing_ok=True)
        try:
            is_written = write_working_anew(self._connection, new)
            self._connection.close()
            # Its log would be read again into the new file.
            if is_written and not self._path.with_name(f"{self._path.name}.wal").exists():
                sync_to_disk(new)
                new.replace(self._path)
                sync_to_disk(self._path.parent)
        except OSError:
            self._connection.close()
        finally:
            new.unlink(missing_ok=True)
            new.with_name(f"{new.name}.wal").unlink(missing_ok=True)
        super().__init__(connect_working(self._path))

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

    def is_identified_by(self, digest: str) -> bool:
        """Whether the identities were decided from what has this digest, by the rules of today."""
        return self._is_defined_by("identities", digest)

    def remember_identified_by(self, digest: str) -> None:
        """Record what the identities were decided from."""
        self._remember("identities", digest)

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
        if self._is_published(last, content):
            return None
        # DuckDB 2.0 reads a table that was made and filled with more than a row group (122,880 rows) in
        # one transaction as empty until the next checkpoint: derived tables of a first import.
        self._connection.execute("CHECKPOINT")
        try:
            with self.transaction():
                self._make_ready_tables()
                self.execute(
                    "load/publication",
                    {
                        "generation": last + 1,
                        "published_at": datetime.now(UTC),
                        "run_id": run_id,
                        "content_hash": content,
                    },
                )
        finally:
            forget_touched(self)
        self._connection.execute("CHECKPOINT")
        publishing.install_generation(self._path, published, last + 1, check=scan_catalog)
        # Readers have it already. Where the disk is full, the next publication logs this one too.
        with suppress(OSError):
            self._log_publications(last + 1)
        return last + 1

    def _is_published(self, generation: int, content: str) -> bool:
        """Whether readers see this content in this generation, whole."""
        published = self.home / "published"
        known = self.query("writer/content_of_generation", {"generation": generation}).rows
        is_there = generation in publishing.generations(published)
        return (
            known == [(content,)]
            and is_there
            and is_whole_and_current(published / publishing.CURRENT)
        )

    def _make_ready_tables(self) -> None:
        """Bring the tables of now up to date; all of them where they are of other views."""
        digest = digest_with_columns(view_definitions())
        make_ready_tables(self, anew=not self._is_defined_by("ready", digest))
        self._remember("ready", digest)

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
        changes = self.stream("writer/publication_changes_after", bounds)
        publication_log.append(
            self._log_path,
            (publication_log.Publication(*row) for row in publications),
            (publication_log.PublicationChange(*row) for row in changes),
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
        self._take_over_older_tables()

    def _take_over_older_tables(self) -> None:
        """Move what only the working database knows out of the schema `main`, where versions until
        0.2 kept every table.
        """
        older: list[Row] = self.query("writer/tables_of_readers").rows
        kept = stored_tables() - reading_tables() - {"applied", "freshness_policy"}
        for (name,) in older:
            if name in kept:
                self._connection.execute(
                    f'INSERT INTO internal."{name}" BY NAME FROM main."{name}"'
                )
            self._connection.execute(f'DROP TABLE main."{name}"')

    def _drop_derived(self) -> None:
        """Drop all that is derived: other rules or an older version gave it other rows, names or
        columns. What was loaded stays.
        """
        for schema, name in self.query("writer/views").rows:
            self._connection.execute(f'DROP VIEW {schema}."{name}"')
        tables: list[Row] = self.query("writer/internal_tables").rows
        self._drop_tables({name for (name,) in tables} - stored_tables())
        self._connection.execute(
            "DELETE FROM internal.applied WHERE folder IN ('views', 'derivation', 'identities', 'ready')"
        )

    def _drop_tables(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            self._connection.execute(f'DROP TABLE IF EXISTS internal."{name}"')

    def _define(self, folder: str, statements: Sequence[str]) -> None:
        """Run the statements that define tables or views and comment their columns, unless the
        database holds just these.
        """
        digest = digest_with_columns(statements)
        if self._is_defined_by(folder, digest):
            return
        for sql in statements:
            self._connection.execute(sql)
        columns: list[tuple[str, str, str]] = self.query(f"writer/columns_of_{folder}").rows
        for comment in comments_on(columns):
            self._connection.execute(comment)
        self._remember(folder, digest)

    def _remember(self, folder: str, digest: str) -> None:
        """Record that the database holds what has this digest."""
        self._connection.execute("DELETE FROM internal.applied WHERE folder = ?", [folder])
        self._connection.execute("INSERT INTO internal.applied VALUES (?, ?)", [folder, digest])


def check_working(path: Path) -> None:
    """Read a working database whole. The caller holds the writer's lock. Raises WorkingDamaged."""
    with Database(connect_working(path, read_only=True)) as working:
        try:
            working.scan_all()
        except CatalogDamaged as error:
            raise WorkingDamaged(f"the working database {path} is damaged: {error}") from None
