"""Append-only files with one JSON record per line, which outlive every warehouse."""

import fcntl
import json
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


def append(path: Path, *records: BaseModel) -> None:
    """Add records. They are on disk when this returns. A last line that a crash cut short was never
    acknowledged, and is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before, newline, last_line = file.read().rpartition(b"\n")
        if _is_cut(last_line):
            file.truncate(len(before + newline))
        elif last_line:
            file.write(b"\n")
        lines = [record.model_dump_json().encode() + b"\n" for record in records]
        file.write(b"".join(lines))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, model: type[Model]) -> list[Model]:
    """Every whole record, oldest first. None where there is no file."""
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    if _is_cut(lines[-1]):
        lines.pop()
    return [model.model_validate_json(line) for line in lines if line.strip()]


def _is_cut(last_line: bytes) -> bool:
    """Whether what follows the last newline is a part of a record."""
    if not last_line:
        return False
    try:
        return not isinstance(json.loads(last_line), dict)
    except ValueError:
        return True
