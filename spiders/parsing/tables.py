"""Tables with headers: every cell is reached by its header's text, and a row says when a cell was
left unread.

A source reads a table in one of these forms:

- `table.rows()`: row by row, cells by header, for tables with one row per model.
- `table.transpose().rows()`: the same for tables with one column per model.
- `table.melt()`: every cell with the labels of its row and its column, for tables whose headers are
  values, such as regions.
- `table.pairs()`: (label, value), for tables of two columns.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeVar

from spiders.characters import plain_characters
from spiders.claims import Context, ContextRole, Quote, contexts_by_role
from spiders.conditions import conditions_in, without_conditions
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node

T = TypeVar("T")
_STATES_NOTHING = re.compile(r"[-–—/\s]*|n/?a|no \w+ date announced", re.IGNORECASE)


def normalised(text: str) -> str:
    """Text for matching headers and headings: case, spacing, "&" and invisible characters do
    not matter.
    """
    folded = plain_characters(text).casefold().replace("&", " and ")
    return " ".join(folded.split())


@dataclass(frozen=True)
class Header:
    """A column's header: one quote, or one for each header row above the column, outermost first.

    `given` is the label of a column that the page itself leaves without a header.
    """

    quotes: tuple[Quote, ...] = ()
    given: str = ""

    @property
    def label(self) -> str:
        """The text to find the column by: "Input" or, of several header rows, "Price / Input"."""
        if self.given:
            return self.given
        texts = [quote.text for quote in self.quotes if quote.text]
        without_repeats = dict.fromkeys(texts)
        return " / ".join(without_repeats)

    @property
    def place(self) -> str:
        """The label and the locator of its cell, for messages. A given label has no cell."""
        where = f" at {self.quotes[-1].locator}" if self.quotes else ""
        return f"{self.label!r}{where}"

    @property
    def key(self) -> str:
        """The label, normalised for comparing."""
        return normalised(self.label)

    @cached_property
    def plain_key(self) -> str:
        """The key without the conditions that the label states: "input" of "Input (until May 1,
        2027)".
        """
        return normalised(without_conditions(self.label))

    @property
    def is_conditional(self) -> bool:
        """Whether the label states a condition of the values below it."""
        return self.plain_key != self.key

    def as_context(self, role: ContextRole = "column") -> list[Context]:
        """The header as context of a cell below it."""
        return [quote.as_context(role) for quote in self.quotes if quote.text]


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

    def unread(self) -> list[str]:
        """The labels of the columns whose cell nobody took, in order."""
        return [header.label for header in self.unread_headers()]

    def unread_headers(self) -> list[Header]:
        """The headers of the columns whose cell nobody took, in order."""
        return [self._headers[index] for index in self._cells]


class Table:
    """A table as a page shows it.

    `where` is the locator of the table, for messages. `headers` has one entry per column. Every
    cell that is read gets `context`, such as the heading of the section that the table is in.
    """

    def __init__(
        self,
        where: str,
        headers: Sequence[Header],
        rows: Sequence[Sequence[Quote]],
        context: Sequence[Context] = (),
    ) -> None:
        self.where = where
        self.headers = headers
        self.context = context
        self._rows = rows

    def has_headers(self, *headers: str) -> bool:
        """Whether every one of `headers` is a header of this table, without regard to conditions."""
        present = {header.key for header in self.headers}
        present.update(header.plain_key for header in self.headers)
        return all(normalised(header) in present for header in headers)

    @property
    def labels(self) -> list[str]:
        """The labels of the headers, in order."""
        return [header.label for header in self.headers]

    @property
    def plain_labels(self) -> list[str]:
        """The labels without the conditions that they state, each once, in order."""
        return list(dict.fromkeys(without_conditions(label) for label in self.labels))

    def with_context(self, **roles: Quote | None) -> "Table":
        """This table with more context, as `Quote.with_context` takes it."""
        context = (*self.context, *contexts_by_role(**roles))
        return Table(self.where, self.headers, self._rows, context)

    def with_known_headers(self, before: Mapping[str, str]) -> "Table":
        """This table with renamed headers found by the names that they had before, given by the
        normalised names of now. A name that another column still has is not given again.
        """
        taken = {header.key for header in self.headers}
        headers = [
            Header(header.quotes, before[header.key])
            if header.key in before and normalised(before[header.key]) not in taken
            else header
            for header in self.headers
        ]
        return Table(self.where, headers, self._rows, self.context)

    def without_columns(self, keys: Collection[str]) -> "Table":
        """This table without the columns whose normalised headers are among these."""
        kept = [index for index, header in enumerate(self.headers) if header.key not in keys]
        if len(kept) == len(self.headers):
            return self
        # A torn row stays torn: it must not become one that fits.
        rows = [
            [cells[index] for index in kept] if len(cells) == len(self.headers) else cells
            for cells in self._rows
        ]
        return Table(self.where, [self.headers[index] for index in kept], rows, self.context)

    def _with_rows(self, rows: Sequence[Sequence[Quote]]) -> "Table":
        return Table(self.where, self.headers, rows, self.context)

    def _columns_of(self, header: str) -> list[int]:
        wanted = normalised(header)
        return [index for index, known in enumerate(self.headers) if known.key == wanted]

    def column(self, header: str) -> list[str]:
        """The texts of the column with this header."""
        columns = self._columns_of(header)
        texts: list[str] = []
        for cells in self._rows:
            texts += [cells[index].text for index in columns if index < len(cells)]
        return texts

    def cells(self) -> Iterator[Quote]:
        """Every cell below the headers."""
        for cells in self._rows:
            yield from cells

    def sound_rows(self) -> Iterator[Sequence[Quote]]:
        """The cells of every row that has one for each header."""
        for cells in self._rows:
            if len(cells) == len(self.headers):
                yield cells

    def fill_blank_cells(self) -> "Table":
        """The table with the blank cells of every row whose first cell is blank filled from the
        row above, as a row span would fill them:

            | Model | Tier  | Price |        | Model | Tier  | Price |
            | large | batch | $1    |   ->   | large | batch | $1    |
            |       | flex  | $2    |        | large | flex  | $2    |
        """
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            begins_blank = bool(cells) and not cells[0].text
            if begins_blank and rows and len(cells) == len(rows[-1]):
                rows.append(_fill_from(rows[-1], cells))
            else:
                rows.append(cells)
        return self._with_rows(rows)

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
        return self._with_rows(sound), torn

    def groups(self, header: str, pattern: str) -> Iterator[tuple[Quote | None, "Table"]]:
        """The table cut at each row whose cell under `header` matches `pattern`.

        Such a row holds the title of the rows that follow it. Gives (title, table of the rows); the
        rows before the first title come first, with None. The title is the match, or its first
        group.
        """
        columns = self._columns_of(header)
        title: Quote | None = None
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            found: Quote | None = None
            if columns and columns[0] < len(cells):
                found = cells[columns[0]].find(pattern)
            if found is None:
                rows.append(cells)
                continue
            yield title, self._with_rows(rows)
            title = found
            rows = []
        yield title, self._with_rows(rows)

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
                    found=_described(cells),
                )
            label, value = cells
            yield label.text, value.with_context(label.as_context("row"), *self.context)

    def rows(self, *, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows in order. Raises LayoutChanged, when the next row is asked for, if a column is
        left unread and is not in `ignore`.

        Where two columns differ in a condition alone, "Input" and "Input (from May 1, 2027)", every
        row comes once for each condition.
        """
        ignored = {normalised(header) for header in ignore}
        readings = self._readings()
        for cells, columns in product(self._rows, readings):
            where = self._check_length(cells)
            row = Row(where, self.headers, cells, self.context, columns)
            yield row
            unread = [
                header
                for header in row.unread_headers()
                if ignored.isdisjoint((header.key, header.plain_key))
            ]
            if unread:
                raise LayoutChanged(
                    "a column is not read by this source",
                    where=where,
                    expected="every column read, or named in ignore",
                    found=f"unread {', '.join(header.place for header in unread)}",
                )

    def _readings(self) -> list[list[int]]:
        """The columns by which each row is read: all, or those of each condition in turn."""
        columns = list(range(len(self.headers)))
        keys = Counter(header.plain_key for header in self.headers)
        are_conditional = [header.is_conditional for header in self.headers]
        doubled = [
            index
            for index in columns
            if are_conditional[index] and keys[self.headers[index].plain_key] > 1
        ]
        if not doubled:
            return [columns]
        plain = [index for index in columns if index not in doubled]
        conditional: dict[str, list[int]] = {}
        for index in doubled:
            conditional.setdefault(_condition_words(self.headers[index]), []).append(index)
        readings: list[list[int]] = []
        plain_keys = {self.headers[index].plain_key for index in plain}
        if all(self.headers[index].plain_key in plain_keys for index in doubled):
            readings.append(plain)
        for group in conditional.values():
            replaced = {self.headers[index].plain_key for index in group}
            kept = [index for index in plain if self.headers[index].plain_key not in replaced]
            readings.append(sorted([*kept, *group]))
        return readings

    def transpose(self) -> "Table":
        """The table with its columns as rows: for a table that has one column per model and one
        row per property:

            |        | small | large |        |       | Input | Output |
            | Input  | $1    | $2    |   ->   | small | $1    | $3     |
            | Output | $3    | $4    |        | large | $2    | $4     |
        """
        for cells in self._rows:
            self._check_length(cells)
        headers = [self.headers[0]]
        headers += [Header((cells[0],)) for cells in self._rows]
        rows: list[list[Quote]] = []
        for index, header in enumerate(self.headers[1:], start=1):
            rows.append([header.quotes[-1], *(cells[index] for cells in self._rows)])
        return Table(self.where, headers, rows, self.context)

    def right_aligned(self) -> "Table":
        """This table, every row of which ends in as many cells as the header has columns behind its
        first one. What a row has before them, be it one cell or several, are its labels: each gets a
        column with the first header, and a row with fewer repeats its last one.
        """
        width = max([len(self.headers), *(len(cells) for cells in self._rows)])
        missing = width - len(self.headers)
        if not missing:
            return self
        headers = [*([self.headers[0]] * (missing + 1)), *self.headers[1:]]
        values = len(self.headers) - 1
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            labels = list(cells[: len(cells) - values])
            if labels:
                labels += [labels[-1]] * (width - len(cells))
            rows.append([*labels, *cells[len(cells) - values :]])
        return Table(self.where, headers, rows, self.context)

    def melt(self) -> Iterator[tuple[list[Quote], Quote]]:
        """(labels, cell) for every cell that is not a label itself. Its labels are those at the
        begin of its row, then the header of its column:

            | Model | us | eu |        ([small, us], $1)
            | small | $1 | $2 |   ->   ([small, eu], $2)

        The first column, and every column with the same header, holds the labels of the rows. So a
        table reads the same whether its models are in rows or in columns.
        """
        first_label = self.headers[0].label
        is_label_column = [header.label == first_label for header in self.headers]
        for cells in self._rows:
            self._check_length(cells)
            columns = list(zip(self.headers, cells, is_label_column, strict=True))
            row_labels: dict[str, Quote] = {}
            for _, cell, is_label in columns:
                if is_label and cell.text:
                    row_labels[cell.text] = cell
            row_context = [label.as_context("row") for label in row_labels.values()]
            for header, cell, is_label in columns:
                if is_label:
                    continue
                labels = [*row_labels.values(), *header.quotes]
                column_context = [quote.as_context("column") for quote in header.quotes]
                yield labels, cell.with_context(*row_context, *column_context, *self.context)

    def _check_length(self, cells: Sequence[Quote]) -> str:
        """The locator of a row. Raises LayoutChanged unless it has one cell per header."""
        where = cells[0].locator if cells else self.where
        if len(cells) != len(self.headers):
            raise LayoutChanged(
                "a row has another length than the header",
                where=where,
                expected=f"{len(self.headers)} cells ({', '.join(self.labels)})",
                found=_described(cells),
            )
        return where


