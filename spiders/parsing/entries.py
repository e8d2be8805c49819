"""Entries: which entry of a page's lists and objects, or row of its tables, is being read, and which are
left out because they could not be.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from spiders.claims import Quote

T = TypeVar("T")
Cells = Sequence[Quote]


_FEW_ROWS = 10


class RowPlace(NamedTuple):
    """A row of a table, known by the places of its cells: rows share cells that span them."""

    locators: tuple[str, ...]

    @property
    def where(self) -> str:
        """The place of its first cell."""
        return self.locators[0] if self.locators else ""

    def has(self, locator: str) -> bool:
        """Whether a place is in one of its cells."""
        return any(locator.startswith(cell) for cell in self.locators)


class Unread(Protocol):
    """A tree of values that knows which of them nobody read."""

    def unread_keys(self) -> Iterator[tuple[str, str]]: ...


class Entries:
    """The entries of the lists of one page, known by their locators."""

    def __init__(self) -> None:
        self.reading: tuple[str, ...] = ()
        """The entries that are being read, each inside the one before it."""
        self.left_out: set[str] = set()
        self.row: RowPlace | None = None
        """The row of a table that is being read; None outside of rows."""
        self.rows_left_out: set[RowPlace] = set()
        self.trees: list[Unread] = []
        """The trees of the page that were handed out."""
        self.odd_prices: dict[str, str] | None = None
        """What is said of the prices that are no plain values, by their locators: they count as absent.
        None: nobody asks afterwards, and such a price is an error of its entry.
        """

    def may_leave_out_row(self, where: str) -> bool:
        """Whether an error at this place is one of the row that is being read, and few rows are left
        out so far.
        """
        is_of_row = self.row is not None and where != "" and self.row.has(where)
        return is_of_row and len(self.rows_left_out) < _FEW_ROWS

    def each(self, placed_things: Iterable[tuple[str, T]]) -> Iterator[T]:
        """The things of one list, given with their locators, without those that are left out; each
        counts as being read until the next one is asked for.
        """
        around = self.reading
        for locator, thing in placed_things:
            if locator not in self.left_out:
                self.reading = (*around, locator)
                yield thing
        self.reading = around

    def each_row(self, rows: Iterable[Cells]) -> Iterator[Cells]:
        """The rows of one table without those that are left out; each counts as being read until the
        next one is asked for.
        """
        for cells in rows:
            place = RowPlace(tuple(cell.locator for cell in cells))
            if place not in self.rows_left_out:
                self.row = place
                yield cells
        self.row = None
