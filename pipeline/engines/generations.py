"""Published generations in a storage. Readers follow one small object, the pointer; what it names never
changes, and is opened as a local copy that has the digest which the pointer says.

    published/current.json                          the pointer
    published/catalog-000007-<sha256>.duckdb        a generation

The pointer is written only where it still is what the writer has read: of two writers one publishes, the
other is told that it lost. The order (first the generation, then the pointer) is such that a writer that
dies leaves readers the generation before.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Annotated
from uuid import uuid4

from pydantic import Field, ValidationError

from pipeline.engines.addresses import cache_folder
from pipeline.failures import ExitCode, Failure
from spiders.archive.storage import BUCKET, ObjectMissing, Storage, open_storage
from spiders.claims import Frozen
from warehouse.errors import NotPublished
from warehouse.plain_file import require_file
from warehouse.publishing import CURRENT, KEPT_GENERATIONS, current_file, current_generation

POINTER = "published/current.json"
_NAME = re.compile(r"published/catalog-(\d+)-[0-9a-f]{64}\.duckdb")


class CopyDamaged(Failure):
    """A generation in the storage is not as it was published."""

    code = "catalog-damaged"


class Pointer(Frozen):
    """What readers open: a generation, its file by the sha256 of its content, its size in bytes."""

    generation: Annotated[int, Field(ge=1, lt=10**9)]
    sha256: Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
    """A part of the names of files: another text could lead anywhere."""
    bytes: Annotated[int, Field(ge=0)]

    @property
    def name(self) -> str:
        """The name of the object."""
        return f"published/catalog-{self.generation:06d}-{self.sha256}.duckdb"


def read_pointer(storage: Storage) -> tuple[Pointer | None, str | None]:
    """The pointer and its tag; None where nothing was published. Raises StorageFailed, CopyDamaged."""
    try:
        content, tag = storage.read(POINTER)
    except ObjectMissing:
        return None, None
    try:
        return Pointer.model_validate_json(content), tag
    except ValidationError as error:
        raise CopyDamaged(
            f"{storage.url}/{POINTER} names no generation ({error.error_count()} faults); the generations beside it "
            "are kept; `cardkeep storage push` on the machine that writes makes it anew"
        ) from None


def send_generation(storage: Storage, home: Path, tag: str | None) -> bool:
    """Send the generation that readers of a home see, and let the pointer, which still has the tag, lead
    to it. Returns whether the pointer led elsewhere. Raises RaceLost, StorageFailed.
    """
    published = home / "published"
    path = current_file(published)
    if path is None:
        return False
    pointer = Pointer(
        generation=current_generation(published), sha256=_sha256(path), bytes=path.stat().st_size
    )
    if tag is not None and storage.read(POINTER) == (_content(pointer), tag):
        return False
    storage.create(pointer.name, path)
    storage.swap(POINTER, _content(pointer), tag)
    _delete_older(storage, pointer)
    return True


def fetch_generation(storage: Storage, home: Path) -> int:
    """Let the readers of a home see the generation that the pointer names: a local copy, fetched unless
    it is there. Returns its number. Raises NotPublished, CopyDamaged, StorageFailed.

    Readers see the copy that they had until the new one is whole.
    """
    pointer, _ = read_pointer(storage)
    if pointer is None:
        raise NotPublished(
            f"nothing is published in {storage.url}; `cardkeep refresh` on the machine that writes publishes"
        )
    _install(storage, pointer, home)
    return pointer.generation


def catalog_home(url: str, generation: int) -> Path:
    """A folder of this machine whose published catalog is that generation of a storage. Raises
    NotPublished, CopyDamaged, StorageFailed.
    """
    if not url.startswith(BUCKET):
        return Path(url)
    storage = open_storage(url)
    pointer, _ = read_pointer(storage)
    if pointer is None or pointer.generation != generation:
        found = pointer.generation if pointer else "none"
        raise NotPublished(f"{url}: expected generation {generation}, found {found}")
    home = cache_folder(url) / "generations" / pointer.sha256
    _install(storage, pointer, home)
    return home


def _install(storage: Storage, pointer: Pointer, home: Path) -> None:
    published = home / "published"
    published.mkdir(parents=True, exist_ok=True)
    path = published / f"catalog-{pointer.generation:06d}.duckdb"
    if not path.exists() or _sha256(path) != pointer.sha256:
        _fetch_checked(storage, pointer, path)
    link = published / f".{uuid4().hex[:12]}.new"
    link.symlink_to(path.name)
    link.replace(published / CURRENT)


def _fetch_checked(storage: Storage, pointer: Pointer, path: Path) -> None:
    new = path.with_name(f".{path.name}.{os.getpid()}.fetched")
    try:
        storage.fetch(pointer.name, new)
        found = _sha256(new)
        if found != pointer.sha256:
            raise CopyDamaged(
                f"{storage.url}/{pointer.name}: expected {pointer.bytes} bytes with that sha256, found "
                f"{new.stat().st_size} with {found}; readers of {path.parent} keep what they have; try again, or let "
                "the machine that writes publish anew (`cardkeep replay`)",
                exit_code=ExitCode.TRY_AGAIN,
            )
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _delete_older(storage: Storage, pointer: Pointer) -> None:
    """Delete generations older than those that are kept, and leftovers of a writer that lost."""
    for name in storage.sizes("published/catalog-"):
        match = _NAME.fullmatch(name)
        if match and int(match[1]) <= pointer.generation - KEPT_GENERATIONS:
            storage.delete(name)


def _content(pointer: Pointer) -> bytes:
    return pointer.model_dump_json().encode()


def _sha256(path: Path) -> str:
    with require_file(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
