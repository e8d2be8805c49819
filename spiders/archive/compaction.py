"""Merges the many small files of closed months into few, without loss.

A merged file holds every record of the files that it is made of, byte for byte and in their order,
but for a page that an earlier record of it has, too: of that one the headers are kept, as a WARC
revisit of the identical payload. Its first record names the files that it holds. From the moment
that it has its name they count no more (`index.sealed_files`), and are deleted: a crash at any
point loses nothing, leaves nothing twice, and the next compaction goes on.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from spiders.archive import file_names, index, warc
from spiders.archive.file_names import MonthOfSource
from spiders.archive.index import ArchiveIndex, IndexEntry
from spiders.archive.warc import ArchiveDamaged, Damage, ScannedRecord, WarcRecord
from spiders.archive.writer import sync_folder

FULL_BYTES = 64 * 2**20
"""Size of a file from which on it is merged with no other."""
REPEAT_BYTES = 1024
"""Size of a payload below which it is stored again: to refer to another takes as much room."""


class Compaction(NamedTuple):
    """What becomes of some files of one month and source: one merged file, or, of a single one, a
    move into the folder of its month.
    """

    group: MonthOfSource
    files: tuple[str, ...]
    """Empty where the only file is damaged, and left as it is."""
    bytes_before: int = 0
    bytes_after: int = 0
    repeats: Mapping[str, WarcRecord] = {}
    """By the id of a record, an earlier one that has its page."""
    damage: Damage | None = None


def plan(folder: Path, before: str) -> Iterator[Compaction]:
    """What `compact` would do with the months before `before`, which is like "2026-11". Sizes are
    estimates.
    """
    sealed, _ = index.sealed_files(folder)
    closed = [name for name in sealed if "" < file_names.group_of(name).month < before]
    by_group = sorted(closed, key=lambda name: (file_names.group_of(name), name))
    for group, names in groupby(by_group, key=file_names.group_of):
        yield from _plan_group(folder, group, [sealed[name] for name in names])


def compact(folder: Path, before: str) -> Iterator[Compaction]:
    """Merge the files of the months before `before`, which is like "2026-11", and yield what was
    done as it is done.

    The caller sees to it that nobody else writes. Raises ArchiveDamaged where a file is gone, or a
    merged file does not read as what it is made of: the files that it is made of are kept then.
    """
    archive_index = ArchiveIndex(folder)
    archive_index.refresh()
    _delete_merged(folder)
    for planned in plan(folder, before):
        if len(planned.files) > 1:
            path = _merge(folder, planned)
            yield planned._replace(bytes_after=path.stat().st_size)
        else:
            for name in planned.files:
                _move(folder, name)
            yield planned
    archive_index.refresh()


def _plan_group(folder: Path, group: MonthOfSource, paths: Sequence[Path]) -> Iterator[Compaction]:
    """Fill one merged file after the other with those of a month and source that are not full."""
    chunk = _Chunk(group)
    for path in paths:
        if path.stat().st_size >= FULL_BYTES or len(paths) == 1:
            if path != file_names.home_of(folder, path.name):
                yield _Chunk.of_one(group, path)
            continue
        entries, damages = index.scan(path)
        if damages:
            yield Compaction(group, (), damage=damages[0])
            continue
        chunk.add(path, entries)
        if chunk.bytes_after >= FULL_BYTES:
            yield chunk.planned()
            chunk = _Chunk(group)
    if len(chunk.paths) > 1:
        yield chunk.planned()
    elif chunk.paths and chunk.paths[0] != file_names.home_of(folder, chunk.paths[0].name):
        yield _Chunk.of_one(group, chunk.paths[0])


class _Chunk:
    """Files that become one."""

    def __init__(self, group: MonthOfSource) -> None:
        self.group = group
        self.paths: list[Path] = []
        self.bytes_before = 0
        self.bytes_after = 0
        self._first_records: dict[tuple[bytes, str, str], WarcRecord] = {}
        self._repeats: dict[str, WarcRecord] = {}

    @classmethod
    def of_one(cls, group: MonthOfSource, path: Path) -> Compaction:
        size = path.stat().st_size
        return Compaction(group, (path.name,), size, size)

    def add(self, path: Path, entries: Sequence[IndexEntry]) -> None:
        self.paths.append(path)
        self.bytes_before += path.stat().st_size
        for found, entry in zip(warc.scan_sealed(path), entries, strict=True):
            self.bytes_after += entry.length
            # A page that no outcome names is not found by its digest: it is stored as it is.
            if entry.sha256 and found.record:
                first = self._first(found.record, entry.sha256)
                if first.record_id != entry.record_id:
                    self._repeats[entry.record_id] = first
                    self.bytes_after -= entry.length
                    self.bytes_after += len(warc.compress(warc.to_repeat(found.raw, first)))

    def planned(self) -> Compaction:
        names = tuple(path.name for path in self.paths)
        return Compaction(self.group, names, self.bytes_before, self.bytes_after, self._repeats)

    def _first(self, record: WarcRecord, sha256: str) -> WarcRecord:
        """The first record with the page of this one, without its block; the record itself where it
        is the first, or small.
        """
        payload, encoding = record.payload
        if len(payload) < REPEAT_BYTES:
            return record
        key = (_sha256(payload), encoding, sha256)
        return self._first_records.setdefault(key, record._replace(block=b""))


def _merge(folder: Path, planned: Compaction) -> Path:
    """Write a merged file, read it again beside the files that it holds, give it its name, and
    delete them.
    """
    paths = [file_names.find(folder, name) for name in planned.files]
    taken = {path.name for path in file_names.merged_files(folder, planned.group)} | set(
        _held(paths)
    )
    path = file_names.home_of(folder, file_names.merged_name(planned.group, taken))
    _make_folder(path.parent)
    part = path.with_name(f"{path.name}.part")
    try:
        _write(part, planned, paths)
        _verify(part, paths)
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    for each in paths:
        each.unlink()
    for parent in {each.parent for each in paths}:
        sync_folder(parent)
    return path


def _write(part: Path, planned: Compaction, paths: Sequence[Path]) -> None:
    records = 1
    with part.open("wb") as out:
        out.write(warc.compress(warc.merged_record(*planned.group, _held(paths))))
        for path in paths:
            data = path.read_bytes()
            for found in warc.scan_sealed(path):
                first = planned.repeats.get(found.record.record_id) if found.record else None
                if first:
                    out.write(warc.compress(warc.to_repeat(found.raw, first)))
                else:
                    out.write(data[found.offset : found.offset + found.length])
                records += 1
        out.write(warc.compress(warc.closing_record(records)))
        out.flush()
        os.fsync(out.fileno())


def _held(paths: Sequence[Path]) -> Iterator[str]:
    """The names of files, and of what those among them that are merged hold."""
    for path in paths:
        yield path.name
        if file_names.is_merged(path.name):
            yield from warc.held_files(path)


def _verify(part: Path, paths: Sequence[Path]) -> None:
    """Read a merged file from the disk, and compare every record with the one it was made of, byte
    for byte. Raises ArchiveDamaged.
    """
    merged = warc.scan_sealed(part)
    next(merged)
    records = 1
    payloads: dict[str, bytes] = {}
    for path in paths:
        for original in warc.scan_sealed(path):
            found = next(merged, None)
            if found is None or not _is_same(found, original, payloads):
                expected = f"the record at byte {original.offset} of {path.name}"
                offset = found.offset if found else part.stat().st_size
                raise ArchiveDamaged(Damage(part.name, offset, expected, "another, or none"))
            records += 1
    last = next(merged, None)
    if last is None or not warc.is_closing_record(last.record, records) or next(merged, None):
        expected = "a closing record that counts the others"
        raise ArchiveDamaged(Damage(part.name, 0, expected, "none"))


def _is_same(found: ScannedRecord, original: ScannedRecord, payloads: dict[str, bytes]) -> bool:
    """Whether a record of a merged file gives back the one that it was made of. `payloads` has
    digests by the id of the record that they were read from in the merged file.
    """
    if found.record is None or original.record is None:
        return False
    if found.raw == original.raw:
        payloads[found.record.record_id] = _sha256(found.record.payload[0])
        return True
    payload, _ = original.record.payload
    is_stored = payloads.get(found.record.first_copy) == _sha256(payload)
    return is_stored and warc.from_repeat(found.raw, payload) == original.raw


def _sha256(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir()
        sync_folder(folder.parent)


def _move(folder: Path, name: str) -> None:
    path = file_names.home_of(folder, name)
    _make_folder(path.parent)
    (folder / name).rename(path)
    sync_folder(path.parent)
    sync_folder(folder)


def _delete_merged(folder: Path) -> None:
    """Delete what a killed compaction left: files that a whole merged one holds."""
    sealed = file_names.sealed_files(folder)
    for name, path in sealed.items():
        if not file_names.is_merged(name):
            continue
        left = [sealed[each] for each in _held([path]) if each in sealed and each != name]
        if left and not index.scan(path)[1]:
            for each in left:
                each.unlink(missing_ok=True)
