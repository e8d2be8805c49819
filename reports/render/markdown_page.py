"""A page as Markdown."""

from functools import lru_cache

from reports.pages.comparison import Comparison
from reports.render.footnote_marks import fill_text_marks
from reports.render.part_cache import PartCache
from reports.render.text_outline import Block, Bullets, Heading, Paragraph, Table, outline
from reports.values.citations import source_numbers

_ESCAPES = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|~&"})


def render_markdown(page: Comparison, part_cache: PartCache | None = None) -> str:
    text = "\n\n".join(map(_block, outline(page, part_cache or PartCache())))
    return fill_text_marks(f"{text}\n", source_numbers(page.sources))


@lru_cache(maxsize=100_000)
def escaped(text: str) -> str:
    """Text in which no character means markup, in one line."""
    return " ".join(text.split()).translate(_ESCAPES)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {escaped(block.text)}"
        case Paragraph():
            return escaped(block.text)
        case Bullets():
            return "\n".join(f"- {escaped(item)}" for item in block.items)
        case Table():
            rule = ["---"] * len(block.head)
            return "\n".join(
                f"| {' | '.join(cells)} |"
                for cells in (
                    [*map(escaped, block.head)],
                    rule,
                    *([*map(escaped, r)] for r in block.rows),
                )
            )
