"""The tables of a comparison page as rows, for spreadsheets."""

from collections.abc import Iterator

from reports.pages.comparison import Comparison
from reports.render.footnote_marks import fill_text_marks, text_marks
from reports.render.part_cache import PartCache
from reports.render.text_outline import Heading, Table, outline

COLUMNS = ("section", "row", "first", "second", "more")


def page_rows(page: Comparison) -> Iterator[tuple[str, ...]]:
    """Each row of each table: its section, its name, the cells of the two models, and further cells."""
    numbers = text_marks(page.sources, page.dates.are_most_stale)
    section = ""
    for block in outline(page, PartCache()):
        if isinstance(block, Heading):
            section = block.text
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                name, first, second, *more = (
                    fill_text_marks(cell, numbers) for cell in (*row, "", "")
                )
                yield section, name, first, second, "; ".join(filter(None, more))
