"""Every module imports what it may, lies where it belongs and says what it holds."""

import ast
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pipeline.home import Home
from tests.support import ROOT

PACKAGES = ("pipeline", "reports", "spiders", "warehouse")
# Imports go to the left only: spiders and warehouse know nothing of the others.
MAY_IMPORT = {
    "spiders": {"spiders"},
    "warehouse": {"warehouse"},
    "reports": {"reports", "warehouse"},
    "pipeline": {"pipeline", "reports", "spiders", "warehouse"},
}
# Within a package, or a room that has rooms of its own, a room imports from rooms before it in this list and from the
# modules at the top. What stands at the top (the command line, the class Source) joins the rooms, and may import any.
ROOM_ORDER: dict[str, tuple[str, ...]] = {
    "spiders": ("parsing", "readers", "platforms", "general", "archive", "crawler", "sources"),
    "spiders.parsing": ("tables", "outlines"),
    "pipeline": (
        "facts",
        "identity",
        "review",
        "alerting",
        "engines",
        "run",
        "samples",
        "tables",
        "audit",
        "export",
        "commands",
    ),
    "reports": (
        "data",
        "values",
        "bill",
        "catalog",
        "model",
        "pages",
        "receipts",
        "dataset",
        "checks",
        "render",
        "site",
        "serve",
        "assistant",
    ),
}
# Libraries that stay behind one door.
ONLY_IN: dict[str, set[str]] = {
    "bs4": {
        f"spiders/parsing/{name}.py"
        for name in ("page", "html_text", "html_tables", "element_paths")
    },
    "duckdb": {"warehouse/store.py"},
    "prefect": {"pipeline/run/flows.py", "pipeline/run/flow_tasks.py"},
    "prefect_dask": {"pipeline/run/flow_tasks.py"},
    "dask": {"pipeline/engines/dask_cluster.py"},
    "distributed": set(),
    "warcio": {"spiders/archive/warc.py"},
    "fsspec": {"spiders/archive/storage.py"},
    "s3fs": {"spiders/archive/storage.py"},
    "botocore": {"spiders/archive/storage.py"},
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    """Every module of the project, by its path."""
    return [
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    ]


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


def room_of(module: str, package: str) -> str | None:
    """The room of a package that a dotted name lies in; None for what stands at its top or outside
    of it.
    """
    if not module.startswith(f"{package}."):
        return None
    name = module.removeprefix(f"{package}.").partition(".")[0]
    return name if name in ROOM_ORDER[package] else None


@pytest.mark.parametrize("package", ROOM_ORDER)
def test_imports_between_rooms_go_to_earlier_rooms_only(package: str) -> None:
    order = ROOM_ORDER[package]
    wrong: list[str] = []
    for path, tree in modules():
        room = room_of(path.removesuffix(".py").replace("/", "."), package)
        if room is None:
            continue
        for name in project_imports(tree):
            other = room_of(name, package)
            if other is not None and order.index(other) > order.index(room):
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
    # One file a source, and one file a command: lists, in which a reader looks for a name.
    assert crowded.keys() <= {"spiders/sources", "pipeline/commands"}


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


def test_status_imports_nothing_of_other_machines(small_home: Home) -> None:
    arguments = ["--home", str(small_home.path), "status"]
    with_status = run_python(
        f"import sys; from pipeline.cli import run; run({arguments}); "
        "print(*sys.modules, file=sys.stderr)"
    )
    assert "duckdb" in with_status, "it opened the catalog"
    assert not with_status & {"prefect", "dask", "distributed", "fsspec", "boto3", "botocore"}


def test_help_imports_little() -> None:
    """What `--help` imports besides click: a module that it needs not costs each start of a command.
    It counts modules, because times differ from machine to machine.
    """
    tell = "import sys; print(*sys.modules, file=sys.stderr)"
    click_alone = run_python(f"import click; {tell}")
    with_help = run_python(f"from pipeline.cli import run; run(['--help']); {tell}")
    added = with_help - click_alone
    own = {name for name in added if name.partition(".")[0] in {"pipeline", "reports"}}
    assert own == {
        "pipeline",
        "pipeline.activity",
        "pipeline.alerting",
        "pipeline.cli",
        "pipeline.commands",
        "pipeline.commands.options",
        "pipeline.failures",
        "pipeline.output",
        "pipeline.screen",
        "reports",
        "reports.values",
        "reports.values.visible_text",
    }
    assert not added & {"csv", "decimal", "difflib", "importlib.metadata", "json", "zipfile"}
    assert len(added) <= 40


def run_python(code: str) -> set[str]:
    """The modules that a program names on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_every_module_says_what_it_holds() -> None:
    assert [path for path, tree in modules() if not ast.get_docstring(tree)] == []


def test_nothing_is_called_after_what_it_does_not_say() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc)(_|$)")
    names = [part for path, _ in modules() for part in Path(path).with_suffix("").parts]
    assert [name for name in names if vague.search(name)] == []
