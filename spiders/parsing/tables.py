"""Tables with headers: every cell is reached by its header's text, and a row says when a cell was
left unread.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from spiders.claims import Context, Quote, contexts_by_role
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node

T = TypeVar("T")
_NOTHING = re.compile(r"[-–—/\s]*|n/?a|no \w+ date announced", re.IGNORECASE)


def normalised(text: str) -> str:
    """Text for matching headers and headings: case, spacing, "&" and zero-width marks do not
    matter.
    """
    text = re.sub(r"[\u200b-\u200d\ufeff]", "", text).casefold().replace("&", " and ")
    return " ".join(text.split())


@dataclass(frozen=True)
class Header:
    """A column's header: one quote, or one for each header row above the column, outermost first.

    `given` is the meaning of a column that a page leaves without a header and the length of its
    rows fixes.
    """

    quotes: tuple[Quote, ...] = ()
    given: str = ""

    @property
    def label(self) -> str:
        texts = [quote.text for quote in self.quotes if quote.text]
        return self.given or " / ".join(dict.fromkeys(texts))


class Row:
    """One row of a table. `pop` takes the cell under a header; what is never taken is found by
    `unread`.
    """

    def __init__(
        self,
        where: str,
        headers: Sequence[Header],
        cells: Sequence[Quote],
        context: Sequence[Context],
    ) -> None:
        self.where = where
        self._headers, self._context = headers, context
        self._cells = dict(enumerate(cells))

    def pop(self, *headers: str) -> Quote:
        """The cell under one of `headers`, with its column header and the table's context. Just one
        must be there.
        """
        wanted, named = set(map(normalised, headers)), " or ".join(map(repr, headers))
        matches = [
            index for index, text in enumerate(self._headers) if normalised(text.label) in wanted
        ]
        if len(matches) != 1 or matches[0] not in self._cells:
            raise LayoutChanged(
                f"the column {named} is not there exactly once"
                if len(matches) != 1
                else f"{named} was read twice",
                where=self.where,
                expected=f"one column {named}",
                found=", ".join(repr(h.label) for h in self._headers),
            )
        cell = self._cells.pop(matches[0])
        columns = [
            quote.as_context("column") for quote in self._headers[matches[0]].quotes if quote.text
        ]
        return cell.with_context(*columns, *self._context)

    def has_header(self, header: str) -> bool:
        return any(normalised(h.label) == normalised(header) for h in self._headers)

    def find(self, *headers: str) -> Quote | None:
        """The cell under one of `headers`; None where the row has no such column, or states nothing
        in it.
        """
        cell = self.pop(*headers) if any(map(self.has_header, headers)) else None
        return cell if cell and states_something(cell) else None

    def pop_rest(self, *, skip: Iterable[str] = ()) -> list[tuple[str, Quote]]:
        """What is still unread, as (header, cell) in order: for tables whose headers are values,
        such as bands.
        """
        skipped = {normalised(header) for header in skip}
        labels = [self._headers[index].label for index in self._cells]
        return [(label, self.pop(label)) for label in labels if normalised(label) not in skipped]

    def pop_matching(self, meanings: Mapping[str, T]) -> dict[T, Quote]:
        """The unread cells whose headers match one of these patterns, by what they mean; another
        stays unread.
        """
        taken: dict[T, Quote] = {}
        for label in self.unread():
            if (meant := match_pattern(label, meanings)) is not None:
                if meant in taken:
                    raise LayoutChanged(f"two columns mean {meant}", where=self.where, found=label)
                taken[meant] = self.pop(label)
        return taken

    def pop_stated(self, *, skip: Iterable[str] = ()) -> list[tuple[str, Quote]]:
        """What is still unread and states something, as `rest`."""
        return [
            (header, cell) for header, cell in self.pop_rest(skip=skip) if states_something(cell)
        ]

    def unread(self) -> list[str]:
        return [self._headers[index].label for index in self._cells]


class Table:
    """A table as a page shows it: headers, rows of the same width, and the context that gives them
    meaning.
    """

    def __init__(
        self,
        where: str,
        headers: Sequence[Header],
        rows: Sequence[Sequence[Quote]],
        context: Sequence[Context] = (),
    ) -> None:
        self.where, self.headers, self.context = where, headers, context
        self._rows = rows

    def has_headers(self, *headers: str) -> bool:
        """Whether every one of `headers` is a header of this table."""
        present = {normalised(h.label) for h in self.headers}
        return all(normalised(header) in present for header in headers)

    @property
    def labels(self) -> list[str]:
        return [header.label for header in self.headers]

    def with_context(self, **roles: Quote | None) -> "Table":
        """This table with more context, as Quote.within."""
        return Table(
            self.where, self.headers, self._rows, (*self.context, *contexts_by_role(**roles))
        )

    def column(self, header: str) -> list[str]:
        """The texts of one column."""
        places = [
            index
            for index, known in enumerate(self.headers)
            if normalised(known.label) == normalised(header)
        ]
        return [cells[index].text for cells in self._rows for index in places if index < len(cells)]

    def cells(self) -> Iterator[Quote]:
        """Every cell below the headers."""
        return (cell for cells in self._rows for cell in cells)

    def fill_blank_cells(self) -> "Table":
        """The table with the blank cells of every row that begins blank filled from the row above,
        as a span would.
        """
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            goes_on = rows and cells and not cells[0].text and len(cells) == len(rows[-1])
            rows.append(
                [new if new.text else old for new, old in zip(cells, rows[-1], strict=True)]
                if goes_on
                else cells
            )
        return Table(self.where, self.headers, rows, self.context)

    def split_torn_rows(self) -> tuple["Table", list[LayoutChanged]]:
        """The table without its torn rows, and what is wrong with each of these."""
        sound: list[Sequence[Quote]] = []
        torn: list[LayoutChanged] = []
        for cells in self._rows:
            try:
                self._check_length(cells)
                sound.append(cells)
            except LayoutChanged as error:
                torn.append(error)
        return Table(self.where, self.headers, sound, self.context), torn

    def groups(self, header: str, pattern: str) -> Iterator[tuple[Quote | None, "Table"]]:
        """The table cut at each row whose cell under `header` matches `pattern`: the title of the
        rows that follow.
        """
        place = next(
            (
                at
                for at, known in enumerate(self.headers)
                if normalised(known.label) == normalised(header)
            ),
            None,
        )
        title: Quote | None = None
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            if place is not None and place < len(cells) and (found := cells[place].find(pattern)):
                yield title, Table(self.where, self.headers, rows, self.context)
                title, rows = found, []
            else:
                rows.append(cells)
        yield title, Table(self.where, self.headers, rows, self.context)

    def pairs(self) -> Iterator[tuple[str, Quote]]:
        """The rows of a table of two columns, a label and its value; the value has its label as
        context.
        """
        for cells in self._rows:
            if len(cells) != 2:
                raise LayoutChanged(
                    "a row is no label with a value",
                    where=self.where,
                    expected="2 cells",
                    found=f"{len(cells)} cells ({', '.join(c.text for c in cells)})",
                )
            yield cells[0].text, cells[1].with_context(cells[0].as_context("row"), *self.context)

    def rows(self, *, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows in order. A column left unread and not in `ignore` is an error when the next row
        is asked for.
        """
        ignored = {normalised(header) for header in ignore}
        for cells in self._rows:
            where = self._check_length(cells)
            row = Row(where, self.headers, cells, self.context)
            yield row
            unread = [header for header in row.unread() if normalised(header) not in ignored]
            if unread:
                raise LayoutChanged(
                    "a column is not read by this source",
                    where=where,
                    expected="every column read, or named in ignore",
                    found=f"unread {', '.join(map(repr, unread))}",
                )

    def transpose(self) -> "Table":
        """The table with its columns as rows: for one whose columns are models, and whose rows say
        one thing each.
        """
        for cells in self._rows:
            self._check_length(cells)
        labels = [self.headers[0], *(Header((cells[0],)) for cells in self._rows)]
        columns = [
            [header.quotes[-1], *(cells[index] for cells in self._rows)]
            for index, header in enumerate(self.headers)
            if index > 0
        ]
        return Table(self.where, labels, columns, self.context)

    def melt(self) -> Iterator[tuple[list[Quote], Quote]]:
        """Every cell with the labels it stands under: those at the begin of its row, then the
        header of its column.

        Columns with the header of the first are labels. So a table is read alike whichever side its
        models are on.
        """
        is_label = [header.label == self.headers[0].label for header in self.headers]
        for cells in self._rows:
            self._check_length(cells)
            of_row = list(
                {
                    c.text: c for c, label in zip(cells, is_label, strict=True) if label and c.text
                }.values()
            )
            for header, cell, label in zip(self.headers, cells, is_label, strict=True):
                if not label:
                    context = [
                        *(c.as_context("row") for c in of_row),
                        *(h.as_context("column") for h in header.quotes),
                    ]
                    yield [*of_row, *header.quotes], cell.with_context(*context, *self.context)

    def _check_length(self, cells: Sequence[Quote]) -> str:
        """Where a row stands. Raises LayoutChanged where it has not one cell for each header."""
        where = cells[0].locator if cells else self.where
        if len(cells) != len(self.headers):
            raise LayoutChanged(
                "a row has another length than the header",
                where=where,
                expected=f"{len(self.headers)} cells ({', '.join(h.label for h in self.headers)})",
                found=f"{len(cells)} cells ({', '.join(c.text for c in cells)})",
            )
        return where


