"""Tables of Markdown and HTML that can be edited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bs4 import BeautifulSoup, Tag


class Grid(Protocol):
    """A table that can be edited."""

    def width(self) -> int: ...
    def height(self) -> int: ...
    def header(self, column: int) -> str: ...
    def cell(self, row: int, column: int) -> str: ...
    def rename(self, column: int, text: str) -> None: ...
    def put(self, row: int, column: int, text: str) -> None: ...
    def move(self, column: int, to: int) -> None: ...
    def insert(self, at: int, header: str, text: str) -> None: ...


@dataclass
class MarkdownGrid:
    """A table of pipes: its rows as lists of cells; the second is that of dashes."""

    rows: list[list[str]]
    splits: list[int] = field(default_factory=list[int])

    def width(self) -> int:
        return len(self.rows[0])

    def height(self) -> int:
        return len(self.rows) - 2

    def header(self, column: int) -> str:
        return self.rows[0][column].strip()

    def cell(self, row: int, column: int) -> str:
        cells = self.rows[row + 2]
        return cells[column].strip() if column < len(cells) else ""

    def rename(self, column: int, text: str) -> None:
        self.rows[0][column] = f" {text} "

    def put(self, row: int, column: int, text: str) -> None:
        self.rows[row + 2][column] = f" {text} "

    def move(self, column: int, to: int) -> None:
        for cells in self.rows:
            cells.insert(to, cells.pop(column))

    def insert(self, at: int, header: str, text: str) -> None:
        for number, cells in enumerate(self.rows):
            cells.insert(at, (f" {header} ", "---", f" {text} ")[min(number, 2)])

    def split(self, row: int) -> None:
        self.splits.append(row)

    def written(self) -> list[str]:
        head = [_line(cells) for cells in self.rows[:2]]
        lines = list(head)
        for number, cells in enumerate(self.rows[2:]):
            if number in self.splits:
                lines += ["", *head]
            lines.append(_line(cells))
        return lines


def _line(cells: Sequence[str]) -> str:
    return f"|{'|'.join(cells)}|"


class HtmlGrid:
    """A table of HTML without spans."""

    def __init__(self, table: Tag) -> None:
        self.table = table
        rows = table.find_all("tr")
        self.rows = [list(row.find_all(["td", "th"])) for row in rows]

    def width(self) -> int:
        return len(self.rows[0])

    def height(self) -> int:
        return len(self.rows) - 1

    def header(self, column: int) -> str:
        return self.rows[0][column].get_text(" ", strip=True)

    def cell(self, row: int, column: int) -> str:
        cells = self.rows[row + 1]
        return cells[column].get_text(" ", strip=True) if column < len(cells) else ""

    def rename(self, column: int, text: str) -> None:
        self.rows[0][column].string = text

    def put(self, row: int, column: int, text: str) -> None:
        self.rows[row + 1][column].string = text

    def move(self, column: int, to: int) -> None:
        for cells in self.rows:
            moved, other = cells[column], cells[to]
            moved.extract()
            other.insert_before(moved) if to < column else other.insert_after(moved)
            cells.insert(to, cells.pop(column))

    def insert(self, at: int, header: str, text: str) -> None:
        for number, cells in enumerate(self.rows):
            new = BeautifulSoup("", "lxml").new_tag(cells[at].name)
            new.string = header if number == 0 else text
            cells[at].insert_before(new)
            cells.insert(at, new)
