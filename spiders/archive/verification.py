"""Verification: whether every record stands where the index says, whole and as it was written."""

from collections.abc import Iterator
from pathlib import Path

from spiders.archive import index, reading
from spiders.archive.index import IndexEntry
from spiders.archive.warc import ArchiveDamaged, Damage


def verify(folder: Path) -> Iterator[Damage]:
    """Read the whole archive and yield what is not as it was written. Changes nothing."""
    indexed, sealed = index.load(folder), index.sealed_files(folder)
    if indexed is None:
        yield Damage(
            index.NAME,
            0,
            "the index as it was saved",
            "other bytes; Archive.reindex() makes it again",
        )
        indexed = {}
    for name in sorted(indexed.keys() - sealed.keys()):
        yield Damage(name, 0, f"a file with {len(indexed[name])} records", "no file of this name")
    for name, path in sealed.items():
        entries, size = indexed.get(name), path.stat().st_size
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
    present = {entry.record_id for entry in entries}
    for entry in entries:
        try:
            if entry.kind == index.DAMAGED:
                yield Damage(
                    entry.file,
                    entry.offset,
                    "a whole record",
                    "a stretch that was given up as damaged",
                )
            elif entry.kind == "metadata":
                refers_to = reading.outcome_at(folder, entry).record_id
                if refers_to and refers_to not in present:
                    yield Damage(
                        entry.file,
                        entry.offset,
                        f"the record {refers_to} that the outcome names",
                        "none",
                    )
            elif entry.sha256:
                reading.body_at(folder, entry)
            else:
                reading.record_at(folder, entry)
        except ArchiveDamaged as error:
            yield error.damage
