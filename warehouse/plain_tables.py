"""Writes a database of plain tables, for readers that know neither views nor extensions."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from warehouse.store import STORAGE_VERSION


def write_plain_tables(path: Path, tables: Mapping[str, pa.Table]) -> None:
    """Writes a new database file with these tables, by name, in the format of the published one."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "storage_compatibility_version": STORAGE_VERSION
    }
    with duckdb.connect(str(path), config=config) as connection:
        for name, rows in tables.items():
            connection.from_arrow(rows).create(name)
