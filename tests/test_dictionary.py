"""What a reader can rely on: every view, table and column is explained, and every module imports
what it may.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.steps import derive
from warehouse.columns import GENERAL, sections
from warehouse.dictionary import PUBLIC_VIEWS
from warehouse.sql_files import VIEWS, stored_tables
from warehouse.store import Database, Warehouse

ROOT = Path(__file__).parents[1]
PACKAGES = ("pipeline", "reports", "spiders", "warehouse")
INTERNAL = {"fact_as_of", "fact_version_as_of", "route_fact", "model_fact", "macros"}
# Imports go to the left only: spiders and warehouse know nothing of the others.
MAY_IMPORT = {
    "spiders": {"spiders"},
    "warehouse": {"warehouse"},
    "reports": {"reports", "warehouse"},
    "pipeline": {"pipeline", "reports", "spiders", "warehouse"},
}
# Within a package a room imports from rooms before it in this list and from the modules at the package's top. What
# stands at the top (the command line, the class Source) joins the rooms, and may import any.
ROOM_ORDER: dict[str, tuple[str, ...]] = {
    "spiders": ("parsing", "readers", "platforms", "archive", "crawler", "sources"),
    "pipeline": ("facts", "identity", "review", "alerting", "run", "samples", "audit", "commands"),
    "reports": ("data", "values", "model", "pages", "checks", "render", "site"),
}
# Libraries that stay behind one door.
ONLY_IN = {
    "bs4": {"spiders/parsing/page.py"},
    "duckdb": {"warehouse/store.py"},
    "prefect": {"pipeline/run/flows.py"},
    "warcio": {"spiders/archive/warc.py"},
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home = Home(tmp_path_factory.mktemp("empty"))
    with Warehouse(home.path) as warehouse:
        derive(warehouse, home, {})
        yield warehouse


# --- the data dictionary --------------------------------------------------------------------------------------------


def test_every_view_and_its_columns_are_explained(database: Database) -> None:
    views = dict(
        database.query_sql("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").rows
    )
    assert set(VIEWS) - {"macros"} <= views.keys()
    assert [view for view in views if not views[view] and view not in INTERNAL] == []
    silent = database.query_sql(
        "SELECT v.view_name, c.column_name FROM duckdb_views() v JOIN duckdb_columns() c ON c.table_name = v.view_name"
        " WHERE NOT v.internal AND coalesce(c.comment, '') = '' ORDER BY ALL"
    ).rows
    assert [(view, column) for view, column in silent if view not in INTERNAL] == []


def test_every_stored_table_and_its_columns_are_explained(database: Database) -> None:
    written = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "warehouse" / "tables").glob("*.sql")
    )
    stored = re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", written)
    tables = dict(database.query_sql("SELECT table_name, comment FROM duckdb_tables()").rows)
    assert stored
    assert [name for name in stored if not tables[name]] == []
    silent = database.query_sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE coalesce(comment, '') = '' ORDER BY ALL"
    ).rows
    assert [(table, column) for table, column in silent if table in stored] == []


def test_a_comment_is_a_sentence(database: Database) -> None:
    comments = database.query_sql(
        "SELECT comment FROM duckdb_columns() WHERE comment IS NOT NULL AND NOT internal"
    ).rows
    assert len(comments) > 200
    assert [text for (text,) in comments if not re.fullmatch(r"\S.*\.", text, re.DOTALL)] == []


def test_every_meaning_is_of_a_column(database: Database) -> None:
    """A meaning that no table or view uses is a mistake or a leftover."""
    found = database.query_sql("SELECT table_name, column_name FROM duckdb_columns()").rows
    documented = stored_tables() | set(PUBLIC_VIEWS) | INTERNAL
    used = {(table, column) for table, column in found if table in documented}
    special = {
        (table, column)
        for names, meanings in sections().items()
        for table in names.split(", ")
        for column in meanings
        if names != GENERAL
    }
    assert sorted(special - used) == []
    general = {column for table, column in used - special if table not in INTERNAL}
    assert sorted(sections()[GENERAL].keys() - general) == []


def test_a_comment_stands_in_the_file_of_its_view() -> None:
    for path in (ROOT / "warehouse" / "views").glob("*.sql"):
        named = set(re.findall(r"COMMENT ON VIEW (\w+)", path.read_text(encoding="utf-8")))
        assert named <= {path.stem}


# --- the files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    sorted((ROOT / "warehouse").rglob("*.sql")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_every_statement_says_what_it_is_for(path: Path) -> None:
    assert re.match(r"-- [A-Z\"].{10,}", path.read_text(encoding="utf-8"))


def test_every_view_is_defined() -> None:
    assert sorted(VIEWS) == sorted(
        path.stem for path in (ROOT / "warehouse" / "views").glob("*.sql")
    )


# --- imports --------------------------------------------------------------------------------------------------------


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the project, by its path."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    """The packages that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add((node.module or "").partition(".")[0])
    return found


