"""Append-only files of one JSON record a line, which outlive every warehouse."""

import fcntl
import json
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

Record = TypeVar("Record", bound=BaseModel)


def append(path: Path, *records: BaseModel) -> None:
    """Add records, on disk when this returns. A line that a crash cut short was never acknowledged
    and is cut off.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before, newline, tail = file.read().rpartition(b"\n")
        if _is_cut(tail):
            file.truncate(len(before + newline))
        elif tail:
            file.write(b"\n")
        file.write(b"".join(record.model_dump_json().encode() + b"\n" for record in records))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, kind: type[Record]) -> list[Record]:
    """Every whole record, oldest first; none where there is no file."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    if _is_cut(lines[-1]):
        lines.pop()
    return [kind.model_validate_json(line) for line in lines if line.strip()]


def _is_cut(tail: bytes) -> bool:
    """Whether what stands after the last newline is no whole record."""
    try:
        return bool(tail) and not isinstance(json.loads(tail), dict)
    except ValueError:
        return True
