"""The columns of numbers on a page, with the names in each one's rows: what believed prices are looked
for in, whether or not the words of a column are understood.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from spiders.claims import Context, Quote
from spiders.general.amounts import Amount, read_amounts
from spiders.general.objects import json_root, number_cells
from spiders.general.price_words import PriceWords, read_price_words
from spiders.general.surroundings import Surroundings, tables_with_surroundings
from spiders.general.table_columns import header_words
from spiders.general.table_subjects import cell_lines, names_in_cell
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table
from spiders.parsing.tables.terms import states_something
from spiders.platforms.chinese_tables import scale_of_header

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Cell:
    """An amount in a column."""

    quote: Quote
    value: str
    """Its number as it is written, or "free" and the like."""
    name: Quote
    """The name that it stands beside."""
    words: PriceWords
    """What stands beside it in its cell and its row."""
    row: str = ""
    """The texts of its row that are no amounts."""


@dataclass
class Column:
    """A column of numbers: of tables alike, or of objects under one key. Where models are columns, a
    row.
    """

    table: tuple[object, ...]
    """What tells its tables from others: their labels, tier and region."""
    label: str
    words: PriceWords
    context: tuple[Context, ...] = ()
    around: Surroundings = field(default_factory=Surroundings)
    cells: dict[str, list[Cell]] = field(default_factory=dict[str, list[Cell]])
    """The amounts by the name beside them, in letters and digits alone."""

    def add(self, names: Sequence[Quote], amount: Amount, words: PriceWords, row: str) -> None:
        """Add an amount under each of its names."""
        number = _NUMBER.search(amount.quote.text)
        value = amount.value or (number[0] if number else "")
        for name in names if value else ():
            cell = Cell(amount.quote, value, name, words, row)
            self.cells.setdefault(folded(name.text), []).append(cell)


def folded(name: str) -> str:
    """A name in small letters and digits alone, for comparing."""
    return re.sub(r"[\W_]+", "", name.casefold())


def columns_of(page: Page) -> list[Column]:
    """All columns of numbers on a page, in order. Those of tables with the same labels, tier and
    region are one.
    """
    root = json_root(page)
    if root is not None:
        return _columns_of_objects(root)
    found: dict[tuple[object, ...], Column] = {}
    for table, around in tables_with_surroundings(page):
        rows = [list(cells) for cells in table.sound_rows()]
        if rows:
            _read_down(found, page, table, rows, around)
            _read_across(found, page, table, rows, around)
    return [column for column in found.values() if column.cells]


def _signature(table: Table, around: Surroundings) -> tuple[object, ...]:
    region = around.region.text if around.region else None
    return (*table.labels, around.tier, region, around.unit)


def _read_down(
    found: dict[tuple[object, ...], Column],
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    around: Surroundings,
) -> None:
    """Add the columns of a table with a model in each row."""
    names = [_names_of_row(page, row) for row in rows]
    if not any(names):
        names = [list(around.codes)] * len(rows)
    labels = [_row_words(table, row) for row in rows]
    signature = ("down", *_signature(table, around))
    for index, header in enumerate(table.headers):
        words = header_words(header, around.notes)
        new = Column(signature, header.label, words, tuple(header.as_context()), around)
        column = found.setdefault((*signature, index), new)
        for row, named, beside in zip(rows, names, labels, strict=True):
            text = _row_text(row)
            for amount in read_amounts(cell_lines(page, row[index]), bare=True):
                column.add(named, amount, _beside(amount, beside), text)


def _read_across(
    found: dict[tuple[object, ...], Column],
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    around: Surroundings,
) -> None:
    """Add the rows of a table with a model in each column, or with one model alone."""
    leading = sum(header.label == table.headers[0].label for header in table.headers)
    names = [_names_of_header(page, header) for header in table.headers]
    signature = ("across", *_signature(table, around)[-3:])
    for row in rows:
        label = " / ".join(dict.fromkeys(cell.text for cell in row[:leading]))
        if not label or _NUMBER.fullmatch(label):
            continue
        for index in range(leading, len(row)):
            header = table.headers[index]
            ids = _names_above(page, rows, row, index)
            named = list(around.codes) or [*names[index], *ids]
            # Where the models are no columns, a column tells its amounts from those beside it.
            apart = header.label if around.codes else ""
            context = (row[leading - 1].as_context("row"), *header.as_context())
            words = read_price_words(label)
            if apart:
                words = _with_header(words, header_words(header, around.notes))
            new = Column(signature, label, words, context, around)
            column = found.setdefault((*signature, label, apart), new)
            for amount in read_amounts(cell_lines(page, row[index]), bare=False):
                column.add(named, amount, _beside(amount, PriceWords()), label)


def _with_header(words: PriceWords, above: PriceWords) -> PriceWords:
    """What the label of a row says, with what it leaves open as the header says it."""
    return words._replace(
        unit=words.unit or above.unit,
        currency=words.currency or above.currency,
        tier=words.tier or above.tier,
        band=words.band if any(words.band) else above.band,
    )


def _row_text(row: Sequence[Quote]) -> str:
    return " | ".join(cell.text for cell in row if not next(read_amounts([cell], bare=True), None))


def _names_above(
    page: Page, rows: Sequence[Sequence[Quote]], row: Sequence[Quote], index: int
) -> list[Quote]:
    """The ids in the same column above a row of a table."""
    found: list[Quote] = []
    for above in rows:
        if above is row:
            break
        if re.search(r"\bid\b", above[0].text, re.IGNORECASE):
            found += names_in_cell(page, above[index])
    return found


def _names_of_header(page: Page, header: Header) -> list[Quote]:
    return names_in_cell(page, header.quotes[-1]) if header.quotes else []


def _names_of_row(page: Page, row: Sequence[Quote]) -> list[Quote]:
    found: list[Quote] = []
    for cell in row:
        is_name = states_something(cell) and len(cell.text) < _LONGEST_NAME
        if is_name and not next(read_amounts([cell], bare=True), None):
            found += names_in_cell(page, cell)
    return found


def _row_words(table: Table, row: Sequence[Quote]) -> PriceWords:
    """The band and the tier that the cells of a row say."""
    words = PriceWords()
    for header, cell in zip(table.headers, row, strict=True):
        said = read_price_words(cell.text, scale_of_header(header.label))
        if any(said.band):
            words = words._replace(band=said.band)
        if said.tier and not said.rest:
            words = words._replace(tier=said.tier)
    return words


def _beside(amount: Amount, of_row: PriceWords) -> PriceWords:
    """What stands beside an amount in its cell, with what its row says."""
    said = read_price_words(amount.words) if amount.words else PriceWords()
    if not any(said.band):
        said = said._replace(band=of_row.band)
    return said._replace(tier=said.tier or of_row.tier)


def _columns_of_objects(root: Node) -> list[Column]:
    by_path: dict[str, Column] = {}
    for subject, path, quote in number_cells(root):
        if path not in by_path:
            by_path[path] = Column(("objects",), path, PriceWords())
        by_path[path].add([subject], Amount(quote), PriceWords(), "")
    return list(by_path.values())
