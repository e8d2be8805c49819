"""The tables of the data folder as one DuckDB file, without views, extensions or time zones."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from reports.dataset.tables import Table, plain_rows
from warehouse.store import write_plain_tables

LEFT_OUT = frozenset(
    {
        "document",
        "first_seen_at",
        "last_reviewed_at",
        "no_fact_id",
        "stated_name",
        "statements_no",
        "statements_yes",
        "yes_fact_id",
    }
)
"""Columns that would make the file a tenth larger; the Parquet files have them."""


def database_file(tables: Iterable[Table]) -> bytes:
    """The bytes of a DuckDB file with these tables: times are UTC without a zone. Of changes it has
    what is stated otherwise, not what appeared for the first time.
    """
    plain = {table.name: _plain(table) for table in tables}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cardkeep.duckdb"
        write_plain_tables(path, plain)
        return path.read_bytes()


def _plain(table: Table) -> pa.Table:
    rows = table.rows
    if "change" in rows.column_names:
        rows = rows.filter(pc.field("change") != "appeared")
    columns = [column for column in table.columns if column.name not in LEFT_OUT]
    return plain_rows(table._replace(rows=rows), columns)
