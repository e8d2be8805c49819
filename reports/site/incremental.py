"""Writes the files of a site incrementally: a page is written again only when its inputs changed.

A file is written under a temporary name and then renamed, so a reader sees either the old page or
the new one. A state file beside the pages keeps the digest of each page's inputs and the size and
time of its files, so that an unchanged page is not even rendered.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pydantic import Field, TypeAdapter

from reports.values.value import FrozenModel

STATE_FILE = ".made.json"


class PageFiles(NamedTuple):
    """The files of a page by name, and the texts by which lists show the page."""

    files: Mapping[str, str | bytes]
    summary: tuple[str, ...] = ()


class ModelPageRequest(NamedTuple):
    """The page of a model to render, and the paths and titles of the comparisons that it links to."""

    path: str
    model_id: str
    comparisons: tuple[tuple[str, str], ...]


class PageTask(NamedTuple):
    """A page to write unless it is unchanged."""

    key: str
    inputs: object
    render: Callable[[], PageFiles]
    models: tuple[str, ...] = ()
    """The ids of the models whose data it is rendered from."""
    request: ModelPageRequest | None = None
    """What to render, where another process could."""


class BuiltPage(FrozenModel, validate_by_name=True, serialize_by_alias=True):
    """The digest of a page's inputs, and its files as written: size in bytes and modification time
    in nanoseconds.
    """

    made_from: str
    files: dict[str, tuple[int, int]]
    summary: tuple[str, ...] = Field(validation_alias="told", serialization_alias="told")
    """Named `told` in the state files of earlier versions."""


_STATE = TypeAdapter(dict[str, BuiltPage])


class IncrementalBuild:
    """One build of a site into a folder, which reuses the unchanged pages of the build before."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._previous: dict[str, BuiltPage] = {}
        self._pages: dict[str, BuiltPage] = {}
        self.written = 0
        state_file = self._path / STATE_FILE
        if state_file.is_file():
            self._previous = _STATE.validate_json(state_file.read_bytes())

    @property
    def files(self) -> set[str]:
        """The names of all files of the pages reused or written by this build."""
        names: set[str] = set()
        for page in self._pages.values():
            names.update(page.files)
        return names

    def reuse(self, key: str, inputs: object) -> bool:
        """Keeps the page of the previous build if its inputs and its files are unchanged.

        Inputs are compared by the digest of their `repr`.
        """
        previous = self._previous.get(key)
        if previous is None or previous.made_from != digest(inputs):
            return False
        if not self._is_unchanged(previous):
            return False
        self._pages[key] = previous
        return True

    def reuse_all(self, key: str, inputs: object) -> bool:
        """Keeps every page of the previous build if the inputs and all files are unchanged."""
        if not self.reuse(key, inputs):
            return False
        if not all(self._is_unchanged(page) for page in self._previous.values()):
            return False
        self._pages = dict(self._previous)
        return True

    def write(self, key: str, inputs: object, page: PageFiles) -> None:
        """Writes the files of a page that was rendered from these inputs."""
        files: dict[str, tuple[int, int]] = {}
        for name, text in page.files.items():
            files[name] = self._write(name, text)
        self._pages[key] = BuiltPage(
            made_from=digest(inputs),
            files=files,
            summary=page.summary,
        )

    def summary(self, key: str) -> tuple[str, ...]:
        """The texts by which lists show a page that was reused or written."""
        return self._pages[key].summary

    def save_state(self, inputs: Mapping[str, object]) -> None:
        """Saves the state for the next build, with the inputs of the build as a whole by key."""
        for key, value in inputs.items():
            self._pages[key] = BuiltPage(
                made_from=digest(value),
                files={},
                summary=(),
            )
        if self._pages != self._previous:
            _replace(self._path / STATE_FILE, _STATE.dump_json(self._pages))

    def unrequested_pages(self) -> tuple[str, ...]:
        """Pages in the folder that this build was not asked for; they are left unchanged."""
        found = {
            path.relative_to(self._path).as_posix() for path in self._path.glob("*/**/index.html")
        }
        return tuple(sorted(found - self.files))

    def _write(self, name: str, text: str | bytes) -> tuple[int, int]:
        """Writes a file unless it has this content already; returns its size and time."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"{name!r} leads out of the folder of the site")
        target = self._path / name
        content = text if isinstance(text, bytes) else text.encode("utf-8")
        size, _ = _size_and_time(target)
        if size != len(content) or target.read_bytes() != content:
            _replace(target, content)
            self.written += 1
        return _size_and_time(target)

    def _is_unchanged(self, page: BuiltPage) -> bool:
        return all(
            _size_and_time(self._path / name) == size_and_time
            for name, size_and_time in page.files.items()
        )


def digest(inputs: object) -> str:
    """A digest of the `repr` of the inputs."""
    return blake2b(repr(inputs).encode(), digest_size=16).hexdigest()


def digest_of_files(paths: Iterable[Path]) -> str:
    """A digest of the names and contents of files."""
    return digest([(path.name, path.read_bytes()) for path in sorted(paths)])


def _size_and_time(path: Path) -> tuple[int, int]:
    """Size in bytes and modification time in nanoseconds; (-1, 0) for a file that does not exist."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return (-1, 0)
    return (stat.st_size, stat.st_mtime_ns)


def _replace(target: Path, content: bytes) -> None:
    """Writes a file under a temporary name and renames it, so that no reader sees half of it."""
    new = target.with_name(f".{target.name}.{os.getpid()}.new")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.write_bytes(content)
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
