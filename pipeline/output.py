"""Prints rows: as a table on a terminal, JSON lines in a pipe, or in the format asked for."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any, Literal, cast

Format = Literal["table", "json", "jsonl", "csv", "md"]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format | None) -> None:
    """Print rows in `form`. None is a table on a terminal and JSON lines elsewhere."""
    if form is None:
        form = "table" if sys.stdout.isatty() else "jsonl"
    sys.stdout.write(format_rows(columns, [list(row) for row in rows], form))


def format_rows(columns: Sequence[str], rows: list[list[Any]], form: Format) -> str:
    """The rows as text. Numbers have no exponent and no trailing zeros; times are in UTC."""
    match form:
        case "json":
            objects = _json_objects(columns, rows)
            return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"
        case "jsonl":
            objects = _json_objects(columns, rows)
            return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)
        case "csv":
            return _csv(columns, _texts(rows))
        case "md":
            return _markdown(columns, _texts(rows))
        case "table":
            return _table(columns, _texts(rows))


def _json_objects(columns: Sequence[str], rows: list[list[Any]]) -> list[dict[str, Any]]:
    names = _unique(columns)
    return [dict(zip(names, map(json_value, row), strict=True)) for row in rows]


def _unique(columns: Sequence[str]) -> list[str]:
    """The names of columns; one that came before gets a number, so that no value is lost."""
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    return [[cell_text(value) for value in row] for row in rows]


def json_value(value: Any) -> Any:
    """A value as JSON has it: decimals, times and what JSON does not know become text."""
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return cell_text(value)
        case float() if not isfinite(value):
            return str(value)
        case None | bool() | int() | float() | str():
            return value
        case list() | tuple() | set() | frozenset():
            return [json_value(item) for item in cast("Iterable[Any]", value)]
        case dict():
            items = cast("dict[Any, Any]", value).items()
            return {cell_text(key): json_value(item) for key, item in items}
        case _:
            return cell_text(value)


def cell_text(value: Any) -> str:
    """A value as a cell of a table shows it. A time at midnight is a day."""
    match value:
        case None:
            return ""
        case Decimal():
            return decimal_text(value)
        case datetime() if value.time() == time.min:
            return value.strftime("%Y-%m-%d")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%SZ")
        case bool():
            return "yes" if value else "no"
        case bytes() | bytearray() | memoryview():
            return bytes(cast("bytes", value)).hex()
        case list() | dict() | tuple() | set() | frozenset():
            return json.dumps(json_value(value), ensure_ascii=False)
        case _:
            return str(value)


def decimal_text(number: Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    digits = format(number, "f")
    if "." not in digits:
        return digits
    return digits.rstrip("0").rstrip(".")


def _csv(columns: Sequence[str], rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_without_formula(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _without_formula(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    if cell.startswith(FORMULA_STARTS) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def _markdown(columns: Sequence[str], rows: list[list[str]]) -> str:
    lines = [list(columns), ["---"] * len(columns)]
    lines += [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _table(columns: Sequence[str], rows: list[list[str]]) -> str:
    lines = [list(columns), *rows]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    padded: list[str] = []
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        padded.append("  ".join(cells).rstrip() + "\n")
    return "".join(padded)