def test_imports_go_to_the_left_only() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules()
        for name in sorted((imported(tree) & set(PACKAGES)) - MAY_IMPORT[path.partition("/")[0]])
    ]
    assert wrong == []


def project_imports(tree: ast.Module) -> set[str]:
    """The modules of this project that a module imports when it runs, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from package import module` imports the module.
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.partition(".")[0] in PACKAGES}


def room_of(module: str) -> str:
    """The room that a dotted name lies in: `spiders.parsing`, or `spiders` for what stands at its top."""
    package, _, rest = module.partition(".")
    rooms = (ROOM_ORDER | {"warehouse": ()})[package]
    name = rest.partition(".")[0]
    return f"{package}.{name}" if name in rooms else package


def test_imports_between_rooms_go_to_earlier_rooms_only() -> None:
    wrong: list[str] = []
    for path, tree in modules():
        package, *_ = path.split("/")
        order = ROOM_ORDER.get(package, ())
        room = room_of(path.removesuffix(".py").replace("/", "."))
        for name in project_imports(tree):
            other = room_of(name)
            if other == room or not other.startswith(f"{package}.") or room == package:
                continue
            names = [part.removeprefix(f"{package}.") for part in (room, other)]
            if order.index(names[1]) > order.index(names[0]):
                wrong.append(f"{path} imports {name}")
    assert wrong == []


def test_every_room_says_what_lives_in_it_and_what_it_may_import() -> None:
    rooms = {(ROOT / path).parent for path, _ in modules()}
    said = {
        room: ast.get_docstring(ast.parse((room / "__init__.py").read_text())) for room in rooms
    }
    assert [
        room for room, text in said.items() if "May import" not in " ".join((text or "").split())
    ] == []


def test_no_room_holds_more_than_sixteen_modules() -> None:
    counts = Counter(Path(path).parent.as_posix() for path, _ in modules())
    crowded = {
        room: count for room, count in counts.items() if count > 17
    }  # __init__ is one of them
    assert crowded.keys() <= {"spiders/sources"}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_behind_its_door(library: str) -> None:
    assert {path for path, tree in modules() if library in imported(tree)} <= ONLY_IN[library]


def test_help_needs_no_slow_library() -> None:
    """prefect and scrapy are imported by the modules that need them, and not by the command line as
    it starts.
    """
    heavy = {"prefect", "scrapy", "duckdb", "pyarrow"}
    tree = next(tree for path, tree in modules() if path == "pipeline/cli.py")
    top = ast.Module(
        [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    assert imported(top) & heavy == set()


def test_every_module_says_what_it_holds() -> None:
    assert [path for path, tree in modules() if not ast.get_docstring(tree)] == []


def test_nothing_is_called_after_what_it_does_not_say() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)(_|$)")
    names = [part for path, _ in modules() for part in Path(path).with_suffix("").parts]
    assert [name for name in names if vague.search(name)] == []
