"""Tables of HTML as grids: spans filled, heads that stand in a table of their own joined to their rows."""

from collections.abc import Callable
from typing import NamedTuple

from bs4 import Tag

from spiders.claims import Quote
from spiders.limits import check_table
from spiders.parsing.html_text import is_hidden, is_offered, visible_text
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table

_CELL_TAGS = ["td", "th"]
_LARGEST_SPAN = 1000


class _SpanningCell(NamedTuple):
    """A cell that reaches into the rows below."""

    quote: Quote
    rows_left: int


def read_html_table(element: Tag, where: str, quote_of: Callable[[Tag], Quote]) -> Table | None:
    """The table of an element that stands at the locator `where`; None when it has no rows, or is
    only the head of the next one. `quote_of` makes a cell a quote. Raises LimitExceeded.
    """
    if _is_head_of(element, element.find_next("table")):
        return None
    rows = _rows(element)
    head_rows = _head_rows(rows)
    previous = element.find_previous("table")
    if previous is not None and _is_head_of(previous, element):
        head_rows = _rows(previous)
        rows = [*head_rows, *rows]
    if not rows:
        return None
    if not head_rows:
        # Without a head of its own, a table has its headers in the first row, and in the
        # further rows that the first cell spans.
        first_cell = rows[0].find(_CELL_TAGS)
        head_rows = rows[: _span(first_cell, "rowspan") if first_cell else 1]
    grid = _grid(rows, where, quote_of)
    headers = _column_headers(grid[: len(head_rows)])
    body = grid[len(head_rows) :]
    return Table(where, headers, body)


def _grid(rows: list[Tag], where: str, quote_of: Callable[[Tag], Quote]) -> list[list[Quote]]:
    """The rows with every cell repeated over the columns and rows that it spans.

    A cell that reaches into the rows below takes its column there; the cells of these rows move
    to the right of it.
    """
    grid: list[list[Quote]] = []
    cells_of_grid = 0
    from_above: dict[int, _SpanningCell] = {}
    for row in rows:
        line: list[Quote] = []
        to_below: dict[int, _SpanningCell] = {}
        cells = iter(_cells(row))
        while True:
            column = len(line)
            if column in from_above:
                spanning = from_above.pop(column)
                line.append(spanning.quote)
                if spanning.rows_left > 1:
                    to_below[column] = _SpanningCell(spanning.quote, spanning.rows_left - 1)
                continue
            cell = next(cells, None)
            if cell is None:
                break
            quote = quote_of(cell)
            row_span = _span(cell, "rowspan")
            for spanned_column in range(column, column + _span(cell, "colspan")):
                line.append(quote)
                if row_span > 1:
                    to_below[spanned_column] = _SpanningCell(quote, row_span - 1)
            check_table(len(grid), cells_of_grid + len(line), where)
        grid.append(line)
        cells_of_grid += len(line)
        check_table(len(grid), cells_of_grid, where)
        from_above = to_below
    return grid


def _rows(table: Tag) -> list[Tag]:
    """The rows of a table that the page shows, without those of tables inside it."""
    own_rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return [row for row in own_rows if is_offered(row, within=table)]


def _head_rows(rows: list[Tag]) -> list[Tag]:
    """The rows that the page writes as the head of their table."""
    return [row for row in rows if row.find_parent("thead") is not None]


def _column_headers(head_rows: list[list[Quote]]) -> list[Header]:
    """The headers of the columns: as many as the last header row has cells, each with its cells of
    all header rows.
    """
    headers: list[Header] = []
    for column in range(len(head_rows[-1])):
        quotes = [row[column] for row in head_rows if column < len(row)]
        headers.append(Header(tuple(quotes)))
    return headers


def _is_head_of(table: Tag, following: Tag | None) -> bool:
    """Whether a table is only the head of the next one: pages write that for a head that stays in
    view while its rows scroll.
    """
    if following is None:
        return False
    rows = _rows(table)
    if not rows or len(_head_rows(rows)) != len(rows):
        return False
    following_rows = _rows(following)
    if not following_rows or _head_rows(following_rows):
        return False
    return len(_cells(following_rows[0])) == len(_cells(rows[-1]))


def _cells(row: Tag) -> list[Tag]:
    """The cells of a row that the page shows. An empty cell of span 0 is none: editors leave one
    where a wider cell covers its place.
    """
    cells: list[Tag] = []
    for cell in row.find_all(_CELL_TAGS):
        if cell.find_parent("tr") is not row or is_hidden(cell):
            continue
        is_covered = cell.get("rowspan") == "0" or cell.get("colspan") == "0"
        if not is_covered or visible_text(cell):
            cells.append(cell)
    return cells


def _span(cell: Tag, attribute: str) -> int:
    """How many columns or rows a cell spans; 1 when it does not say, or says no number."""
    # JSX writes an attribute's number in braces: rowSpan={2}.
    written = str(cell.get(attribute, "1")).strip("{}")
    if not written.isdigit() or int(written) == 0:
        return 1
    return min(int(written), _LARGEST_SPAN)
