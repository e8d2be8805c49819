"""Rows to stdout: a table on a terminal, JSON lines in a pipe, or the format that was asked for."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast

Format = Literal["table", "json", "jsonl", "csv", "md"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format | None) -> None:
    """Print rows in `form`; None is a table on a terminal and JSON lines elsewhere."""
    form = form or ("table" if sys.stdout.isatty() else "jsonl")
    sys.stdout.write(format_rows(columns, [list(row) for row in rows], form))


def format_rows(columns: Sequence[str], rows: list[list[Any]], form: Format) -> str:
    """The rows as text. Numbers are written without exponent and without trailing zeros, times in
    UTC.
    """
    if form == "json":
        return (
            json.dumps(
                [dict(zip(columns, map(json_value, row), strict=True)) for row in rows],
                ensure_ascii=False,
                indent=1,
            )
            + "\n"
        )
    if form == "jsonl":
        lines = [
            json.dumps(dict(zip(columns, map(json_value, row), strict=True)), ensure_ascii=False)
            for row in rows
        ]
        return "".join(f"{line}\n" for line in lines)
    texts = [[cell_text(value) for value in row] for row in rows]
    if form == "csv":
        return _csv(columns, texts)
    if form == "md":
        lines = [
            columns,
            ["---"] * len(columns),
            *([cell.replace("|", "\\|") for cell in row] for row in texts),
        ]
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)
    return _table(columns, texts)


def json_value(value: Any) -> Any:
    """A value as JSON has it: decimals as numbers in words, times in ISO form."""
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return cell_text(value)
        case list():
            return [json_value(item) for item in cast("list[Any]", value)]
        case dict():
            return {key: json_value(item) for key, item in cast("dict[str, Any]", value).items()}
        case _:
            return value


def cell_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return decimal_text(value)
        case datetime():
            return value.strftime(
                "%Y-%m-%d %H:%M:%SZ" if value.time() != datetime.min.time() else "%Y-%m-%d"
            )
        case bool():
            return "yes" if value else "no"
        case list() | dict():
            return json.dumps(json_value(value), ensure_ascii=False)
        case _:
            return str(value)


def decimal_text(number: Decimal) -> str:
    digits = format(number, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _csv(columns: Sequence[str], rows: list[list[str]]) -> str:
    # A spreadsheet runs what begins like a formula: such text gets an apostrophe in front.
    safe = [
        [f"'{cell}" if cell.startswith(_FORMULA) and not _is_number(cell) else cell for cell in row]
        for row in rows
    ]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([list(columns), *safe])
    return buffer.getvalue()


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def _table(columns: Sequence[str], rows: list[list[str]]) -> str:
    widths = [
        max([len(name), *(len(row[index]) for row in rows)]) for index, name in enumerate(columns)
    ]
    lines = [list(columns), *rows]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        + "\n"
        for line in lines
    )
