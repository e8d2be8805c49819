"""The files of published generations, and the link that readers follow to the current one.

    catalog.duckdb               the link
    catalog-000007.duckdb        the current generation: a copy of the working database
    catalog-000006.duckdb.zst    one before it, packed (`zstd -d` unpacks it, too)

Each file stands alone, so that damage to one costs no other. A file under its own name is whole: it
is written under another name, synced and renamed.
"""

import filecmp
import os
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from warehouse.packing import PackedDamaged, pack_file, unpack_file
from warehouse.plain_file import require_file

KEPT_GENERATIONS = 5
CURRENT = "catalog.duckdb"
"""Name of the link to the current generation."""
_PLAIN = ".duckdb"
_COMPRESSED = ".duckdb.zst"
_NAME = re.compile(r"catalog-(\d+)\.duckdb")


class GenerationMissing(Exception):
    """There is no file of this generation."""

    exit_code = 3
    code = "not-found"


class GenerationDamaged(Exception):
    """The file of an older generation cannot be unpacked."""

    exit_code = 1
    code = "catalog-damaged"


def generations(published: Path) -> dict[int, Path]:
    """The file of each generation that is there, by number, oldest first; the plain one where there
    are both.
    """
    return dict(sorted((_files(published, _COMPRESSED) | _files(published, _PLAIN)).items()))


def current_generation(published: Path) -> int:
    """The number of the generation that readers see; 0 where there is none."""
    link = published / CURRENT
    if not link.is_symlink():
        return 0
    match = _NAME.fullmatch(link.readlink().name)
    return int(match[1]) if match else 0


def current_file(published: Path) -> Path | None:
    """The file of the generation that readers see; None where there is none."""
    path = published / CURRENT
    return path.resolve() if path.exists() else None


def settle(published: Path, logged: int = 0) -> int:
    """Finish what a killed publication left, and return the newest number ever given; 0 where there
    is none. `logged` is the newest one that the log of publications tells of.

    A generation that is whole and newer than what readers see becomes current, and so does the
    newest one where the link is lost. A catalog that stands in the place of the link becomes a
    generation: a copy of the home may have followed the link. Raises OSError where a folder or a
    pipe stands there.
    """
    link = require_file(published / CURRENT)
    given = max(logged, current_generation(published), *generations(published))
    if link.is_file() and not link.is_symlink():
        given = _adopt(published, given)
    newest = max(_files(published, _PLAIN), default=0)
    is_newer = newest > current_generation(published)
    if is_newer and newest not in _files(published, _COMPRESSED):
        _switch(published, newest)
    if not link.exists():
        _switch_to_newest(published)
    return given


def _adopt(published: Path, given: int) -> int:
    """Give the catalog in the link's place the number of its equal, or else the next one."""
    catalog = published / CURRENT
    for number, path in _files(published, _PLAIN).items():
        if filecmp.cmp(catalog, path, shallow=False):
            _switch(published, number)
            return given
    os.link(catalog, published / f"catalog-{given + 1:06d}{_PLAIN}")
    _switch(published, given + 1)
    return given + 1


def _switch_to_newest(published: Path) -> None:
    """Make the link again, to the newest generation that can be unpacked."""
    for number, path in reversed(generations(published).items()):
        if path.name.endswith(_COMPRESSED):
            try:
                _unpack(path, _accept)
            except GenerationDamaged:
                continue
        _switch(published, number)
        return


def _accept(path: Path) -> None:
    """Check nothing: the compressed file carries a checksum of its own."""


