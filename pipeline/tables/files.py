"""The files of a table: one file, or those of a folder or a tar archive, each as data with places."""

import csv
import io
import tarfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, cast

from pipeline.failures import Failure
from pipeline.tables.statement import BYTE_ORDER_MARK, TableFile, Unreadable
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json, JsonNumber, parse_json
from spiders.parsing.yaml_tree import parse_yaml

_FILE_FAULTS = (
    LayoutChanged,
    UnicodeDecodeError,
    tomllib.TOMLDecodeError,
    csv.Error,
    TypeError,
    RecursionError,
)
LONGEST = 200 * 2**20
"""Bytes of all files of a table together; the largest that we know has 4 MB."""


class TableFiles(NamedTuple):
    """The files of a table, and those of several that cannot be read."""

    files: list[TableFile]
    unreadable: list[Unreadable]


def read_table_files(path: Path) -> TableFiles:
    """Every JSON, YAML, TOML and CSV file of a table. Raises Failure where none of them can be read."""
    found = TableFiles([], [])
    for name, body in sorted(_bounded_bodies(path)):
        suffix = PurePosixPath(name).suffix
        form = FORMS.get(suffix.lower())
        if form:
            try:
                text = body.decode()
                data = _parse(form, text.removeprefix(BYTE_ORDER_MARK))
                found.files.append(TableFile(name, form, data, text))
            except _FILE_FAULTS as error:
                found.unreadable.append(Unreadable(f"no {form}: {error}", name, f"{form}:"))
    if found.unreadable and not found.files:
        why, name, _ = found.unreadable[0]
        raise Failure(f"{path}: {name} cannot be read: {why}")
    return found


def with_text(file: TableFile, text: str) -> TableFile:
    """The file with another text and what that states."""
    if text == file.text:
        return file
    data = _parse(file.form, text.removeprefix(BYTE_ORDER_MARK))
    return file._replace(data=data, text=text)


def _bounded_bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of the files. Raises Failure as soon as they are too many together."""
    size = 0
    for name, body in _bodies(path):
        size += len(body)
        if size > LONGEST:
            raise Failure(
                f"{path} is too large for a table of prices: expected at most {LONGEST:,} bytes"
            )
        yield name, body


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of the files. A link is its target, as bytes. A device or a pipe, and
    what is too large, is no archive: whether it is one may never be told.
    """
    if path.is_dir():
        yield from _bodies_in_folder(path)
    elif path.is_file() and path.stat().st_size <= LONGEST and tarfile.is_tarfile(path):
        yield from _bodies_in_archive(path)
    else:
        yield path.name, _read(path)


def _read(path: Path) -> bytes:
    """The bytes of a file; one more than may be of a file that has more, or no end."""
    with path.open("rb") as file:
        return file.read(LONGEST + 1)


def _bodies_in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.is_symlink():
            target = file.readlink()
            yield name, str(target).encode()
        elif file.is_file():
            yield name, _read(file)


def _bodies_in_archive(path: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.issym():
                yield member.name, member.linkname.encode()
                continue
            file = archive.extractfile(member) if member.isfile() else None
            if file:
                yield member.name, file.read(LONGEST + 1)


def _parse(form: str, text: str) -> Json:
    if form == "toml" and _is_link(text):
        return text.strip()
    return _PARSERS[form](text)


def _is_link(text: str) -> bool:
    """Whether a file is a link, as an archive or a checkout without links keeps it."""
    line = text.strip()
    return "\n" not in line and line.endswith(".toml")


def _parse_toml(text: str) -> Json:
    table = tomllib.loads(text, parse_float=JsonNumber)
    return _with_digits(table)


def _with_digits(value: Any) -> Json:
    """A value of TOML as JSON has it, with the digits of numbers as they are written."""
    match value:
        case dict():
            table = cast("dict[str, Any]", value)
            return {key: _with_digits(item) for key, item in table.items()}
        case list():
            items = cast("list[Any]", value)
            return [_with_digits(item) for item in items]
        case bool() | str():
            return value
        case int():
            return JsonNumber(value)
        case date() | time():
            return value.isoformat()
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def _parse_csv(text: str) -> Json:
    """The rows by column. A row with more cells than the header is refused."""
    rows: list[Json] = []
    reader = csv.DictReader(
        io.StringIO(text),
        restkey="",
        restval="",
        strict=True,
    )
    for row in reader:
        if "" in row:
            raise csv.Error(f"row {len(rows) + 1} has more cells than the header")
        cells: dict[str, Json] = {column: cell.strip() for column, cell in row.items()}
        rows.append(cells)
    return rows


def _parse_json_lines(text: str) -> Json:
    return [parse_json(line) for line in text.splitlines() if line.strip()]


_PARSERS: dict[str, Callable[[str], Json]] = {
    "json": parse_json,
    "jsonl": _parse_json_lines,
    "yaml": parse_yaml,
    "toml": _parse_toml,
    "csv": _parse_csv,
}
FORMS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".toml": "toml",
    ".csv": "csv",
}
