"""The tables of now: what views answer now, kept in the order of questions (read/).

They stand in the working database beside what they are made from. At each publication their rows of
what changed since the last one are made again, and all others stay.
"""

from typing import NamedTuple

from warehouse.sql_files import statement
from warehouse.store import Database


class _Group(NamedTuple):
    """Tables that are made of the same facts, each of those before it: of the facts of touched
    sources, of touched models, or of all (None).
    """

    folder: str
    views: tuple[str, ...]
    narrowed_by: str | None


_GROUPS = (
    _Group(
        "by_source", ("prices", "cited_fact", "cited_change", "cited_price", "freshness"), "source"
    ),
    _Group(
        "by_model",
        ("model_choice", "offers", "capabilities", "scores", "models", "directory"),
        "model",
    ),
    _Group("whole", ("reviews", "cited_set_aside"), None),
    _Group("days", ("model_day",), "model"),
)


def make_ready_tables(database: Database, *, anew: bool) -> bool:
    """Let the tables of now say what the views say now. Returns whether only what changed was made;
    not where `anew` says that there are none, or that they are of other views.

    The caller holds a transaction: the day on which all of them are made is one.
    """
    database.run_sql(statement("read/01_digest"))
    is_whole = anew
    if not anew:
        database.run_sql(statement("read/02_touched"))
        is_whole = database.query_sql("SELECT getvariable('is_whole')").rows == [(True,)]
    database.run_sql(statement("read/03_all" if is_whole else "read/03_narrow"))
    database.run_sql("SET VARIABLE ready_until = DATE 'infinity'")
    for group in _GROUPS:
        narrowed_by = "all" if is_whole else group.narrowed_by
        database.query_sql("SET VARIABLE narrowed_by = ?", [narrowed_by])
        if group.folder == "by_model":
            database.run_sql(statement("read/03_by_model"))
        for view in group.views:
            table = f"internal.current_{view}"
            put = f"INSERT INTO {table} BY NAME"
            if is_whole:
                put = f"CREATE OR REPLACE TABLE {table} AS"
            database.run_sql(f"{put}\n{statement(f'read/{group.folder}/{view}')}")
    database.run_sql(statement("read/04_ready"))
    return not is_whole


def forget_touched(database: Database) -> None:
    """Let views read all facts again. To be called when the caller's transaction has ended."""
    database.run_sql(statement("read/05_forget_touched"))