def install_generation(
    database: Path, published: Path, generation: int, check: Callable[[Path], object]
) -> None:
    """Copy a database file, check the copy and make it the current generation; then older ones are
    compressed, and the oldest go.

    `check` raises where the copy is damaged. Killed at any point, readers see the generation
    before or this one, whole. Raises FileExistsError for a number that was given before.
    """
    path = published / f"catalog-{generation:06d}{_PLAIN}"
    if generation in generations(published):
        raise FileExistsError(f"{path} was published; it is never overwritten")
    copy = path.with_name(f"{path.name}.new")
    try:
        shutil.copyfile(database, copy)
        check(copy)
        sync_to_disk(copy)
        copy.replace(path)
    finally:
        copy.unlink(missing_ok=True)
    _switch(published, generation)
    # Readers have the new generation already. Where the disk is full, the next publication tidies.
    with suppress(OSError):
        _tidy(published)


def restore_generation(published: Path, generation: int, check: Callable[[Path], object]) -> None:
    """Make a generation that is kept the one that readers see, until another is published.

    Killed at any point, readers see the generation before or this one, whole. Raises
    GenerationMissing, GenerationDamaged, and what `check` raises where the file is damaged.
    """
    settle(published)
    there = generations(published)
    if generation not in there:
        kept = ", ".join(map(str, there)) or "none"
        raise GenerationMissing(
            f"generation {generation} is not in {published}; these are there: {kept}; readers "
            "keep the one "
            "that they have; `cardkeep generations restore NUMBER` with one of these"
        )
    if there[generation].name.endswith(_COMPRESSED):
        _unpack(there[generation], check)
    else:
        check(there[generation])
    # The one that readers leave is told from one that a killed publication did not switch to by its
    # compressed file.
    current = current_generation(published)
    if current in there and current != generation:
        _compress(there[current])
    _switch(published, generation)
    with suppress(OSError):
        _tidy(published)


def _files(published: Path, suffix: str) -> dict[int, Path]:
    pattern = re.compile(rf"catalog-(\d+){re.escape(suffix)}")
    found: dict[int, Path] = {}
    for path in published.glob("catalog-*"):
        match = pattern.fullmatch(path.name)
        if match:
            found[int(match[1])] = path
    return found


def _switch(published: Path, generation: int) -> None:
    link = published / f"{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(f"catalog-{generation:06d}{_PLAIN}")
    link.replace(published / CURRENT)
    sync_to_disk(published)


def _tidy(published: Path) -> None:
    """Delete what is older than the kept generations, and compress those that readers do not see."""
    current = current_generation(published)
    kept = sorted(generations(published))[-KEPT_GENERATIONS:]
    for suffix in (_PLAIN, _COMPRESSED):
        for number, path in _files(published, suffix).items():
            if number not in kept and number != current:
                path.unlink()
    for number, path in _files(published, _PLAIN).items():
        if number != current:
            _compress(path)
            path.unlink()


def _compress(plain: Path) -> None:
    """Write the compressed file of a generation beside its plain one, unless it is there. What it has
    in common with the newest compressed one is copied from that.
    """
    published = plain.parent
    path = plain.with_name(plain.name.removesuffix(_PLAIN) + _COMPRESSED)
    if path.exists():
        return
    others = _files(published, _COMPRESSED)
    new = path.with_name(f"{path.name}.new")
    try:
        pack_file(require_file(plain), new, like=others[max(others)] if others else None)
        shutil.copystat(plain, new)
        sync_to_disk(new)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    sync_to_disk(published)


def _unpack(compressed: Path, check: Callable[[Path], object]) -> None:
    """Write the plain file of a generation beside its compressed one. Raises GenerationDamaged."""
    path = compressed.with_name(compressed.name.removesuffix(_COMPRESSED) + _PLAIN)
    new = path.with_name(f"{path.name}.new")
    try:
        unpack_file(require_file(compressed), new)
        shutil.copystat(compressed, new)
        sync_to_disk(new)
        check(new)
        new.replace(path)
    except PackedDamaged as error:
        raise GenerationDamaged(
            f"{compressed} cannot be unpacked: {error}; readers keep the generation that they have"
        ) from None
    finally:
        new.unlink(missing_ok=True)


def sync_to_disk(path: Path) -> None:
    """Write a file or folder through to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
