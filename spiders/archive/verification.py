"""Verifies that every record is where the index says, whole and as it was written."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from spiders.archive import index, reading, warc
from spiders.archive.index import IndexEntry
from spiders.archive.warc import ArchiveDamaged, Damage, WarcRecord


def verify(folder: Path) -> Iterator[Damage]:
    """Read the whole archive and yield what is not as it was written. Changes nothing."""
    indexed = index.load(folder)
    sealed, merged = index.sealed_files(folder, indexed or ())
    if indexed is None:
        yield Damage(
            index.INDEX_NAME,
            0,
            "the index as it was saved",
            "other bytes; `cardkeep archive reindex` makes it again",
        )
        indexed = {}
    for name in sorted(indexed.keys() - sealed.keys() - merged):
        yield Damage(name, 0, f"a file with {len(indexed[name])} records", "no file of this name")
    for name, path in sealed.items():
        entries = indexed.get(name)
        size = path.stat().st_size
        if entries is not None and not index.fills_file(entries, size):
            yield Damage(
                name,
                0,
                f"records that fill the {size} bytes of the file",
                "an index that misses some",
            )
            entries = None
        if entries is None:
            entries, damages = index.scan(path)
            yield from damages
            entries = [entry for entry in entries if entry.kind != index.DAMAGED]
        yield from _verify_records(folder, entries)


def _verify_records(folder: Path, entries: list[IndexEntry]) -> Iterator[Damage]:
    present = {entry.record_id: entry for entry in entries}
    for entry in entries:
        try:
            damage = _verify_record(folder, entry, present)
        except ArchiveDamaged as error:
            damage = error.damage
        if damage:
            yield damage


def _verify_record(
    folder: Path, entry: IndexEntry, present: Mapping[str, IndexEntry]
) -> Damage | None:
    """Read one record. `present` has all records of its file by id. Raises ArchiveDamaged, or
    returns what is wrong beside the record itself.
    """
    if entry.kind == index.DAMAGED:
        found = "a stretch that was given up as damaged"
        return Damage(entry.file, entry.offset, "a whole record", found)
    if entry.kind == "metadata":
        refers_to = reading.outcome_at(folder, entry).record_id
        if refers_to and refers_to not in present:
            expected = f"the record {refers_to} that the outcome names"
            return Damage(entry.file, entry.offset, expected, "none")
    elif entry.sha256:
        reading.body_at(folder, entry)
    else:
        record = reading.record_at(folder, entry)
        if record.first_copy and not _is_repeat(folder, record, present):
            expected = f"its payload in the record {record.first_copy}"
            return Damage(entry.file, entry.offset, expected, "none, or another")
    return None


def _is_repeat(folder: Path, record: WarcRecord, present: Mapping[str, IndexEntry]) -> bool:
    """Whether the payload that a record repeats is in its file, as it was."""
    first = present.get(record.first_copy)
    return first is not None and warc.is_repeat_of(
        record, reading.record_at(folder, first).payload[0]
    )
