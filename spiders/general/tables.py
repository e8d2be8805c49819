"""Price tables by the meaning of their headers and labels: which column names the model, which state
prices, of what, per what, under which conditions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spiders.claims import Context, Quote, Unit
from spiders.conditions import conditions_in
from spiders.general.amounts import read_amounts
from spiders.general.price_words import PriceWords, read_price_words
from spiders.general.surroundings import Surroundings
from spiders.general.table_claims import Labels, StatedPrice, claims_of_amount, words_of_amount
from spiders.general.table_columns import (
    FOOTNOTE_MARK,
    MARKUP,
    TableColumn,
    has_meters_in_rows,
    header_words,
    leading_columns,
    read_columns,
    row_label,
)
from spiders.general.table_subjects import (
    NO_SUBJECT,
    Subject,
    cell_lines,
    subjects_around,
    subjects_in_cell,
)
from spiders.parsing.page import Page
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table
from spiders.parsing.tables.terms import states_something
from spiders.platforms.chinese_tables import scale_of_header

_ID_ROW = re.compile(r"\b(?:api |model )?id$|模型 ?ID", re.IGNORECASE)
_TUNED = re.compile(r"fine[- ]?tun|精调|微调", re.IGNORECASE)


def table_prices(page: Page, table: Table, around: Surroundings) -> Iterator[StatedPrice]:
    """The prices of a table. What its words do not say clearly gives no price."""
    rows = [list(cells) for cells in table.sound_rows()]
    if not rows:
        return
    columns = read_columns(table, rows, around)
    leading = leading_columns(columns)
    has_named_rows = columns[0].role == "subject" and any(
        column.words.is_price for column in columns[1:]
    )
    if not has_named_rows and has_meters_in_rows(rows, leading):
        yield from _by_row(page, table, rows, leading, around)
    else:
        yield from _by_column(page, table, rows, columns, around)


def _by_column(
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    columns: Sequence[TableColumn],
    around: Surroundings,
) -> Iterator[StatedPrice]:
    subject_column = next((column for column in columns if column.role == "subject"), None)
    prices = [column for column in columns if column.role == "price"]
    units: dict[int, Unit | None] = {column.index: _common_unit(rows, column) for column in prices}
    is_single = not any(column.words.meters for column in prices)
    if subject_column is None and columns[0].role == "label" and _holds_names(rows, columns[0]):
        subject_column = columns[0]
    is_tuned = around.is_tuned or (
        subject_column is not None and _TUNED.search(subject_column.header.label) is not None
    )
    for row in rows:
        subjects = _row_subjects(page, row, subject_column, around)
        labels = _row_labels(row, columns, subject_column, around)
        if is_tuned:
            labels = labels._replace(words=[*labels.words, PriceWords(rest="fine_tuned")])
        for column in prices:
            cell = row[column.index]
            header = column.header.as_context()
            bare = column.words.is_price
            for amount in read_amounts(cell_lines(page, cell), bare=bare):
                near = [*words_of_amount(amount), column.words, *labels.words]
                context = (*header, *labels.context)
                for subject in subjects:
                    about = Labels([*near, subject.words], context, labels.region, is_single)
                    for claim in claims_of_amount(
                        subject, amount, about, around, units[column.index]
                    ):
                        yield StatedPrice(claim, column.header.label, table.where)


def _holds_names(rows: Sequence[Sequence[Quote]], column: TableColumn) -> bool:
    """Whether a column whose header does not say so may hold names: not prices, bands or tiers."""
    if column.words.is_price or not column.header.label:
        return False
    texts = [row[column.index].text for row in rows]
    return not any(read_price_words(text).says_something for text in texts)


def _common_unit(rows: Sequence[Sequence[Quote]], column: TableColumn) -> Unit | None:
    """The one unit that the cells of a column name."""
    return only_unit(read_price_words(row[column.index].text).unit for row in rows)


def only_unit(units: Iterable[Unit | None]) -> Unit | None:
    """The one unit that is named, however often; None for none and for several."""
    named: set[Unit] = set()
    for unit in units:
        if unit is not None:
            named.add(unit)
    return named.pop() if len(named) == 1 else None


def _row_subjects(
    page: Page, row: Sequence[Quote], column: TableColumn | None, around: Surroundings
) -> list[Subject]:
    if column is None:
        return subjects_around(around, "a row")
    return subjects_in_cell(page, row[column.index], is_service=column.is_service)


def _row_labels(
    row: Sequence[Quote],
    columns: Sequence[TableColumn],
    subject: TableColumn | None,
    around: Surroundings,
) -> Labels:
    words: list[PriceWords] = []
    context: list[Context] = []
    regions = [around.region.text] if around.region else []
    for column in columns:
        cell = row[column.index]
        if column is subject or not states_something(cell):
            continue
        if column.role == "region":
            regions.append(cell.text)
        elif column.role in ("label", "bands"):
            said = read_price_words(MARKUP.sub("", cell.text), scale_of_header(column.header.label))
            is_silent = not said.says_something and not said.rest
            if is_silent or (column.role == "bands" and not any(said.band)):
                continue
            words.append(said)
            context.append(cell.as_context("band" if any(said.band) else "row"))
    return Labels(words, context, ", ".join(regions) or None)


def _by_row(
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    leading: Sequence[int],
    around: Surroundings,
) -> Iterator[StatedPrice]:
    """The prices of a table that has a price in each row, and its models in columns or around it."""
    headers = list(enumerate(table.headers))[len(leading) :]
    words_of_headers = {index: header_words(header, around.notes) for index, header in headers}
    subjects_of_columns = _named_columns(page, headers, words_of_headers)
    unit = only_unit(words.unit for words in words_of_headers.values())
    region = around.region.text if around.region else None
    for row in rows:
        label = row_label(row, leading)
        if _ID_ROW.search(label):
            subjects_of_columns = _renamed_by_ids(page, row, subjects_of_columns)
        words = read_price_words(label)
        if not words.is_price:
            continue
        label_cell = row[leading[-1]]
        is_row_noted = _is_noted(page, label_cell)
        for index, header in headers:
            cell = row[index]
            if index in subjects_of_columns:
                subjects = subjects_of_columns[index]
                near = [words]
            else:
                subjects = [] if subjects_of_columns else subjects_around(around, words.rest)
                near = [words, words_of_headers[index]]
            if is_row_noted or _is_noted(page, cell):
                near.append(PriceWords(rest="a note states a condition"))
            context = [*header.as_context(), label_cell.as_context("row")]
            for amount in read_amounts(cell_lines(page, cell), bare=bool(words.currency)):
                of_amount = words_of_amount(amount)
                for subject in subjects:
                    about = Labels([*of_amount, *near, subject.words], context, region)
                    for claim in claims_of_amount(subject, amount, about, around, unit):
                        yield StatedPrice(claim, label, table.where)


def _renamed_by_ids(
    page: Page, row: Sequence[Quote], named: Mapping[int, list[Subject]]
) -> dict[int, list[Subject]]:
    """The models of columns by the ids in a row of them; by what they were called where it has none."""
    renamed: dict[int, list[Subject]] = {}
    for index, subjects in named.items():
        ids = subjects_in_cell(page, row[index], is_service=False)
        renamed[index] = ids or subjects
    return renamed


def _named_columns(
    page: Page,
    headers: Sequence[tuple[int, Header]],
    words_of_headers: Mapping[int, PriceWords],
) -> dict[int, list[Subject]]:
    """The models of the columns whose header is a name: words that say nothing of prices."""
    named: dict[int, list[Subject]] = {}
    for index, header in headers:
        words = words_of_headers[index]
        is_name = words.rest and not words.is_price and not any(words.band) and not words.tier
        if is_name and header.quotes and not NO_SUBJECT.search(header.label):
            named[index] = subjects_in_cell(page, header.quotes[-1], is_service=False)
    return named


def _is_noted(page: Page, text: Quote) -> bool:
    """Whether the note that the mark behind a text leads to states a condition."""
    mark = FOOTNOTE_MARK.search(text.text)
    notes = page.outline.footnotes().get(mark[0], []) if mark else []
    return any(conditions_in(note.text) for note in notes)
