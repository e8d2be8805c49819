"""Rows of plain price tables: one model, and a price under each header that names a meter."""

import re
from collections.abc import Iterable

from spiders.claims import Claim, Claims, Meter, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.terms import states_something
from spiders.readers.price_cells import read_cell
from spiders.readers.units import read_unit

METERS: dict[str, Meter] = {
    r"(?i)cache.miss": "input",
    r"(?i)cache.?storage|storage": "storage",
    r"(?i)cache.*writ|cache.*creat": "cache_write",
    r"(?i)cache|hit": "cache_read",
    r"(?i)\binput|\bprompt|\bprefill": "input",
    r"(?i)\boutput|\bcompletion|\bsample\b": "output",
    r"(?i)^\W*train": "training",
}
"""What a header's words mean, the first that match."""


def model_row(
    row: Row,
    *,
    route: Quote,
    unit: Unit | None = None,
    ignore: Iterable[str] = (),
    seller: str | None = None,
) -> Claims:
    """The prices of a row whose cell of the model was read. A price is per what its cell says, else
    its header, else `unit`. Columns of `ignore`, regular expressions, are passed over.

    Raises LayoutChanged for a column that is neither, and for a price that nothing has a unit for.
    """
    for header, cell in row.pop_rest():
        if any(re.search(pattern, header) for pattern in ignore):
            continue
        meter = _meter(header)
        if meter is None:
            raise LayoutChanged(
                "a column is not known", where=cell.locator, expected="a meter", found=header
            )
        if not states_something(cell):
            continue
        price = read_cell(cell)
        if price is None:
            continue
        price_unit = _unit_in(cell.text) or _unit_in(header) or unit
        if price_unit is None:
            raise LayoutChanged("nothing says what a price is per", where=cell.locator)
        yield Claim(route=route, seller=seller, meter=meter, unit=price_unit, **price._asdict())


def _meter(header: str) -> Meter | None:
    for pattern, meter in METERS.items():
        if re.search(pattern, header):
            return meter
    return None


def _unit_in(words: str) -> Unit | None:
    try:
        return read_unit(words)
    except LayoutChanged:
        return None
