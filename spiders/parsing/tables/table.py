"""Tables with headers: every cell is reached by its header's text, and a row says when a cell was
left unread.

A source reads a table in one of these forms:

- `table.rows()`: row by row, cells by header, for tables with one row per model.
- `table.transpose().rows()`: the same for tables with one column per model.
- `table.melt()`: every cell with the labels of its row and its column, for tables whose headers are
  values, such as regions.
- `table.pairs()`: (label, value), for tables of two columns.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from spiders.claims import Context, Quote, contexts_by_role
from spiders.conditions import conditions_in, without_conditions
from spiders.errors import LayoutChanged
from spiders.parsing.entries import Entries
from spiders.parsing.tables.headers import Header, normalised
from spiders.parsing.tables.row import Row


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
        entries: Entries | None = None,
    ) -> None:
        self.where = where
        self.headers = headers
        self.context = context
        self.entries = Entries() if entries is None else entries
        """Which of its rows is being read, as one of the entries of its page."""
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
        return Table(self.where, self.headers, self._rows, context, self.entries)

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
        return Table(self.where, headers, self._rows, self.context, self.entries)

    def without_columns(self, keys: Collection[str]) -> "Table":
        """This table without the columns whose normalised headers are among these."""
        kept = [index for index, header in enumerate(self.headers) if header.key not in keys]
        if len(kept) == len(self.headers):
            return self
        headers = [self.headers[index] for index in kept]
        rows: list[Sequence[Quote]] = []
        for cells in self._rows:
            is_torn = len(cells) != len(self.headers)
            # A torn row stays torn: it must not become one that fits.
            rows.append(cells if is_torn else [cells[index] for index in kept])
        return Table(self.where, headers, rows, self.context, self.entries)

    def _with_rows(self, rows: Sequence[Sequence[Quote]]) -> "Table":
        return Table(self.where, self.headers, rows, self.context, self.entries)

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
        for cells in self.entries.each_row(self._rows):
            if len(cells) != 2:
                raise LayoutChanged(
                    "a row is no label with a value",
                    where=cells[0].locator if cells else self.where,
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
        for cells in self.entries.each_row(self._rows):
            where = self._check_length(cells)
            for columns in readings:
                row = Row(where, self.headers, cells, self.context, columns)
                yield row
                unread = [
                    header
                    for header in row.unread_headers()
                    if ignored.isdisjoint((header.key, header.plain_key))
                ]
                if unread:
                    self.entries.row = None  # not this row is strange, but the table
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
        properties: list[Sequence[Quote]] = []
        for cells in self.entries.each_row(self._rows):
            self._check_length(cells)
            properties.append(cells)
        headers = [self.headers[0], *(Header((cells[0],)) for cells in properties)]
        rows: list[list[Quote]] = []
        for index, header in enumerate(self.headers[1:], start=1):
            rows.append([header.quotes[-1], *(cells[index] for cells in properties)])
        return Table(self.where, headers, rows, self.context, self.entries)

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
        return Table(self.where, headers, rows, self.context, self.entries)

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
        for cells in self.entries.each_row(self._rows):
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
