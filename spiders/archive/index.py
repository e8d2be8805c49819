"""Where every record of the sealed files stands. A cache: index.jsonl can be deleted, and is made
again by scanning.

It is believed only as far as it proves itself: it carries a digest of its own, and the records it
names must fill their file to the last byte. What is then read at an offset is checked again.
"""

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from spiders.archive import warc
from spiders.archive.outcome import PageOutcome
from spiders.archive.warc import ArchiveDamaged, Damage
from spiders.archive.writer import SEALED

NAME = "index.jsonl"
DAMAGED = "damaged"
"""The kind of an entry for a stretch that was found damaged, and whose loss was accepted."""


class IndexEntry(NamedTuple):
    """One record: where it stands, what it is, and the sha256 of the decoded body it holds, if a
    page came of it.
    """

    file: str
    offset: int
    length: int
    kind: str
    record_id: str
    sha256: str


class ArchiveIndex:
    """The entries of every sealed file of a folder, by file and by body."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, list[IndexEntry]] = {}
        self.bodies: dict[str, list[IndexEntry]] = {}
        self._loaded = self._is_unsaved = False

    def add_file(self, name: str) -> bool:
        """Take in one file, ahead of `refresh`. False: it is damaged, which is left to `refresh` to
        say.
        """
        entries, damages = scan(self.folder / name)
        if not damages:
            self._add(name, entries)
            self._is_unsaved = True
        return not damages

    def refresh_once(self) -> None:
        """Learn of the files there are, unless that was done before."""
        if not self._loaded:
            self.refresh()

    def refresh(self) -> None:
        """Learn of files sealed since. Raises ArchiveDamaged rather than pass over a record or a
        file that is gone.
        """
        saved = {} if self._loaded else load(self.folder) or {}
        sealed = sealed_files(self.folder)
        for name, path in sealed.items():
            if name in self.files:
                continue
            entries = saved.get(name, [])
            if not fills_file(entries, path.stat().st_size):
                entries, damages = scan(path)
                damages += [
                    Damage(
                        name,
                        lost.offset,
                        f"the {lost.kind} {lost.record_id}",
                        "another record, or none",
                    )
                    for lost in sorted(set(saved.get(name, [])) - set(entries))
                ]
                if damages:
                    raise ArchiveDamaged(damages[0])
                self._is_unsaved = True
            self._add(name, entries)
        for name in sorted((self.files.keys() | saved.keys()) - sealed.keys()):
            raise ArchiveDamaged(Damage(name, 0, "a sealed file", "no file of this name"))
        if self._is_unsaved:
            with suppress(OSError):  # a cache that cannot be written is made again next time
                save(self.folder, self.files)
        self._loaded, self._is_unsaved = True, False

    def rebuild(self) -> list[Damage]:
        """Make the index again from the files alone. What is damaged or gone is given up; the
        former is returned.
        """
        self.files, self.bodies, self._loaded = {}, {}, True
        damages: list[Damage] = []
        for name, path in sealed_files(self.folder).items():
            entries, damaged = scan(path)
            self._add(name, entries)
            damages += damaged
        save(self.folder, self.files)
        return damages

    def _add(self, name: str, entries: list[IndexEntry]) -> None:
        self.files[name] = entries
        for entry in entries:
            if entry.sha256:
                self.bodies.setdefault(entry.sha256, []).append(entry)


def sealed_files(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in sorted(folder.glob(f"*{SEALED}"))}


def load(folder: Path) -> dict[str, list[IndexEntry]] | None:
    """The entries of each file as last saved; none if there is no index; None if it is not as it
    was saved.
    """
    try:
        digest, _, lines = (folder / NAME).read_bytes().partition(b"\n")
    except FileNotFoundError:
        return {}
    if digest != _digest(lines):
        return None
    files: dict[str, list[IndexEntry]] = {}
    for line in lines.splitlines():
        entry = IndexEntry(*json.loads(line))
        files.setdefault(entry.file, []).append(entry)
    return files


def save(folder: Path, files: dict[str, list[IndexEntry]]) -> None:
    lines = b"".join(
        json.dumps(entry).encode() + b"\n" for name in sorted(files) for entry in files[name]
    )
    part = folder / f"{NAME}.{os.getpid()}.part"
    try:
        part.write_bytes(_digest(lines) + b"\n" + lines)
        part.replace(folder / NAME)
    finally:
        part.unlink(missing_ok=True)


def fills_file(entries: list[IndexEntry], size: int) -> bool:
    """Whether the entries fill a file of this size without a gap. No file is empty."""
    end = 0
    for entry in entries:
        if entry.offset != end:
            return False
        end += entry.length
    return bool(entries) and end == size


def scan(path: Path) -> tuple[list[IndexEntry], list[Damage]]:
    """The entries of a sealed file from the file itself. Damaged stretches become entries too, and
    are listed.
    """
    entries: list[IndexEntry] = []
    damages: list[Damage] = []
    bodies: dict[str, str] = {}
    last: warc.WarcRecord | None = None
    for found in warc.scan_sealed(path):
        last = found.record
        kind, record_id = (
            (found.record.kind, found.record.record_id) if found.record else (DAMAGED, "")
        )
        damage = found.damage
        if found.record and kind == "metadata":
            try:
                outcome = PageOutcome.model_validate_json(found.record.block)
                bodies[outcome.record_id] = outcome.sha256 or ""
            except ValidationError as error:
                kind, damage = DAMAGED, Damage(path.name, found.offset, "a PageOutcome", str(error))
        if damage:
            damages.append(damage)
        entries.append(IndexEntry(path.name, found.offset, found.length, kind, record_id, ""))
    if not damages and not warc.is_closing_record(last, len(entries) - 1):
        end = sum(entry.length for entry in entries)
        damages.append(
            Damage(path.name, end, "a closing record that counts the others", "the end of the file")
        )
    with_bodies = [
        entry._replace(sha256=bodies.get(entry.record_id, ""))
        if entry.kind in ("response", "resource")
        else entry
        for entry in entries
    ]
    return with_bodies, damages


def _digest(lines: bytes) -> bytes:
    return hashlib.sha256(lines).hexdigest().encode()
