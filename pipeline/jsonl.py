"""Append-only files with one JSON record per line, which outlive every warehouse. They are read
line by line: one that is damaged costs what it said, and no other.
"""

import fcntl
import json
import os
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from warehouse.plain_file import require_file

Model = TypeVar("Model", bound=BaseModel)


class JsonLines(NamedTuple, Generic[Model]):
    """The whole records of a file, oldest first, and the numbers of the lines that are none."""

    records: list[Model]
    bad_lines: list[int]

    def describe_bad_lines(self, path: Path) -> str:
        """What is said of the bad lines; empty where there are none."""
        if not self.bad_lines:
            return ""
        numbers = ", ".join(map(str, self.bad_lines[:5]))
        more = f" and {len(self.bad_lines) - 5} more" if len(self.bad_lines) > 5 else ""
        return (
            f"{path}: line {numbers}{more} cannot be read; it was left out, every other line counts"
        )


def append(path: Path, *records: BaseModel) -> None:
    """Add records. They are on disk when this returns. A last line that a crash cut short was never
    acknowledged, and is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with require_file(path).open("a+b") as file:
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
    return read_lines(path, model).records


def read_lines(path: Path, model: type[Model]) -> JsonLines[Model]:
    """Every whole record, and which lines are none. A last line that a crash cut short was never
    acknowledged, and is not among these.
    """
    if not path.exists():
        return JsonLines([], [])
    lines = require_file(path).read_bytes().split(b"\n")
    if _is_cut(lines[-1]):
        lines.pop()
    records: list[Model] = []
    bad_lines: list[int] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            records.append(model.model_validate_json(line))
        except ValidationError:
            bad_lines.append(number)
    return JsonLines(records, bad_lines)


def _is_cut(last_line: bytes) -> bool:
    """Whether what follows the last newline is a part of a record."""
    if not last_line:
        return False
    try:
        return not isinstance(json.loads(last_line), dict)
    except (ValueError, RecursionError):
        return True
