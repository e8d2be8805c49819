"""CSV as a table with places: every record of the text is a row, every field a cell, both counted
from 1.
"""

import csv
import io
from collections.abc import Sequence

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.tables import Header, Table


def parse_csv(text: str) -> list[list[str]]:
    """The records of a CSV text, their fields without space around them. Raises LayoutChanged for
    anything else.
    """
    try:
        return [
            [field.strip() for field in record]
            for record in csv.reader(io.StringIO(text, newline=""), strict=True)
        ]
    except csv.Error as error:
        raise LayoutChanged("the text is not CSV", found=str(error)) from None


def csv_table(records: Sequence[Sequence[str]]) -> Table:
    """The records as a table: the first one holds the headers, a blank one is no row."""
    rows = [
        [
            Quote(text=field, locator=f"csv:{row}/{column}")
            for column, field in enumerate(record, start=1)
        ]
        for row, record in enumerate(records, start=1)
        if any(record)
    ]
    if not rows:
        raise LayoutChanged("the CSV has no header", found="an empty text")
    return Table("csv:1", [Header((cell,)) for cell in rows[0]], rows[1:])
