"""The sources there are: one class in each file of spiders/sources. A file that does not load costs
no other.
"""

import importlib
import pkgutil
from types import ModuleType
from typing import NamedTuple

from spiders.source import Source

PACKAGE = "spiders.sources"


class SourceRegistry(NamedTuple):
    """Every file of the sources package, as a class by its name, or as the reason why it gives
    none.
    """

    sources: dict[str, type[Source]]
    broken: dict[str, str]


def load_sources(package: str = PACKAGE) -> SourceRegistry:
    """Import every module of a package and collect the one Source that each defines."""
    sources: dict[str, type[Source]] = {}
    broken: dict[str, str] = {}
    for _, name, is_package in sorted(
        pkgutil.iter_modules(importlib.import_module(package).__path__)
    ):
        if is_package or name.startswith("_"):
            continue
        try:
            sources[name] = _only_source(importlib.import_module(f"{package}.{name}"))
        except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever one file does, the others are sources)
            broken[name] = (
                f"{package.replace('.', '/')}/{name}.py does not load: {type(error).__name__}: {error}"
            )
    return SourceRegistry(sources, broken)


def _only_source(module: ModuleType) -> type[Source]:
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Source)
        and value.__module__ == module.__name__
    ]
    if len(found) != 1:
        names = ", ".join(cls.__name__ for cls in found) or "none"
        raise TypeError(f"expected one class that extends Source, found {names}")
    return found[0]
