"""The log of publications: what each generation said otherwise than the one before, in a text file
beside the archive. `reported_as_of` answers from it after the working database and the published
files are lost.

    {"key_id": "5d0c...", "generation": 7, "old_value": null, "new_value": "3 USD per 1M tokens"}
    {"generation": 7, "published_at": "2026-11-30T03:20:11+00:00", ..., "changes": 1}

The line of a generation follows its changes: without it, they were never published.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType
from typing import Any, BinaryIO, NamedTuple, cast

from warehouse.plain_file import require_file

NAME = "publications/log.jsonl"
"""Where the log is in a home."""
_TAIL_BYTES = 4096
_CHANGE_TYPES: dict[str, type | tuple[type, ...]] = {
    "key_id": str,
    "generation": int,
    "old_value": (str, NoneType),
    "new_value": (str, NoneType),
}
_PUBLICATION_TYPES: dict[str, type | tuple[type, ...]] = {
    "generation": int,
    "published_at": str,
    "run_id": str,
    "content_hash": str,
    "facts": int,
    "changes": int,
}


class PublicationChange(NamedTuple):
    """A value that a generation publishes otherwise than the one before; None is no value."""

    key_id: str
    generation: int
    old_value: str | None
    new_value: str | None


class Publication(NamedTuple):
    """One published generation. `changes` is how many values it published otherwise."""

    generation: int
    published_at: datetime
    run_id: str
    content_hash: str
    facts: int
    changes: int


class PublicationLog(NamedTuple):
    """What the log says, oldest first; the numbers of the lines that say nothing; and how many
    changes are missing of each generation that lost some.
    """

    publications: list[Publication]
    changes: list[PublicationChange]
    bad_lines: list[int]
    lost_changes: dict[int, int]


def last_generation(path: Path) -> int:
    """The newest generation in the log; 0 where there is none."""
    if not path.exists():
        return 0
    with require_file(path).open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        tail = file.read().splitlines()
    if tail:
        last = _record(tail[-1])
        if isinstance(last, Publication):
            return last.generation
    return max((each.generation for each in read(path).publications), default=0)


def read(path: Path) -> PublicationLog:
    """Every whole line. A generation that stands there twice is told by the later one."""
    if not path.exists():
        return PublicationLog([], [], [], {})
    publications: dict[int, Publication] = {}
    changes: dict[int, dict[str, PublicationChange]] = {}
    bad_lines: list[int] = []
    with require_file(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            match _record(line):
                case Publication() as publication:
                    publications[publication.generation] = publication
                case PublicationChange() as change:
                    changes.setdefault(change.generation, {})[change.key_id] = change
                case None:
                    bad_lines.append(number)
    kept = {number: list(changes.get(number, {}).values()) for number in sorted(publications)}
    lost = {number: publications[number].changes - len(kept[number]) for number in kept}
    return PublicationLog(
        [publications[number] for number in kept],
        [change for of_generation in kept.values() for change in of_generation],
        bad_lines,
        {number: count for number, count in lost.items() if count > 0},
    )


def append(
    path: Path, publications: Iterable[Publication], changes: Iterable[PublicationChange]
) -> None:
    """Add generations, which are on disk when this returns. Both come in the order of generations. A
    last line that a crash cut short is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with require_file(path).open("a+b") as file:
        file.truncate(_end_of_whole_lines(file))
        file.writelines(_lines(publications, changes))
        file.flush()
        os.fsync(file.fileno())


def rewrite(
    path: Path, publications: Iterable[Publication], changes: Iterable[PublicationChange]
) -> None:
    """Write the log anew; killed at any point, it is the one before or this one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    try:
        with new.open("wb") as file:
            file.writelines(_lines(publications, changes))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _end_of_whole_lines(file: BinaryIO) -> int:
    """How many bytes of a file are whole lines. It is looked through from its end."""
    begin = file.seek(0, os.SEEK_END)
    while begin:
        end = begin
        begin = max(0, end - _TAIL_BYTES)
        file.seek(begin)
        newline = file.read(end - begin).rfind(b"\n")
        if newline >= 0:
            return begin + newline + 1
    return 0


def _lines(
    publications: Iterable[Publication], changes: Iterable[PublicationChange]
) -> Iterator[bytes]:
    """Each publication behind its changes. A change of another generation is left out."""
    upcoming = iter(changes)
    change = next(upcoming, None)
    for publication in publications:
        while change and change.generation <= publication.generation:
            if change.generation == publication.generation:
                yield _line(change._asdict())
            change = next(upcoming, None)
        told_at = publication.published_at.isoformat()
        yield _line(publication._asdict() | {"published_at": told_at})


def _line(record: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode()


def _record(line: bytes) -> Publication | PublicationChange | None:
    """What a line says. None for one that is torn, damaged or something else."""
    try:
        fields: Any = json.loads(line)
        if _has_types(fields, _CHANGE_TYPES):
            return PublicationChange(**fields)
        if _has_types(fields, _PUBLICATION_TYPES):
            told_at = datetime.fromisoformat(fields["published_at"]).astimezone(UTC)
            return Publication(**fields | {"published_at": told_at})
    except (ValueError, RecursionError):
        return None
    return None


def _has_types(fields: Any, types: dict[str, type | tuple[type, ...]]) -> bool:
    if not isinstance(fields, dict):
        return False
    values = cast("dict[str, object]", fields)
    return values.keys() == types.keys() and all(
        isinstance(values[name], type_) for name, type_ in types.items()
    )