def table_without_headers(array: Node, lengths: Sequence[Sequence[str]]) -> Table:
    """A row written as an array, as a table of one row: the length of the array says which headers
    it would have.
    """
    cells = [
        cell or Quote(text="", locator=f"{array.where}/{index}")
        for index, cell in enumerate(array.elements())
    ]
    headers = [given for given in lengths if len(given) == len(cells)]
    if len(headers) != 1:
        raise LayoutChanged(
            "a row without headers has a new length",
            where=array.where,
            expected=" or ".join(f"{len(given)} ({', '.join(given)})" for given in lengths),
            found=f"{len(cells)} ({', '.join(cell.text for cell in cells)})",
        )
    return Table(array.where, [Header(given=name) for name in headers[0]], [cells])


def states_something(cell: Quote) -> bool:
    """Whether a cell says more than "-", "N/A" or "No shutdown date announced"."""
    return not _NOTHING.fullmatch(cell.text)


def match_pattern(words: str, meanings: Mapping[str, T]) -> T | None:
    """What words mean: the value of the one pattern that occurs in them, None without one. Two are
    a changed page.
    """
    found = [meant for pattern, meant in meanings.items() if re.search(pattern, words)]
    if len(found) > 1:
        raise LayoutChanged(
            "words have two meanings", found=words, expected=" or ".join(map(str, found))
        )
    return found[0] if found else None


def look_up_term(words: str, terms: Mapping[str, T]) -> T:
    """What a term of the page means, such as the header of a column. Raises LayoutChanged for one
    that is not known.
    """
    if words not in terms:
        raise LayoutChanged(
            "a term is not known", expected=" or ".join(map(repr, terms)), found=repr(words)
        )
    return terms[words]
