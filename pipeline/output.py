"""Prints: words to a person, and rows as a table on a terminal, JSON lines in a pipe, or in the format
asked for. What pages say is shown, and does nothing: no escape sequence, no formula, no markup.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

import click

from pipeline.activity import activity, log_line
from pipeline.screen import first_screen, screen
from reports.values.visible_text import visible

Format = Literal["table", "json", "jsonl", "csv", "md"]
NAMED_COLUMNS = 8
"""So many of the columns that do not fit are named."""
FORMATS: tuple[Format, ...] = get_args(Format)
QUIET = "cardkeep.quiet"
"""The key in the context's `meta` that -q sets."""
_MARKDOWN = re.compile(r"[\\|<>\[\]`]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The first four also in the wide form, which spreadsheets in East Asia take for the same."""


class Rows(NamedTuple):
    """A table of an answer that has several."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def echo(text: str = "", *, err: bool = False, is_fault: bool = False) -> None:
    """Print a line, on stderr with `err`. Hidden characters are written as their escapes. With -q,
    stderr has failures, what begins with an exclamation mark or tells a fault, and nothing else.
    """
    is_talk = err and not is_fault and not text.lstrip().startswith(("!", "cardkeep:"))
    if is_talk and _is_quiet():
        return
    activity.clear()
    click.echo(visible(text), err=err)


def log(text: str) -> None:
    """Print a line of what a long command did: with its time where it goes into a file or a pipe, and
    with -q only where it tells a fault.
    """
    if not _is_quiet() or text.lstrip().startswith("!"):
        echo(log_line(text))


def _is_quiet() -> bool:
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(QUIET))


def default_format() -> Format:
    """A table on a terminal, JSON lines elsewhere."""
    return "table" if sys.stdout.isatty() else "jsonl"


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format | None) -> None:
    """Print rows in `form`. None is a table on a terminal and JSON lines elsewhere."""
    form = form or default_format()
    listed = [list(row) for row in rows]
    if form == "table":
        print_screen(screen_table(columns, listed))
    else:
        _write(format_rows(columns, listed, form))


def print_tables(tables: Mapping[str, Rows], form: Format | None) -> None:
    """Print an answer of several tables: in JSON one object, in JSON lines and CSV with the table's
    name first in every row, else under headings.
    """
    form = form or default_format()
    if form == "table":
        parts = [
            f"{name}\n\n{screen_table(table.columns, _listed(table))}"
            for name, table in tables.items()
        ]
        print_screen("\n".join(parts))
    elif form == "json":
        objects = {
            name: _json_objects(table.columns, _listed(table)) for name, table in tables.items()
        }
        _write(_json(objects, indent=1))
    elif form == "md":
        parts = [
            f"## {name}\n\n{format_rows(table.columns, _listed(table), form)}"
            for name, table in tables.items()
        ]
        _write("\n".join(parts))
    elif form == "csv":
        _write(_united_csv(tables))
    else:
        for name, table in tables.items():
            rows = [[name, *row] for row in table.rows]
            _write(format_rows(["table", *table.columns], rows, form))


def _listed(table: Rows) -> list[list[Any]]:
    return [list(row) for row in table.rows]


def _united_csv(tables: Mapping[str, Rows]) -> str:
    """Rows of several tables under the columns of all of them, the table's name first."""
    every = [column for table in tables.values() for column in table.columns]
    columns = list(dict.fromkeys(every))
    united: list[list[Any]] = []
    for name, table in tables.items():
        for row in table.rows:
            cells = dict(zip(table.columns, row, strict=True))
            united.append([name, *(cells.get(column) for column in columns)])
    return format_rows(["table", *columns], united, "csv")


def print_screen(text: str) -> None:
    """Print text that was made for a person: on a terminal the first screen of it, unless --full asks
    for all.
    """
    shown, hidden = first_screen(text, screen().height)
    _write(shown)
    if hidden:
        sys.stdout.flush()
        echo(f"... and {hidden:,} lines more: --full shows all", err=True)


def screen_lines(lines: Iterable[str], indent: int) -> str:
    """Lines for a person, wrapped to the screen; what is wrapped goes on indented."""
    from pipeline.table_text import wrapped  # brings in rich

    width = screen().width
    fitted = [part for line in lines for part in wrapped(visible(line), width, indent)]
    return "".join(f"{line.rstrip()}\n" for line in fitted)


def screen_table(columns: Sequence[str], rows: list[list[Any]]) -> str:
    """A table for a person, as wide as the screen at most. On a terminal it has the first columns that
    fit, unless --full asks for all.
    """
    from pipeline.table_text import fitting_columns  # brings in rich

    width, height, has_color = screen()
    texts = _texts(rows)
    count = len(columns)
    if width is not None and height is not None:
        count = fitting_columns(columns, texts, width)
    shown = _table(columns[:count], [row[:count] for row in texts], width, has_color=has_color)
    if count < len(columns):
        names = ", ".join(columns[count : count + NAMED_COLUMNS])
        more = len(columns) - count - NAMED_COLUMNS
        further = f" and {more} columns more" if more > 0 else ""
        shown += screen_lines([f"(without {names}{further}: --full, or a wider terminal)"], 1)
    return shown


def _write(text: str) -> None:
    activity.clear()
    sys.stdout.write(text)


def print_exact(text: str) -> None:
    """Print text that a program is to take byte for byte; on a terminal with hidden characters as
    their escapes.
    """
    activity.clear()
    if sys.stdout.isatty():
        sys.stdout.write(visible(text))
    else:
        sys.stdout.buffer.write(text.encode())


def format_rows(columns: Sequence[str], rows: list[list[Any]], form: Format) -> str:
    """The rows as text. Numbers have no exponent and no trailing zeros; times are in UTC."""
    match form:
        case "json":
            objects = _json_objects(columns, rows)
            return _json(objects, indent=1)
        case "jsonl":
            objects = _json_objects(columns, rows)
            return "".join(map(_json, objects))
        case "csv":
            return _csv(columns, _texts(rows))
        case "md":
            return _markdown(columns, _texts(rows))
        case "table":
            return _table(columns, _texts(rows))


def _json(value: Any, indent: int | None = None) -> str:
    from reports.values.plain_values import json_text  # --help writes no values

    return json_text(value, indent=indent)


def _json_objects(columns: Sequence[str], rows: list[list[Any]]) -> list[dict[str, Any]]:
    from reports.values.plain_values import json_value  # as above

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
    from reports.values.plain_values import cell_text  # as above

    return [[cell_text(value) for value in row] for row in rows]


def _csv(columns: Sequence[str], rows: list[list[str]]) -> str:
    import csv  # as above
    import io

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


def _table(
    columns: Sequence[str],
    rows: list[list[str]],
    width: int | None = None,
    *,
    has_color: bool = False,
) -> str:
    from pipeline.table_text import table_text  # brings in rich

    lines = [[" ".join(visible(cell).split()) for cell in row] for row in [list(columns), *rows]]
    return table_text(lines[0], lines[1:], width, has_color=has_color)
