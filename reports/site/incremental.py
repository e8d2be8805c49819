"""The files of a site. Each is written as a whole or not at all, and only where its page is made
from something else.

A file is written under a new name that is then renamed, so that a reader sees the old page or the
new one. Beside the pages the folder keeps what each was made from: a page is not made again to find
out that it is the same.
"""

import os
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from reports.values.value import Frozen

MEMORY = ".made.json"


class Page(NamedTuple):
    """A page as its files by name; `told` is what lists say of it."""

    files: Mapping[str, str]
    told: tuple[str, ...] = ()


class Made(Frozen):
    """What a page was made from, and its files as they were left: size in bytes and time of change
    in nanoseconds.
    """

    made_from: str
    files: dict[str, tuple[int, int]]
    told: tuple[str, ...]


_MEMORY = TypeAdapter(dict[str, Made])


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        memory = self._path / MEMORY
        self._before = _MEMORY.validate_json(memory.read_bytes()) if memory.is_file() else {}
        self._made: dict[str, Made] = {}
        self.written = 0

    @property
    def files(self) -> set[str]:
        """Every file of the pages that were asked for."""
        return {name for made in self._made.values() for name in made.files}

    def keep(self, key: str, inputs: object) -> bool:
        """Whether a page was made from the same inputs before, and its files are as they were left:
        it then stays.

        Inputs are told apart by how they are written out.
        """
        before = self._before.get(key)
        if before is None or before.made_from != digest(inputs) or not self._is_as_left(before):
            return False
        self._made[key] = before
        return True

    def write(self, key: str, inputs: object, page: Page) -> None:
        """Write a page that was made from these inputs."""
        files = {name: self._write(name, text) for name, text in page.files.items()}
        self._made[key] = Made(made_from=digest(inputs), files=files, told=page.told)

    def told(self, key: str) -> tuple[str, ...]:
        """What lists say of a page that was kept or written."""
        return self._made[key].told

    def keep_all(self, key: str, inputs: object) -> bool:
        """Whether all was made from the same inputs before and is as it was left; all of it then
        stays.
        """
        if not self.keep(key, inputs) or not all(map(self._is_as_left, self._before.values())):
            return False
        self._made = dict(self._before)
        return True

    def remember(self, inputs: Mapping[str, object]) -> None:
        """Note what all of it was made from, for the next build."""
        self._made |= {
            key: Made(made_from=digest(each), files={}, told=()) for key, each in inputs.items()
        }
        if self._made != self._before:
            _replace(self._path / MEMORY, _MEMORY.dump_json(self._made))

    def left(self) -> tuple[str, ...]:
        """Pages in the folder that were not asked for now; they are left as they are."""
        found = (
            path.relative_to(self._path).as_posix() for path in self._path.glob("*/**/index.html")
        )
        return tuple(sorted(set(found) - self.files))

    def _write(self, name: str, text: str) -> tuple[int, int]:
        """Write a file, unless it has this content already."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{name!r} leads out of the folder of the site")
        target, content = self._path / name, text.encode("utf-8")
        if _as_left(target)[0] != len(content) or target.read_bytes() != content:
            _replace(target, content)
            self.written += 1
        return _as_left(target)

    def _is_as_left(self, made: Made) -> bool:
        return all(_as_left(self._path / name) == left for name, left in made.files.items())


def digest(inputs: object) -> str:
    return blake2b(repr(inputs).encode(), digest_size=16).hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    return digest([(path.name, path.read_bytes()) for path in sorted(paths)])


def _as_left(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (-1, 0)
    return (stat.st_size, stat.st_mtime_ns)


def _replace(target: Path, content: bytes) -> None:
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.write_bytes(content)
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
