"""A home whose archive, generations, site and logs are kept in a storage that other machines see.

The home stays a whole home: this machine reads and writes its own files, fetches what the storage has
beyond them, and sends what is new. One machine writes at a time, by the lease of the storage.
"""

import hashlib
import json
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pipeline.activity import activity
from pipeline.configuration import load_configuration
from pipeline.engines.crawling import fetch_archive, send_archive
from pipeline.engines.generations import fetch_generation, read_pointer, send_generation
from pipeline.engines.lease import Lease, lease
from pipeline.home import Home
from spiders.archive.storage import ObjectMissing, Storage, open_storage
from warehouse import publication_log
from warehouse.plain_file import require_file

SENT = "site/.sent.json"
"""The digest of each page that was sent."""
_AT_A_TIME = 8


class SharedHome(NamedTuple):
    """A home, the storage that it is kept in, and the lease that this process holds of it."""

    home: Home
    storage: Storage
    lease: Lease
    pointer_tag: str | None

    def send(self) -> None:
        """Send what is new: archive, logs, and the generation that readers of the home see. Raises
        RaceLost, Locked where another writer took over, StorageFailed.
        """
        activity.step("sending to the storage")
        send_archive(self.storage, self.home.archive)
        self.lease.renew()
        for name in _logs(self.home):
            _send_log(self.storage, self.home.path, name)
        send_generation(self.storage, self.home.path, self.pointer_tag)


def storage_of(home: Home) -> Storage | None:
    """The storage that cardkeep.toml names; None where there is none. Raises ScaleMissing."""
    url = load_configuration(home).engine.storage
    return open_storage(url) if url else None


@contextmanager
def writing(
    home: Home, storage: Storage | None, wait_seconds: float
) -> Generator[SharedHome | None]:
    """Hold the lease of a home's storage, once what other machines archived, decided and published is
    here. Yields None where there is no storage. Raises Locked, StorageFailed.
    """
    if storage is None:
        yield None
        return
    with lease(storage, wait_seconds) as held:
        _, tag = read_pointer(storage)
        fetch_home(home, storage)
        yield SharedHome(home, storage, held, tag)


def fetch_home(home: Home, storage: Storage) -> int:
    """Fetch what the archive and the logs of a storage have beyond those of a home. Returns how many
    files of the archive. Raises StorageFailed.
    """
    fetched = fetch_archive(storage, home.archive)
    for name in _logs(home):
        _fetch_log(storage, home.path, name)
    return fetched


def fetch_readable(home: Home, storage: Storage) -> int:
    """Let readers of a home see what is published in a storage. Returns the generation. Raises
    NotPublished, CopyDamaged, StorageFailed.
    """
    for name in _logs(home):
        _fetch_log(storage, home.path, name)
    return fetch_generation(storage, home.path)


def send_site(storage: Storage, folder: Path) -> int:
    """Send the pages that differ from those that were sent, the first page last. Returns how many."""
    try:
        sent: dict[str, str] = json.loads(storage.read(SENT).content)
    except (ObjectMissing, ValueError):
        sent = {}
    digests = dict(_page_digests(folder))
    changed = [name for name, digest in digests.items() if sent.get(name) != digest]

    def send(name: str) -> None:
        storage.write(f"site/{name}", (folder / name).read_bytes())

    with ThreadPoolExecutor(_AT_A_TIME) as executor:
        list(executor.map(send, [name for name in changed if name != "index.html"]))
    if "index.html" in changed:
        send("index.html")
    if changed:
        storage.write(SENT, json.dumps(digests).encode())
    return len(changed)


def _page_digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            name = path.relative_to(folder).as_posix()
            yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def _logs(home: Home) -> list[str]:
    """The logs of a home, which outlive every warehouse, by their place in it."""
    paths = (home.decisions, home.alert_log, home.run_log, home.path / publication_log.NAME)
    return [path.relative_to(home.path).as_posix() for path in paths]


def _fetch_log(storage: Storage, home: Path, name: str) -> None:
    """Add to a log of the home the lines that only the storage has, before those that only the home
    has.
    """
    try:
        there = storage.read(name).content
    except ObjectMissing:
        return
    path = home / name
    here = require_file(path).read_bytes() if path.exists() else b""
    joined = _joined(there, here)
    if joined != here:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.write_bytes(joined)
        new.replace(path)


def _send_log(storage: Storage, home: Path, name: str) -> None:
    """Add to a log of the storage the lines that only the home has."""
    path = home / name
    if not path.exists():
        return
    try:
        there, tag = storage.read(name)
    except ObjectMissing:
        there, tag = b"", None
    joined = _joined(there, require_file(path).read_bytes())
    if joined != there:
        storage.swap(name, joined, tag)


def _joined(first: bytes, second: bytes) -> bytes:
    """The lines of both, in their order, each once."""
    lines = dict.fromkeys([*first.splitlines(), *second.splitlines()])
    return b"".join(line + b"\n" for line in lines if line.strip())
