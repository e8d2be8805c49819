"""CSV as a table: every record of the text is a row, every field a cell. A cell's locator counts
both from 1.
"""

import csv
import io
from collections.abc import Sequence

from spiders.characters import plain_characters
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table


def parse_csv(text: str) -> list[list[str]]:
    """The records of a CSV text, their fields without space around them. Raises LayoutChanged for
    a text that is not CSV.
    """
    reader = csv.reader(io.StringIO(plain_characters(text), newline=""), strict=True)
    try:
        return [[field.strip() for field in record] for record in reader]
    except csv.Error as error:
        raise LayoutChanged("the text is not CSV", found=str(error)) from None


def csv_table(records: Sequence[Sequence[str]]) -> Table:
    """The records as a table. The first one holds the headers; blank ones are left out, but count in
    the locators. Raises LayoutChanged for a text without any record.
    """
    rows: list[list[Quote]] = []
    for row_number, record in enumerate(records, start=1):
        if not any(record):
            continue
        cells: list[Quote] = []
        for column_number, field in enumerate(record, start=1):
            cells.append(Quote(text=field, locator=f"csv:{row_number}/{column_number}"))
        rows.append(cells)
    if not rows:
        raise LayoutChanged("the CSV has no header", found="an empty text")
    headers = [Header((cell,)) for cell in rows[0]]
    return Table("csv:1", headers, rows[1:])
