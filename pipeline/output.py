"""Prints: words to a person, and rows as a table on a terminal, JSON lines in a pipe, or in the format
asked for. What pages say is shown, and does nothing: no escape sequence, no formula, no markup.
"""

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import click

from reports.values.plain_values import cell_text, json_text, json_value
from reports.values.visible_text import visible

Format = Literal["table", "json", "jsonl", "csv", "md"]
_MARKDOWN = re.compile(r"[\\|<>\[\]`]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def echo(text: str = "", *, err: bool = False) -> None:
    """Print a line, on stderr with `err`. Hidden characters are written as their escapes."""
    click.echo(visible(text), err=err)


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
            return json_text(objects, indent=1)
        case "jsonl":
            objects = _json_objects(columns, rows)
            return "".join(map(json_text, objects))
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


def _csv(columns: Sequence[str], rows: list[list[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_without_formula(column) for column in columns])
    writer.writerows([_without_formula(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _without_formula(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    shown = visible(cell)
    begins = (cell[:1], cell.strip()[:1])
    if any(letter in FORMULA_STARTS for letter in begins if letter) and not _is_number(cell):
        return f"'{shown}"
    return shown


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdigit()


def _markdown(columns: Sequence[str], rows: list[list[str]]) -> str:
    lines = [_markdown_cells(columns), ["---"] * len(columns)]
    lines += [_markdown_cells(row) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cells(cells: Sequence[str]) -> list[str]:
    """Cells that stay cells: no column, line, tag, link or code begins in one."""
    return [_MARKDOWN.sub(r"\\\g<0>", " ".join(visible(cell).split())) for cell in cells]


def _table(columns: Sequence[str], rows: list[list[str]]) -> str:
    lines = [[" ".join(visible(cell).split()) for cell in row] for row in [list(columns), *rows]]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    padded: list[str] = []
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        padded.append("  ".join(cells).rstrip() + "\n")
    return "".join(padded)
