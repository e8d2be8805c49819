"""Renders a comparison page as text for a terminal."""

from collections.abc import Callable, Mapping
from io import StringIO

from rich.box import SIMPLE
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from reports.pages.comparison import Comparison
from reports.render.footnote_marks import fill_text_marks, text_marks
from reports.render.part_cache import PartCache
from reports.render.text_outline import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Table,
    first_screen,
    outline,
)

WIDTH = 100


def render_terminal(
    page: Comparison, *, width: int = WIDTH, color: bool = False, is_whole: bool = True
) -> str:
    """Text of at most `width` columns, all of the page or its first screen; with escape sequences
    only where `color` asks for them.
    """
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    known = text_marks(page.sources, page.dates.are_most_stale)
    blocks = outline if is_whole else first_screen
    with console.capture() as capture:
        for block in blocks(page, PartCache()):
            console.print(_block(block, known))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _block(block: Block, numbers: Mapping[str, str]) -> RenderableType:
    def safe(text: str) -> str:
        """Without control characters: a name from a page moves no cursor."""
        return "".join(
            letter if letter.isprintable() else " " for letter in fill_text_marks(text, numbers)
        )

    match block:
        case Heading(level=1):
            return Text(safe(block.text), style="bold")
        case Heading(level=2):
            return Padding(Text(safe(block.text).upper(), style="bold cyan"), (1, 0, 0, 0))
        case Heading():
            return Padding(Text(safe(block.text), style="bold"), (1, 0, 0, 0))
        case Paragraph():
            return Text(safe(block.text))
        case Bullets():
            return Text("\n".join(f"- {safe(item)}" for item in block.items))
        case Table():
            return _grid(block, safe)


def _grid(table: Table, safe: Callable[[str], str]) -> Grid:
    grid = Grid(
        box=SIMPLE,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1),
        header_style="bold",
        expand=False,
    )
    for head in table.head:
        grid.add_column(Text(safe(head)), overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(safe(cell)) for cell in row))
    return grid
