"""Append-only files with one JSON record per line, which outlive every warehouse."""

import fcntl
import json
import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.failures import Failure

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
    """Every whole record, oldest first. None where there is no file. Raises Failure for a line that is
    no such record.
    """
    if not path.exists():
        return []
    lines = path.read_bytes().split(b"\n")
    if _is_cut(lines[-1]):
        lines.pop()
    records: list[Model] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            records.append(_record(path, number, line, model))
    return records


def _record(path: Path, number: int, line: bytes, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"])
        what = f"{key}: {fault['msg']}" if key else fault["msg"]
        raise Failure(
            f"{path}, line {number}: expected a {model.__name__} as JSON, found {line[:60].decode(errors='replace')!r} "
            f"({what}); nothing was changed; correct the line or take it out, and run the command again",
            code="damaged-file",
        ) from None


def _is_cut(last_line: bytes) -> bool:
    """Whether what follows the last newline is a part of a record."""
    if not last_line:
        return False
    try:
        return not isinstance(json.loads(last_line), dict)
    except ValueError:
        return True
