"""The registry of sources: one class in each file of spiders/sources. A file that does not load
does not affect the others.
"""

import importlib
import pkgutil
from types import ModuleType
from typing import NamedTuple

from spiders.source import Source

PACKAGE = "spiders.sources"


class SourceRegistry(NamedTuple):
    """Every file of the sources package, by its name."""

    sources: dict[str, type[Source]]
    broken: dict[str, str]
    """The files that do not load, each with the reason."""


def load_sources(package: str = PACKAGE) -> SourceRegistry:
    """Import every module of a package and collect the one Source that each defines."""
    sources: dict[str, type[Source]] = {}
    broken: dict[str, str] = {}
    folder = importlib.import_module(package).__path__
    for _, name, is_package in sorted(pkgutil.iter_modules(folder)):
        if is_package or name.startswith("_"):
            continue
        try:
            sources[name] = _only_source(importlib.import_module(f"{package}.{name}"))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a file must not affect the others)
            path = f"{package.replace('.', '/')}/{name}.py"
            broken[name] = f"{path} does not load: {type(error).__name__}: {error}"
    return SourceRegistry(sources, broken)


def _only_source(module: ModuleType) -> type[Source]:
    """The class of a module that extends Source. Raises TypeError for none or several."""
    classes = [value for value in vars(module).values() if isinstance(value, type)]
    own_classes = [cls for cls in classes if cls.__module__ == module.__name__]
    found = [cls for cls in own_classes if issubclass(cls, Source)]
    if len(found) != 1:
        names = ", ".join(cls.__name__ for cls in found) or "none"
        raise TypeError(f"expected one class that extends Source, found {names}")
    return found[0]
