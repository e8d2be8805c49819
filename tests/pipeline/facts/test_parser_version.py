"""The version of a source's parser: it changes with what the source imports, and with nothing else."""

import ast
import importlib.util
import shutil
from pathlib import Path

import pytest

from pipeline.facts import parser_version as parser_version_module
from spiders import authoring
from tests.support import ROOT

DIRECT = """
from spiders.parsing.page import Page
from spiders.readers.dates import read_days
from spiders.source import Documentation
"""
THROUGH_FACE = "from spiders.authoring import Documentation, Page, read_days\n"
WHOLE_FACE = "from spiders import authoring\n"
IMPORTED = "spiders/readers/dates.py"
NOT_IMPORTED = "spiders/readers/run_labels.py"
IMPORTED_BY_IMPORTED = "spiders/parsing/tables/table.py"
SHARED = "pipeline/facts/normalise.py"
FACE = "spiders/authoring.py"


class Checkout:
    """A copy of the project's modules, in which a test may change a file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for package in parser_version_module.PACKAGES:
            shutil.copytree(
                parser_version_module.ROOT / package,
                root / package,
                ignore=shutil.ignore_patterns("__pycache__", "samples"),
            )

    def change(self, path: str) -> None:
        with (self.root / path).open("a", encoding="utf-8") as file:
            file.write("# changed\n")

    def version(self, code: str) -> str:
        """The version of a source with this code, computed by a fresh import of the copy."""
        (self.root / "spiders/sources/example.py").write_text(code, encoding="utf-8")
        path = self.root / "pipeline/facts/parser_version.py"
        spec = importlib.util.spec_from_file_location("copied_parser_version", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        source = type("Example", (), {"__module__": "spiders.sources.example"})
        return module.parser_version(source)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize("code", [DIRECT, THROUGH_FACE])
@pytest.mark.parametrize("path", [IMPORTED, IMPORTED_BY_IMPORTED, SHARED])
def test_a_change_to_what_a_source_imports_changes_its_version(
    checkout: Checkout, code: str, path: str
) -> None:
    before = checkout.version(code)
    checkout.change(path)
    assert checkout.version(code) != before


@pytest.mark.parametrize("code", [DIRECT, THROUGH_FACE])
@pytest.mark.parametrize("path", [NOT_IMPORTED, FACE])
def test_a_change_to_what_a_source_does_not_import_leaves_its_version(
    checkout: Checkout, code: str, path: str
) -> None:
    before = checkout.version(code)
    checkout.change(path)
    assert checkout.version(code) == before


def test_a_change_to_the_source_itself_changes_its_version(checkout: Checkout) -> None:
    assert checkout.version(THROUGH_FACE) != checkout.version(THROUGH_FACE + "# changed\n")


@pytest.mark.parametrize("path", [IMPORTED, NOT_IMPORTED, FACE])
def test_a_source_that_imports_the_face_itself_depends_on_all_of_it(
    checkout: Checkout, path: str
) -> None:
    before = checkout.version(WHOLE_FACE)
    checkout.change(path)
    assert checkout.version(WHOLE_FACE) != before


def test_a_name_that_moves_to_another_module_changes_the_version(checkout: Checkout) -> None:
    before = checkout.version(THROUGH_FACE)
    face = checkout.root / FACE
    text = face.read_text(encoding="utf-8")
    (checkout.root / "spiders/readers/days.py").write_text("# new\n", encoding="utf-8")
    face.write_text(text.replace("spiders.readers.dates", "spiders.readers.days"), "utf-8")
    assert checkout.version(THROUGH_FACE) != before


def test_the_face_lists_every_name_that_it_imports_once() -> None:
    public = {name for name in vars(authoring) if not name.startswith("_")}
    exported: list[str] = vars(authoring)["__all__"]
    assert sorted(exported) == sorted(public)


STATEMENTS = """
import spiders.parsing.page, spiders.claims as claims
from spiders.readers import (
    meters,  # and not (dates)
    price_keys as keys,
)
from spiders \\
    import errors
def inside():
    from spiders import source; import spiders.limits
    if source: import spiders.registry
"""


def test_modules_are_found_in_every_form_of_statement(tmp_path: Path) -> None:
    path = tmp_path / "source.py"
    path.write_text(STATEMENTS, encoding="utf-8")
    assert sorted(parser_version_module.imported_modules(path)) == [
        "spiders",
        "spiders",
        "spiders.claims",
        "spiders.errors",
        "spiders.limits",
        "spiders.parsing.page",
        "spiders.readers",
        "spiders.readers.meters",
        "spiders.readers.price_keys",
        "spiders.registry",
        "spiders.source",
    ]


def test_every_import_of_the_sources_is_found() -> None:
    """By its words as by the syntax tree of its module."""
    for path in (ROOT / "spiders").rglob("*.py"):
        tree = ast.walk(ast.parse(path.read_bytes()))
        named = {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module}
        found = set(parser_version_module.imported_modules(path))
        assert named - {parser_version_module.FACE} <= found, path
