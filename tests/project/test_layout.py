"""Tests lie in the folder of what they test, are named after it, and import no other test."""

import ast
import re
from pathlib import Path

from tests.support import ROOT

TESTS = ROOT / "tests"
# The SQL of `warehouse` is tested by what its views promise, so its tests are named after that.
MIRRORED = {"pipeline", "reports", "spiders"}
# What spans packages, and what is read on recorded pages.
BY_TOPIC = {"events", "project", "recorded"}
# One of several sources.
NAMED_FREELY = {
    f"spiders/sources/test_{name}.py"
    for name in ("leaderboards", "strange_cells", "strange_entries", "strange_rows")
}


def found() -> list[Path]:
    """Every test module, by its path under tests."""
    return [path.relative_to(TESTS) for path in sorted(TESTS.rglob("test_*.py"))]


def test_a_test_lies_in_the_folder_of_what_it_tests() -> None:
    folders = {path.parent for path in found()}
    mirrored = {folder for folder in folders if folder.parts[0] in MIRRORED | {"warehouse"}}
    assert {folder.as_posix() for folder in folders - mirrored} == BY_TOPIC
    assert [folder for folder in sorted(mirrored) if not (ROOT / folder).is_dir()] == []


def test_a_test_is_named_after_a_module_of_its_folder_or_after_the_folder() -> None:
    misnamed: list[str] = []
    for path in found():
        if path.parts[0] not in MIRRORED or path.as_posix() in NAMED_FREELY:
            continue
        subject = path.stem.removeprefix("test_")
        tested = {module.stem for module in (ROOT / path.parent).glob("*.py")} | {path.parent.name}
        if not any(subject == name or subject.startswith(f"{name}_") for name in tested):
            misnamed.append(path.as_posix())
    assert misnamed == []


def test_no_test_imports_another_test() -> None:
    wrong: list[str] = []
    for path in [*found(), *(file.relative_to(TESTS) for file in TESTS.glob("support/**/*.py"))]:
        tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                continue
            tests = [name for name in names if re.match(r"tests\.(?!support\b)", name)]
            wrong += [f"{path} imports {name}" for name in tests]
    assert wrong == []


def test_paths_of_the_checkout_are_made_of_one_constant() -> None:
    files = [path for path in TESTS.rglob("*.py") if "benchmarks" not in path.parts]
    counting = sorted(
        path.relative_to(TESTS).as_posix()
        for path in files
        if "__file__" in path.read_text(encoding="utf-8")
    )
    assert counting == ["project/test_layout.py", "support/__init__.py"]
