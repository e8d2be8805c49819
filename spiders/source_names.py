"""The names of the sources, also of those that do not load. Imports none of them."""

import pkgutil
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import spiders.sources

ENTRY_POINTS = "cardkeep.sources"
"""The group of entry points under which an installed package names its sources."""


def source_names(folder: Path | None = None) -> list[str]:
    """The names of all files in spiders/sources, of the sources that installed packages name, and
    of the files in a folder of the user's own, sorted.
    """
    names = {module.name for module in pkgutil.iter_modules(spiders.sources.__path__)}
    names |= {entry.name for entry in installed_sources()}
    names |= {path.stem for path in own_files(folder)}
    return sorted(names)


@cache
def installed_sources() -> tuple[EntryPoint, ...]:
    """The sources that installed packages name, by name."""
    return tuple(sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name))


def own_files(folder: Path | None) -> list[Path]:
    """The files of sources in a folder of the user's own, which need not be there."""
    if folder is None:
        return []
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
