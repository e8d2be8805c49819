"""The tables of the data folder as one DuckDB file, without views, extensions or time zones."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from reports.dataset.tables import Table, arrow_table
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
    columns = [
        column._replace(data_type=column.data_type.removesuffix(" WITH TIME ZONE"))
        for column in table.columns
        if column.name not in LEFT_OUT
    ]
    rows = [row for row in table.rows if row.get("change") != "appeared"]
    kept = [{column.name: row[column.name] for column in columns} for row in rows]
    return arrow_table(table._replace(columns=columns, rows=kept))
