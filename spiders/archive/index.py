"""The index of the archive: where every record of the sealed files is. A cache: index.jsonl can be
deleted, and is rebuilt by scanning.

It is used only where it agrees with the files: it carries a digest of its own, and the records in
it must fill their file to the last byte. What is then read at an offset is checked again.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from spiders.archive import file_names, warc
from spiders.archive.outcome import PageOutcome
from spiders.archive.warc import ArchiveDamaged, Damage

INDEX_NAME = "index.jsonl"
DAMAGED = "damaged"
"""The kind of an entry for bytes that were found damaged, and whose loss was accepted."""


class IndexEntry(NamedTuple):
    """One record: where it is, of which kind, and the sha256 of its decoded body if it is a page."""

    file: str
    offset: int
    length: int
    kind: str
    record_id: str
    sha256: str


class ArchiveIndex:
    """The entries of every sealed file of a folder, by file and by body. With `skips_damage`, a
    file that is damaged or gone is left out as a whole and kept in `damages`, instead of raising.
    """

    def __init__(self, folder: Path, *, skips_damage: bool = False) -> None:
        self.folder = folder
        self.skips_damage = skips_damage
        self.damages: dict[str, Damage] = {}
        self.files: dict[str, list[IndexEntry]] = {}
        self.bodies: dict[str, list[IndexEntry]] = {}
        self._is_loaded = False
        self._is_unsaved = False

    def add_file(self, name: str) -> bool:
        """Add one file, ahead of `refresh`. Returns False for a damaged file, which `refresh` will
        report.
        """
        entries, damages = scan(file_names.find(self.folder, name))
        if damages:
            return False
        self._add(name, entries)
        self._is_unsaved = True
        return True

    def refresh_once(self) -> None:
        """Add the files there are, unless that was done before."""
        if not self._is_loaded:
            self.refresh()

    def refresh(self) -> None:
        """Add files that were sealed since. Raises ArchiveDamaged rather than pass over a record or
        a file that is gone, unless damage is skipped.
        """
        saved: dict[str, list[IndexEntry]] = {}
        if not self._is_loaded:
            saved = load(self.folder) or {}
        known = self.files.keys() | saved.keys()
        sealed, merged = sealed_files(self.folder, known)
        for name in self.files.keys() & merged:
            self._remove(name)
        for name, path in sealed.items():
            if name in self.files or name in self.damages:
                continue
            entries = saved.get(name, [])
            if not fills_file(entries, path.stat().st_size):
                try:
                    entries = _rescan(path, entries)
                except ArchiveDamaged as error:
                    self.skip(name, error)
                    continue
                self._is_unsaved = True
            self._add(name, entries)
        for name in sorted(known - sealed.keys() - merged):
            self.skip(
                name, ArchiveDamaged(Damage(name, 0, "a sealed file", "no file of this name"))
            )
        # The index that is saved says what is lost: it is kept until that is mended or accepted.
        if self._is_unsaved and not self.damages:
            with suppress(OSError):  # a cache that cannot be written is made again next time
                save(self.folder, self.files)
        self._is_loaded = True
        self._is_unsaved = False

    def skip(self, name: str, error: ArchiveDamaged) -> None:
        """Leave a file out. Raises the error where damage is not skipped."""
        if not self.skips_damage:
            raise error
        self.damages[name] = error.damage
        if name in self.files:
            self._remove(name)

    def rebuild(self) -> list[Damage]:
        """Rebuild the index from the files alone. What is damaged or gone is given up. Returns what
        is damaged.
        """
        self.files = {}
        self.bodies = {}
        self._is_loaded = True
        damages: list[Damage] = []
        for name, path in sealed_files(self.folder)[0].items():
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

    def _remove(self, name: str) -> None:
        for entry in self.files.pop(name):
            if entry.sha256:
                self.bodies[entry.sha256].remove(entry)
        self._is_unsaved = True


def _rescan(path: Path, saved: list[IndexEntry]) -> list[IndexEntry]:
    """The entries of a sealed file that the saved ones do not fill. Raises ArchiveDamaged where the
    file is damaged or has lost a saved record.
    """
    entries, damages = scan(path)
    if damages:
        raise ArchiveDamaged(damages[0])
    lost = sorted(set(saved) - set(entries))
    if lost:
        expected = f"the {lost[0].kind} {lost[0].record_id}"
        raise ArchiveDamaged(Damage(path.name, lost[0].offset, expected, "another record, or none"))
    return entries


def sealed_files(folder: Path, known: Iterable[str] = ()) -> tuple[dict[str, Path], frozenset[str]]:
    """The sealed files by name, without those that a merged file holds; and the names of these, as
    far as they are there or among the `known`.

    A merged file counts from the moment that it has its name, and what it holds is deleted after
    that: nobody sees a record twice, or misses one.
    """
    sealed = file_names.sealed_files(folder)
    names = sealed.keys() | set(known)
    files_of_group = Counter(map(file_names.group_of, names))
    held: set[str] = set()
    for name, path in sealed.items():
        if file_names.is_merged(name) and files_of_group[file_names.group_of(name)] > 1:
            held.update(warc.held_files(path))
    merged = frozenset(held & names)
    return {name: path for name, path in sealed.items() if name not in merged}, merged


def load(folder: Path) -> dict[str, list[IndexEntry]] | None:
    """The entries of each file as last saved. None of them if there is no index; None if it is not
    as it was saved.
    """
    path = folder / INDEX_NAME
    if path.exists() and not path.is_file():
        return None
    try:
        digest, _, lines = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return {}
    if digest != _digest(lines):
        return None
    files: dict[str, list[IndexEntry]] = {}
    # One list for the parser: a year has a hundred thousand lines.
    for fields in json.loads(b"[" + lines.rstrip().replace(b"\n", b",") + b"]"):
        entry = IndexEntry(*fields)
        files.setdefault(entry.file, []).append(entry)
    return files


def save(folder: Path, files: dict[str, list[IndexEntry]]) -> None:
    entries = [entry for name in sorted(files) for entry in files[name]]
    lines = b"".join(json.dumps(entry).encode() + b"\n" for entry in entries)
    part = folder / f"{INDEX_NAME}.{os.getpid()}.part"
    try:
        part.write_bytes(_digest(lines) + b"\n" + lines)
        part.replace(folder / INDEX_NAME)
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
    """The entries of a sealed file, read from the file itself. Damaged bytes become entries too,
    and are listed.
    """
    entries: list[IndexEntry] = []
    damages: list[Damage] = []
    bodies: dict[str, str] = {}
    last_record: warc.WarcRecord | None = None
    for scanned in warc.scan_sealed(path):
        last_record = record = scanned.record
        kind = record.kind if record else DAMAGED
        record_id = record.record_id if record else ""
        damage = scanned.damage
        if record and kind == "metadata":
            try:
                outcome = PageOutcome.model_validate_json(record.block)
                bodies[outcome.record_id] = outcome.sha256 or ""
            except ValidationError as error:
                kind = DAMAGED
                damage = Damage(path.name, scanned.offset, "a PageOutcome", str(error))
        if damage:
            damages.append(damage)
        entries.append(
            IndexEntry(path.name, scanned.offset, scanned.length, kind, record_id, sha256="")
        )
    if not damages and not warc.is_closing_record(last_record, len(entries) - 1):
        end = sum(entry.length for entry in entries)
        expected = "a closing record that counts the others"
        damages.append(Damage(path.name, end, expected, "the end of the file"))
    return _with_bodies(entries, bodies), damages


def _with_bodies(entries: list[IndexEntry], bodies: Mapping[str, str]) -> list[IndexEntry]:
    """The entries with the sha256 of their bodies, which the outcomes after them name."""
    completed: list[IndexEntry] = []
    for entry in entries:
        is_page = entry.kind in ("response", "resource")
        sha256 = bodies.get(entry.record_id, "") if is_page else ""
        completed.append(entry._replace(sha256=sha256))
    return completed


def _digest(lines: bytes) -> bytes:
    return hashlib.sha256(lines).hexdigest().encode()