def _fill_from(above: Sequence[Quote], cells: Sequence[Quote]) -> list[Quote]:
    """The cells of a row, the blank ones replaced by those of the row above."""
    filled: list[Quote] = []
    for cell, cell_above in zip(cells, above, strict=True):
        filled.append(cell if cell.text else cell_above)
    return filled


def _condition_words(header: Header) -> str:
    """The words of a label that are its condition, the same for columns of one condition."""
    texts = [header.label[found.start : found.end] for found in conditions_in(header.label)]
    return normalised(" ".join(texts))


def _described(cells: Sequence[Quote]) -> str:
    """The cells of a row, for a message."""
    return f"{len(cells)} cells ({', '.join(cell.text for cell in cells)})"


def table_without_headers(array: Node, headers_by_length: Sequence[Sequence[str]]) -> Table:
    """A row written as an array, as a table of one row. Its headers are the one sequence in
    `headers_by_length` that is as long as the array.
    """
    cells: list[Quote] = []
    for index, element in enumerate(array.elements()):
        cells.append(element or Quote(text="", locator=f"{array.where}/{index}"))
    matching = [headers for headers in headers_by_length if len(headers) == len(cells)]
    if len(matching) != 1:
        known = [f"{len(headers)} ({', '.join(headers)})" for headers in headers_by_length]
        raise LayoutChanged(
            "a row without headers has a new length",
            where=array.where,
            expected=" or ".join(known),
            found=f"{len(cells)} ({', '.join(cell.text for cell in cells)})",
        )
    headers = [Header(given=name) for name in matching[0]]
    return Table(array.where, headers, [cells])


def states_something(cell: Quote) -> bool:
    """Whether a cell says more than "-", "N/A" or "No shutdown date announced"."""
    return not _STATES_NOTHING.fullmatch(cell.text)


def match_pattern(words: str, meanings: Mapping[str, T]) -> T | None:
    """The meaning of the one pattern that occurs in `words`; None when none does. Raises
    LayoutChanged when several do.
    """
    found = [meaning for pattern, meaning in meanings.items() if re.search(pattern, words)]
    if not found:
        return None
    if len(found) > 1:
        named = " or ".join(str(meaning) for meaning in found)
        raise LayoutChanged("words have two meanings", found=words, expected=named)
    return found[0]


def look_up_term(words: str, terms: Mapping[str, T]) -> T:
    """The meaning of a term of the page, such as the header of a column. Raises LayoutChanged for
    a term that is not known.
    """
    if words not in terms:
        known = " or ".join(repr(term) for term in terms)
        raise LayoutChanged("a term is not known", expected=known, found=repr(words))
    return terms[words]
