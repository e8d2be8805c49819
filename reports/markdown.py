"""A page as Markdown."""

from functools import lru_cache

from reports.citations import numbers
from reports.comparison import Comparison
from reports.marks import numbered_text
from reports.once import Once
from reports.outline import Block, Bullets, Heading, Paragraph, Table, outline

_ESCAPES = str.maketrans({letter: f"\\{letter}" for letter in "\\`*_{}[]<>#|~&"})


def render_markdown(page: Comparison, once: Once | None = None) -> str:
    text = "\n\n".join(map(_block, outline(page, once or Once())))
    return numbered_text(f"{text}\n", numbers(page.sources))


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
                for cells in ([*map(escaped, block.head)], rule, *([*map(escaped, r)] for r in block.rows))
            )
