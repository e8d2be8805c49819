"""The files of a table: one file, or those of a folder or a tar archive, each as data with places."""

import csv
import io
import tarfile
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path, PurePosixPath
from typing import Any, cast

from pipeline.audit.statement import TableFile
from pipeline.failures import Failure
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json, JsonNumber, parse_json
from spiders.parsing.yaml_tree import parse_yaml

LONGEST = 200 * 2**20
"""Bytes of all files of a table together; the largest that we know has 4 MB."""


def read_table_files(path: Path) -> list[TableFile]:
    """Every JSON, YAML, TOML and CSV file of a table. Raises Failure where one cannot be read."""
    found: list[TableFile] = []
    size = 0
    for name, body in sorted(_bodies(path)):
        size += len(body)
        if size > LONGEST:
            raise Failure(
                f"{path} is too large for a table of prices: expected at most {LONGEST:,} bytes"
            )
        form = FORMS.get(PurePosixPath(name).suffix.lower())
        if form:
            found.append(TableFile(name, form, _data(name, form, body)))
    return found


def _bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for file in path.rglob("*"):
            if file.is_file() and not file.is_symlink():
                yield file.relative_to(path).as_posix(), file.read_bytes()
            elif file.is_symlink():
                yield file.relative_to(path).as_posix(), str(file.readlink()).encode()
    elif tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            for member in archive:
                if file := archive.extractfile(member) if member.isfile() else None:
                    yield member.name, file.read(LONGEST + 1)
                elif member.issym():
                    yield member.name, member.linkname.encode()
    else:
        yield path.name, path.read_bytes()


def _data(name: str, form: str, body: bytes) -> Json:
    try:
        text = body.decode("utf-8-sig")
        if form == "toml" and "\n" not in text.strip() and text.strip().endswith(".toml"):
            return text.strip()  # a link, as an archive or a checkout without links keeps it
        return _PARSERS[form](text)
    except (LayoutChanged, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise Failure(f"{name} cannot be read as {form}: {error}") from None


def _parse_toml(text: str) -> Json:
    return _with_digits(tomllib.loads(text, parse_float=JsonNumber))


def _with_digits(value: Any) -> Json:
    match value:
        case dict():
            return {key: _with_digits(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_with_digits(item) for item in cast("list[Any]", value)]
        case bool() | str():
            return value
        case int():
            return JsonNumber(value)
        case date() | time():
            return value.isoformat()
        case _:
            raise TypeError(f"TOML has no {type(value).__name__}")


def _parse_csv(text: str) -> Json:
    rows: list[Json] = []
    for row in csv.DictReader(io.StringIO(text), restkey="", restval="", strict=True):
        if "" in row:
            raise csv.Error(f"row {len(rows) + 1} has more cells than the header")
        rows.append({column: cell.strip() for column, cell in row.items()})
    return rows


_PARSERS: dict[str, Callable[[str], Json]] = {
    "json": parse_json,
    "yaml": parse_yaml,
    "toml": _parse_toml,
    "csv": _parse_csv,
}
FORMS = {".json": "json", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".csv": "csv"}
