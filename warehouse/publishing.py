"""The files of published generations: one copy of the working database each, and the link that
readers follow to the current one.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

KEPT_GENERATIONS = 5
CURRENT = "catalog.duckdb"
"""Name of the link to the current generation."""


def current_generation(published: Path) -> int:
    """The number of the generation that readers see; 0 where there is none."""
    link = published / CURRENT
    if not link.is_symlink():
        return 0
    return int(link.readlink().stem.rpartition("-")[2])


def install_generation(
    database: Path, published: Path, generation: int, prepare: Callable[[Path], object]
) -> None:
    """Copy a database file, prepare the copy and make it the current generation; older files go.

    `prepare` raises where the copy is damaged. Killed at any point, readers see the generation before
    or this one, whole.
    """
    name = f"catalog-{generation:06d}.duckdb"
    copy = published / f"{name}.new"
    link = published / f"{CURRENT}.new"
    shutil.copyfile(database, copy)
    prepare(copy)
    _sync(copy)
    copy.replace(published / name)
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(published / CURRENT)
    _sync(published)
    for old in sorted(published.glob("catalog-*.duckdb"))[:-KEPT_GENERATIONS]:
        old.unlink()


def _sync(path: Path) -> None:
    """Write a file or folder through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
