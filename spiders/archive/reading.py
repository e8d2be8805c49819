"""Reads single records of the archive, and checks them against the index."""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from spiders.archive import file_names, warc
from spiders.archive.content_encoding import BodyDamaged, BodyTooLarge, decode
from spiders.archive.index import IndexEntry
from spiders.archive.outcome import PageOutcome
from spiders.archive.warc import ArchiveDamaged, Damage, WarcRecord


def record_at(folder: Path, entry: IndexEntry) -> WarcRecord:
    path = file_names.find(folder, entry.file)
    record = warc.read_at(path, entry.offset, entry.length)
    if (record.kind, record.record_id) != (entry.kind, entry.record_id):
        raise _damaged(
            entry, f"the {entry.kind} {entry.record_id}", f"the {record.kind} {record.record_id}"
        )
    return record


def outcome_at(folder: Path, entry: IndexEntry) -> PageOutcome:
    try:
        return PageOutcome.model_validate_json(record_at(folder, entry).block)
    except ValidationError as error:
        raise _damaged(entry, "a PageOutcome", str(error)) from None


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
