"""Tables as text of a width: columns beside each other where they fit, wrapped where that is
readable, and a row as lines of name and value where it is not. Chinese, Japanese and Korean letters
count twice.
"""

import re
from collections.abc import Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2
READABLE = 20
"""A column is made no narrower than this, or than its longest cell."""
STYLES = {
    **dict.fromkeys(("fresh", "ok"), "green"),
    **dict.fromkeys(("warn", "stale", "held", "never tried"), "yellow"),
    **dict.fromkeys(("error", "fail", "failing", "broken"), "red"),
    "off": "dim",
}
"""Cells that say how something stands."""


def table_text(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    *,
    has_color: bool = False,
) -> str:
    """The table as lines of at most `width` columns; as wide as it is without one."""
    natural = _natural(columns, rows)
    widths = natural if width is None else _fitted(natural, width)
    if widths is None:
        return _records(columns, rows, width or 0, has_color=has_color)
    grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0))
    for name, column_width in zip(columns, widths, strict=True):
        grid.add_column(Text.assemble((name, "bold")), width=column_width, overflow="fold")
    for row in rows:
        grid.add_row(*map(_cell, row))
    total = sum(widths) + GAP * len(widths)
    return _printed(grid, total, has_color=has_color)


def fitting_columns(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> int:
    """How many of the columns, from the first, fit beside each other and can be read."""
    for count in range(len(columns), 1, -1):
        if _fitted(_natural(columns[:count], [row[:count] for row in rows]), width):
            return count
    return 1


def _natural(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of the longest cell of each column."""
    return [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]


def wrapped(line: str, width: int | None, indent: int) -> list[str]:
    """A line as lines of at most `width` columns; those after the first are indented."""
    if width is None or cell_len(line) <= width:
        return [line]
    lines: list[str] = []
    current = ""
    for word in re.findall(r"\s*\S+", line):
        if cell_len(current + word) <= width:
            current += word
            continue
        if current.strip() and cell_len(word.strip()) <= width - indent:
            lines.append(current)
            current = " " * indent
        for letter in word if current.strip() else word.lstrip():
            if cell_len(current + letter) > width:
                lines.append(current)
                current = " " * indent
            current += letter
    return [*lines, current]


def _fitted(natural: Sequence[int], width: int) -> list[int] | None:
    """The widths of columns so that a row fits: the widest are made narrower first. None where some
    column would be too narrow to be read.
    """
    available = width - GAP * (len(natural) - 1)
    floors = [min(each, READABLE) for each in natural]
    if sum(floors) > available:
        return None
    cap = max(natural, default=0)
    while sum(min(each, max(cap, floor)) for each, floor in zip(natural, floors, strict=True)) > (
        available
    ):
        cap -= 1
    return [min(each, max(cap, floor)) for each, floor in zip(natural, floors, strict=True)]


def _records(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, has_color: bool
) -> str:
    """Every row as lines of name and value, but for what is empty."""
    names = min(max(map(cell_len, columns), default=0), width // 3)
    parts: list[str] = []
    for row in rows:
        grid = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=False)
        grid.add_column(width=names, overflow="fold")
        grid.add_column(width=max(width - names - GAP, 1), overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            if cell:
                grid.add_row(Text.assemble((name, "bold")), _cell(cell))
        parts.append(_printed(grid, width + GAP, has_color=has_color))
    return "\n".join(parts)


def _cell(text: str) -> Text:
    return Text.assemble((text, STYLES.get(text, "")))


def _printed(grid: Table, width: int, *, has_color: bool) -> str:
    console = Console(
        file=StringIO(),
        width=max(width, 1),
        force_terminal=has_color,
        color_system="standard" if has_color else None,
        no_color=not has_color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in capture.get().splitlines())
