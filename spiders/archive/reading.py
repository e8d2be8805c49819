"""Reads single records of the archive, and checks them against the index."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from spiders.archive import file_names, warc
from spiders.archive.content_encoding import BodyDamaged, BodyTooLarge, decode
from spiders.archive.index import IndexEntry
from spiders.archive.outcome import PageOutcome
from spiders.archive.warc import ArchiveDamaged, Damage, WarcRecord


def records_at(folder: Path, entries: Sequence[IndexEntry]) -> Iterator[WarcRecord]:
    """The records of one file. Raises ArchiveDamaged where one is not what the index says."""
    if not entries:
        return
    path = file_names.find(folder, entries[0].file)
    records = warc.read_places(path, [(entry.offset, entry.length) for entry in entries])
    for entry, record in zip(entries, records, strict=True):
        _check(record, entry)
        yield record


def _check(record: WarcRecord, entry: IndexEntry) -> None:
    """Raises ArchiveDamaged where a record is not what the index says."""
    if (record.kind, record.record_id) != (entry.kind, entry.record_id):
        expected = f"the {entry.kind} {entry.record_id}"
        raise _damaged(entry, expected, f"the {record.kind} {record.record_id}")


def record_at(folder: Path, entry: IndexEntry) -> WarcRecord:
    (record,) = records_at(folder, [entry])
    return record


def outcomes_at(folder: Path, entries: Sequence[IndexEntry]) -> Iterator[PageOutcome]:
    """The outcomes in some metadata records of one file. Raises ArchiveDamaged."""
    for entry, record in zip(entries, records_at(folder, entries), strict=True):
        try:
            yield PageOutcome.model_validate_json(record.block)
        except ValidationError as error:
            raise _damaged(entry, "a PageOutcome", str(error)) from None


def outcome_at(folder: Path, entry: IndexEntry) -> PageOutcome:
    (outcome,) = outcomes_at(folder, [entry])
    return outcome


class BodyAddress(NamedTuple):
    """Where a body is, for a process that has no archive: the path of its file below that of the
    archive, and its record.
    """

    path: str
    entry: IndexEntry

    def body_in(self, member: bytes) -> bytes:
        """The body in the bytes that were read at the address. Raises ArchiveDamaged."""
        entry = self.entry
        record = warc.parse_member(entry.file, entry.offset, entry.length, member)
        _check(record, entry)
        return _body_of(record, entry)


def address_of(folder: Path, entry: IndexEntry) -> BodyAddress:
    """The address of a body in the archive in a folder."""
    path = file_names.find(folder, entry.file)
    return BodyAddress(path.relative_to(folder).as_posix(), entry)


def body_at(folder: Path, entry: IndexEntry) -> bytes:
    return _body_of(record_at(folder, entry), entry)


def _body_of(record: WarcRecord, entry: IndexEntry) -> bytes:
    payload, encoding = record.payload
    try:
        body = decode(payload, encoding, warc.RECORD_LIMIT)
    except (BodyDamaged, BodyTooLarge) as error:
        raise _damaged(entry, f"a body with the sha256 {entry.sha256}", str(error)) from None
    found = hashlib.sha256(body).hexdigest()
    if found != entry.sha256:
        raise _damaged(entry, f"a body with the sha256 {entry.sha256}", f"one with {found}")
    return body


def _damaged(entry: IndexEntry, expected: str, found: str) -> ArchiveDamaged:
    return ArchiveDamaged(Damage(entry.file, entry.offset, expected, found))
