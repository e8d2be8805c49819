"""The registry of sources: one class in each file of spiders/sources, those that installed packages
name, and one in each file of a folder of the user's own. One that does not load does not affect the
others.
"""

import copyreg
import importlib
import pkgutil
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from spiders.source import Source
from spiders.source_names import installed_sources, own_files

PACKAGE = "spiders.sources"
OWN_PACKAGE = "cardkeep_own_sources"
"""The package that modules of the user's own files say they are of. There is no such folder."""


class SourceRegistry(NamedTuple):
    """Every source, by its name."""

    sources: dict[str, type[Source]]
    broken: dict[str, str]
    """What does not load, each with the reason."""


def load_sources(package: str = PACKAGE, folder: Path | None = None) -> SourceRegistry:
    """Import every module of a package and collect the one Source that each defines. With those of
    spiders.sources come what installed packages name and the files of `folder`; a name that is
    taken already is refused.
    """
    registry = SourceRegistry({}, {})
    for _, name, is_package in sorted(
        pkgutil.iter_modules(importlib.import_module(package).__path__)
    ):
        if is_package or name.startswith("_"):
            continue
        path = f"{package.replace('.', '/')}/{name}.py"
        _add(registry, name, path, _importer(f"{package}.{name}"))
    if package == PACKAGE:
        for entry in installed_sources():
            _add(registry, entry.name, f"the entry point {entry.value}", _loader(entry))
    for path in own_files(folder):
        _add(registry, path.stem, str(path), _file_loader(path))
    return registry


def source_file(source: type[Source]) -> Path:
    """The file that a source is written in."""
    return Path(str(sys.modules[source.__module__].__file__))


def _add(registry: SourceRegistry, name: str, where: str, load: Callable[[], type[Source]]) -> None:
    try:
        if name in registry.sources or name in registry.broken:
            raise TypeError(
                f"there is another source called {name}; give this one a name of its own"
            )
        registry.sources[name] = load()
    except (Exception, SystemExit) as error:  # noqa: BLE001 (a file must not affect the others)
        message = f"{where} does not load: {type(error).__name__}: {error}"
        registry.broken[name] = "; ".join(filter(None, (registry.broken.get(name), message)))


def _importer(module: str) -> Callable[[], type[Source]]:
    return lambda: _only_source(importlib.import_module(module))


def _loader(entry: EntryPoint) -> Callable[[], type[Source]]:
    def load() -> type[Source]:
        loaded: Any = entry.load()
        source = _only_source(loaded) if isinstance(loaded, ModuleType) else loaded
        if not (isinstance(source, type) and issubclass(source, Source)):
            raise TypeError(f"expected a class that extends Source, found {source!r}")
        if source.name != entry.name:
            raise TypeError(f"expected the name of its file, {source.name}, found {entry.name}")
        return source

    return load


def _file_loader(path: Path) -> Callable[[], type[Source]]:
    return lambda: _load_file(path)


def _load_file(path: Path) -> type[Source]:
    """The source in a file of the user's own."""
    name = f"{OWN_PACKAGE}.{path.stem}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ImportError(f"{path} is no Python file")
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    source = _only_source(module)
    # Another process finds no module of this name: it reads the file as well.
    copyreg.pickle(source, _pickled)
    return source


def _pickled(source: Source) -> tuple[Callable[[Path], Source], tuple[Path]]:
    return _from_file, (source_file(type(source)),)


def _from_file(path: Path) -> Source:
    return _load_file(path)()


def _only_source(module: ModuleType) -> type[Source]:
    """The class of a module that extends Source. Raises TypeError for none or several."""
    classes = [value for value in vars(module).values() if isinstance(value, type)]
    own_classes = [cls for cls in classes if cls.__module__ == module.__name__]
    found = [cls for cls in own_classes if issubclass(cls, Source)]
    if len(found) != 1:
        names = ", ".join(cls.__name__ for cls in found) or "none"
        raise TypeError(f"expected one class that extends Source, found {names}")
    return found[0]
