"""What every task is told: the url of the storage, and the user's own sources as the texts of their
files; and the folder of this machine in which a task keeps what it fetched.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from pipeline.facts.parser_version import parser_version
from spiders.archive.storage import BUCKET
from spiders.registry import load_sources
from spiders.source import Source
from spiders.source_names import own_files
from warehouse.plain_file import require_file

OwnSources = tuple[tuple[str, str], ...]
"""The name of each file of the user's own sources, and its text."""


class OtherVersion(Exception):
    """This process reads a source otherwise than the one that gave it the task."""


def own_source_texts(folder: Path) -> OwnSources:
    """The user's own sources, as a task takes them along."""
    return tuple(
        (path.name, require_file(path).read_text(encoding="utf-8")) for path in own_files(folder)
    )


def cache_folder(storage: str) -> Path:
    """Where this machine keeps what tasks fetch from a storage, and what they could not send to it."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "cardkeep" / _digest(storage)


def archive_folder(storage: str) -> Path:
    """The archive of this machine for a storage: its own where that is a folder."""
    if storage.startswith(BUCKET):
        return cache_folder(storage) / "archive"
    return Path(storage) / "archive"


def source_here(name: str, version: str, storage: str, own_sources: OwnSources) -> Source:
    """A source, as this process reads it. Raises OtherVersion where that is not the version asked for."""
    source = _sources(storage, own_sources).get(name)
    found = parser_version(type(source)) if source else "none"
    if source is None or found != version:
        raise OtherVersion(
            f"process {os.getpid()} on {os.uname().nodename} has version {found} of the reader of {name}, expected "
            f"{version}: install there what runs here, and start it again"
        )
    return source


@cache
def own_folder(storage: str, own_sources: OwnSources) -> Path | None:
    """A folder of this machine with the user's own sources; None where there are none."""
    if not own_sources:
        return None
    folder = cache_folder(storage) / "sources" / _digest(repr(own_sources))
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in own_sources:
        new = folder / f".{name}.{os.getpid()}.new"
        new.write_text(text, encoding="utf-8")
        new.replace(folder / name)
    return folder


@cache
def _sources(storage: str, own_sources: OwnSources) -> dict[str, Source]:
    registry = load_sources(folder=own_folder(storage, own_sources))
    return {name: source_class() for name, source_class in registry.sources.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
