"""What every column means, from columns.toml: comments in the database are made of it, and of these
the data dictionary.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from warehouse.sql_files import COLUMNS

GENERAL = "columns"
"""The section of meanings that hold for every table and view."""


@cache
def sections() -> dict[str, dict[str, str]]:
    """The meanings of columns by section: GENERAL, or the names of tables with a comma between."""
    return tomllib.loads(COLUMNS.read_text(encoding="utf-8"))


@cache
def _meanings_by_table() -> dict[str, dict[str, str]]:
    """The meanings that differ from the general ones, by table and column."""
    found: dict[str, dict[str, str]] = {}
    for names, meanings in sections().items():
        if names != GENERAL:
            for table in names.split(", "):
                found.setdefault(table, {}).update(meanings)
    return found


def meaning(table: str, column: str) -> str | None:
    """What a column of a table or view means; None where nothing is written."""
    special = _meanings_by_table().get(table, {})
    return special.get(column) or sections()[GENERAL].get(column)


def comments_on(columns: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """The statements that comment columns, given as (schema, table, column), with their meanings."""
    for schema, table, column in columns:
        text = meaning(table, column)
        if text:
            quoted = text.replace("'", "''")
            yield f"COMMENT ON COLUMN {schema}.{table}.{column} IS '{quoted}'"
