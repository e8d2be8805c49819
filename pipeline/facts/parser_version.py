"""The version of what reads a source's pages: a hash of every file that a value passes on its way."""

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("spiders", "pipeline")
# Every claim of every source passes these, and what they import.
SHARED = ("spiders.extraction", "pipeline.facts.normalise")
# Files that shared modules read rather than import, and the one that makes facts of claims, whose
# own imports (the archive, Arrow) do not change a value.
SHARED_FILES = ("pipeline/vocabulary/licences.toml", "pipeline/facts/extraction.py")


@cache
def parser_version(source: type) -> str:
    """16 hex digits over the file of a source's class, of all that it imports here, and of what
    every claim passes.

    Found from the import statements, so that nobody keeps a list or a number; a page is read again
    when it changes.
    """
    modules = set[str]()
    for root in (source.__module__, *SHARED):
        _collect(root, modules)
    paths = [*map(_path, modules), *(ROOT / name for name in SHARED_FILES)]
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(_bytes(path))
    return digest.hexdigest()


def _collect(module: str, found: set[str]) -> None:
    if module in found:
        return
    found.add(module)
    for imported in _imports(module):
        _collect(imported, found)


@cache
def _imports(module: str) -> tuple[str, ...]:
    """The modules of this project that a module imports, also inside functions; not those it needs
    for types alone.
    """
    return tuple(dict.fromkeys(_imported(ast.parse(_bytes(_path(module))))))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from package import name` imports a module where there is one of that name.
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in PACKAGES and _path(name).is_file():
                yield name


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()
