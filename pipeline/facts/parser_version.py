"""The version of the code that reads a source's pages: a hash of every file that a value passes
through.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("spiders", "pipeline")
FACE = "spiders.authoring"
"""The module that only re-exports. A source that imports a name from it depends on the module that
the name comes from, not on all that the face imports.
"""
# Every claim of every source passes through these, and through what they import.
SHARED = ("spiders.extraction", "pipeline.facts.limits", "pipeline.facts.normalise")
ANCHORS = "pipeline.facts.anchored"
RULES = ("pipeline.review.gates", "pipeline.review.wholeness", "pipeline.identity.subjects")
# Files that shared modules read but do not import, and the one that makes facts of claims, whose
# own imports (the archive, Arrow) do not change a value.
SHARED_FILES = ("pipeline/vocabulary/licences.toml", "pipeline/facts/extraction.py")
# Import statements are found by their words: to parse the whole project costs a third of a second
# at every command that reads. What stands in a text like one can only add a module.
_NOT_WITHIN = re.compile(r"#[^\n]*|[;:]")
_IMPORT = re.compile(r"^[ \t]*import[ \t]+([\w., \t]+)", re.MULTILINE)
_IMPORT_FROM = re.compile(
    r"^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]*(\([^)]*\)|[^\n]+)", re.MULTILINE
)


@cache
def parser_version(source: type) -> str:
    """16 hex digits: a hash of the file of a source's class, of all that it imports of this project,
    and of what every claim passes through.

    The files are found from the import statements, so that nobody keeps a list or a number. A page
    is read again when the version changes.
    """
    modules: set[str] = set()
    for root in (source.__module__, *SHARED):
        _collect_imports(root, modules)
    paths = [_path(module) for module in modules]
    paths += [ROOT / name for name in SHARED_FILES]
    return _digest_of(paths)


@cache
def anchors_version() -> str:
    """16 hex digits: a hash of all that pages are read by where their source cannot, and the anchors
    can.
    """
    modules: set[str] = set()
    _collect_imports(ANCHORS, modules)
    return _digest_of([_path(module) for module in modules])


@cache
def rules_digest() -> str:
    """16 hex digits: a hash of the code and the vocabulary by which facts are judged and named.

    What is derived is derived anew when it changes.
    """
    modules: set[str] = set()
    for root in RULES:
        _collect_imports(root, modules)
    paths = [_path(module) for module in modules if not module.startswith("warehouse")]
    paths += (ROOT / "pipeline" / "vocabulary").glob("*.toml")
    return _digest_of(paths)


def _digest_of(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(paths):
        digest.update(_file_digest(path))
    return digest.hexdigest()


@cache
def _file_digest(path: Path) -> bytes:
    return hashlib.blake2b(path.read_bytes(), digest_size=16).digest()


def _collect_imports(module: str, found: set[str]) -> None:
    """Add a module to `found`, with all that it imports, directly or not."""
    if module in found:
        return
    found.add(module)
    for imported in _imports(module):
        _collect_imports(imported, found)


@cache
def _imports(module: str) -> tuple[str, ...]:
    """The modules of this project that a module imports, also inside functions."""
    names = dict.fromkeys(imported_modules(_path(module)))
    return tuple(name for name in names if _is_module_of_project(name))


def _code(path: Path) -> str:
    """A module as lines of which a statement is alone on its own, as far as imports go."""
    code = path.read_text(encoding="utf-8")
    return _NOT_WITHIN.sub("\n", code.replace("\\\n", " "))


def imported_modules(path: Path) -> Iterator[str]:
    """The names of the modules that the import statements of a file may mean, whether they exist
    or not.
    """
    code = _code(path)
    for statement in _IMPORT.finditer(code):
        for imported in statement[1].split(","):
            yield from imported.split()[:1]
    for module, names in _imported_names(code):
        if module == FACE:
            for name, _ in names:
                yield _module_behind_face(name)
            continue
        yield module
        # `from package import name` imports a module where there is one of that name.
        for name, _ in names:
            yield f"{module}.{name}"


def _imported_names(code: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The module of each `from` statement, with the names that it imports and what they are called."""
    for statement in _IMPORT_FROM.finditer(code):
        names = [name.split() for name in statement[2].strip("()").split(",")]
        yield statement[1], [(name[0], name[-1]) for name in names if name]


def _module_behind_face(name: str) -> str:
    """The module that the face imports a name from; the face itself for any other name, and for
    `*`, so that then all of its imports count.
    """
    return _modules_behind_face().get(name, FACE)


@cache
def _modules_behind_face() -> dict[str, str]:
    """The module that each name of the face comes from, by the face's own import statements."""
    modules: dict[str, str] = {}
    for module, names in _imported_names(_code(_path(FACE))):
        for _, called in names:
            modules[called] = module
    return modules


@cache
def _is_module_of_project(name: str) -> bool:
    package = name.partition(".")[0]
    return package in PACKAGES and _path(name).is_file()


def _path(module: str) -> Path:
    """The file of a module of this project, or of one that was imported from elsewhere: a source of the
    user's own or of another package.
    """
    if module.partition(".")[0] not in PACKAGES and module in sys.modules:
        return Path(str(sys.modules[module].__file__))
    return _path_in_project(module)


@cache
def _path_in_project(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
