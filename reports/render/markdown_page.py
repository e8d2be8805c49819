"""Renders a comparison page as Markdown."""

from functools import lru_cache

from reports.pages.comparison import Comparison
from reports.render.footnote_marks import fill_text_marks, text_marks, visible_beside_marks
from reports.render.part_cache import PartCache
from reports.render.text_outline import Block, Bullets, Heading, Paragraph, Table, outline

_ESCAPES = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|~&"})


def render_markdown(page: Comparison, part_cache: PartCache | None = None) -> str:
    """The page as Markdown, with the numbers of sources in brackets."""
    if part_cache is None:
        part_cache = PartCache()
    blocks = [_block(block) for block in outline(page, part_cache)]
    text = "\n\n".join(blocks)
    return fill_text_marks(f"{text}\n", text_marks(page.sources, page.dates.are_most_stale))


@lru_cache(maxsize=100_000)
def escaped(text: str) -> str:
    """Text on one line, in which no character is markup."""
    return visible_beside_marks(" ".join(text.split())).translate(_ESCAPES)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            return escaped(block.text)
        case Bullets():
            return "\n".join(f"- {escaped(item)}" for item in block.items)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = [escaped(cell) for cell in table.head]
    rule = ["---"] * len(head)
    rows = [[escaped(cell) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    return "\n".join(lines)
