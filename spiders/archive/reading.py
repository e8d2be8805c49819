"""Reads single records of the archive, and checks them against the index."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

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
        if (record.kind, record.record_id) != (entry.kind, entry.record_id):
            expected = f"the {entry.kind} {entry.record_id}"
            raise _damaged(entry, expected, f"the {record.kind} {record.record_id}")
        yield record


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


def body_at(folder: Path, entry: IndexEntry) -> bytes:
    payload, encoding = record_at(folder, entry).payload
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
