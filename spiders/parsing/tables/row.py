"""One row of a table: every cell is taken by its header's text, and what nobody took is known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from spiders.claims import Context, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.tables.headers import Header, normalised
from spiders.parsing.tables.terms import match_pattern, states_something

T = TypeVar("T")


class Row:
    """One row of a table. `pop` takes the cell under a header; `unread` lists the headers of the
    cells that nobody took.

    The header of a column is compared without regard to case and spacing.
    """

    def __init__(
        self,
        where: str,
        headers: Sequence[Header],
        cells: Sequence[Quote],
        context: Sequence[Context],
        columns: Sequence[int] | None = None,
    ) -> None:
        """`columns` are the indexes of the columns that this reading of the row has; by default
        all.
        """
        self.where = where
        self._headers, self._context = headers, context
        self._columns = range(len(cells)) if columns is None else columns
        self._cells = {index: cells[index] for index in self._columns}

    def pop(self, *headers: str) -> Quote:
        """The cell under the one column that has one of `headers`, with its column header and the
        table's context. Several headers are several spellings of the same: `row.pop("Input", "Input
        price")`.

        Raises LayoutChanged when no column or several columns match, and when the cell was taken
        before.
        """
        wanted = {normalised(header) for header in headers}
        columns = [(index, self._headers[index]) for index in self._columns]
        matches = [index for index, known in columns if known.key in wanted]
        conditions: list[Context] = []
        if not matches:
            matches = [index for index, known in columns if known.plain_key in wanted]
            for index in matches:
                conditions += self._headers[index].as_context("condition")
        named = " or ".join(repr(header) for header in headers)
        if len(matches) != 1:
            raise self._wrong_column(f"the column {named} is not there exactly once", named)
        index = matches[0]
        if index not in self._cells:
            raise self._wrong_column(f"{named} was read twice", named)
        cell = self._cells.pop(index)
        header = self._headers[index].as_context()
        return cell.with_context(*header, *conditions, *self._context)

    def _wrong_column(self, message: str, named: str) -> LayoutChanged:
        present = ", ".join(repr(header.label) for header in self._headers)
        return LayoutChanged(
            message, where=self.where, expected=f"one column {named}", found=present
        )

    def has_header(self, header: str) -> bool:
        """Whether the row has a column with this header."""
        wanted = normalised(header)
        headers = [self._headers[index] for index in self._columns]
        return any(wanted in (known.key, known.plain_key) for known in headers)

    def find(self, *headers: str) -> Quote | None:
        """The cell under one of `headers`; None when the row has no such column, or its cell
        states nothing.
        """
        if not any(self.has_header(header) for header in headers):
            return None
        cell = self.pop(*headers)
        return cell if states_something(cell) else None

    def pop_rest(self, *, skip: Iterable[str] = ()) -> list[tuple[str, Quote]]:
        """What is still unread, as (header, cell) in order: for tables whose headers are values,
        such as bands.
        """
        skipped = {normalised(header) for header in skip}
        labels = [label for label in self.unread() if normalised(label) not in skipped]
        return [(label, self.pop(label)) for label in labels]

    def pop_matching(self, meanings: Mapping[str, T]) -> dict[T, Quote]:
        """The unread cells whose headers match one of these patterns, by the pattern's meaning;
        the others stay unread.
        """
        taken: dict[T, Quote] = {}
        for label in self.unread():
            meaning = match_pattern(label, meanings)
            if meaning is None:
                continue
            if meaning in taken:
                raise LayoutChanged(f"two columns mean {meaning}", where=self.where, found=label)
            taken[meaning] = self.pop(label)
        return taken

    def pop_stated(self, *, skip: Iterable[str] = ()) -> list[tuple[str, Quote]]:
        """As `pop_rest`, without the cells that state nothing."""
        rest = self.pop_rest(skip=skip)
        return [(header, cell) for header, cell in rest if states_something(cell)]

    def leave(self) -> None:
        """Count every column as read: the row could not be read, and says nothing of its columns."""
        self._cells.clear()

    def unread(self) -> list[str]:
        """The labels of the columns whose cell nobody took, in order."""
        return [header.label for header in self.unread_headers()]

    def unread_headers(self) -> list[Header]:
        """The headers of the columns whose cell nobody took, in order."""
        return [self._headers[index] for index in self._cells]
