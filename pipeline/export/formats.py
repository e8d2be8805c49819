"""The formats that the catalog is written in, and how their files end."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.tables import price_rows
from pipeline.tables.formats import FORMATS
from pipeline.tables.llm_prices import write_history
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer

Writer = Callable[[Sequence[Offer], date, Account], bytes]


class ExportFormat(NamedTuple):
    """A format: how its file is made of offers."""

    name: str
    write: Writer
    is_text: bool = True
    """Whether its file can be printed. That of several sellers is none where each has its own."""
    needs_past: bool = False


EXPORTS = {
    known.name: ExportFormat(known.name, known.write, is_text=known.name != "portkey")
    for known in FORMATS.values()
    if known.write
} | {
    "llm-prices-history": ExportFormat("llm-prices-history", write_history, needs_past=True),
    "parquet": ExportFormat("parquet", price_rows.write_parquet, is_text=False),
    "sqlite": ExportFormat("sqlite", price_rows.write_sqlite, is_text=False),
}
