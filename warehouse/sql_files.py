"""The SQL files of this package: where they are, in which order they define and derive, and their
digest.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

SQL = Path(__file__).parent
COLUMNS = SQL / "columns.toml"
VIEWS = (
    "fact_as_of",
    "facts",
    "route_fact",
    "routes",
    "model_statement",
    "model_choice",
    "model_fact",
    "prices",
    "price_history",
    "offers",
    "models",
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
    "cited_fact",
    "cited_change",
    "cited_price",
    "cited_set_aside",
    "directory",
    "price_rules",
    "price_at",
    "model_day",
)
"""The files of views/ in the order in which they are defined: a view after those that it reads."""


def statement(name: str) -> str:
    """The SQL of one file, named by folder and stem: `load/pages`, `queries/pages/prices`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def names_in(folder: str) -> list[str]:
    """The names of the files of a folder, sorted. In derive/ that is the order in which they run."""
    return [f"{folder}/{path.stem}" for path in sorted((SQL / folder).glob("*.sql"))]


READINGS = ("tables/extraction", "tables/fact", "tables/page_order")
"""The files of the tables that hold what was read from archived bodies."""


def stored_tables() -> set[str]:
    """The names of the tables that tables/ defines. All others are derived from them."""
    return _tables_defined_in(names_in("tables"))


def reading_tables() -> set[str]:
    """The names of the tables that the archive fills again when they are empty."""
    return _tables_defined_in(READINGS)


def _tables_defined_in(names: Iterable[str]) -> set[str]:
    definitions = "".join(statement(name) for name in names)
    return set(
        re.findall(r"CREATE (?:OR REPLACE )?TABLE (?:IF NOT EXISTS )?internal\.(\w+)", definitions)
    )


def table_definitions() -> list[str]:
    """The statements that define the stored tables and the macros of this version."""
    return [statement(name) for name in [*names_in("tables"), *names_in("macros")]]


def view_definitions() -> list[str]:
    """The statements that define the views of this version."""
    return [statement(f"views/{name}") for name in VIEWS]


def reading_definitions() -> list[str]:
    """The statements that define the tables of readings."""
    return [statement(name) for name in READINGS]


def derivation_statements() -> list[str]:
    """The statements by which facts are derived from readings."""
    return [statement(name) for name in [*names_in("derive"), *names_in("macros")]]


def digest_of(statements: Iterable[str]) -> str:
    """A hash by which a database remembers what it was defined by."""
    return hashlib.blake2b("".join(statements).encode(), digest_size=16).hexdigest()


def digest_with_columns(statements: Iterable[str]) -> str:
    """A hash of definitions, of the meanings of columns and of the tables made at publishing."""
    ready = [path.read_text(encoding="utf-8") for path in sorted((SQL / "read").rglob("*.sql"))]
    return digest_of([*statements, *ready, COLUMNS.read_text(encoding="utf-8")])
