"""Arrays of plain literals in the source of an MDX page, whether or not the component around them
can be parsed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json, JsonNumber, Node, parse_json
from spiders.parsing.markdown import source_lines

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]]')


@dataclass(frozen=True)
class Literal:
    """An array such as `["name", 5, null, "-"]` and the line it stands on."""

    line: int
    values: Node

    @property
    def in_words(self) -> bool:
        """Whether an element after the first one has several words."""
        return any(" " in cell.text for cell in self.values.elements()[1:] if cell)


def written_arrays(line: str) -> list[str]:
    """The innermost arrays written on one line of source, as text."""
    arrays: list[str] = []
    start: int | None = None
    for token in _TOKEN.finditer(line):
        if token[0] == "[":
            start = token.start()
        elif token[0] == "]" and start is not None:
            arrays.append(line[start : token.end()])
            start = None
    return arrays


def without_trailing_comma(written: str) -> str:
    """A written array without the comma that JavaScript allows before its end."""
    return re.sub(r",\s*\]$", "]", written)


def array_of_literals(written: str) -> Json:
    """The value of a written array. Raises LayoutChanged when it holds anything but literals."""
    return parse_json(without_trailing_comma(written))


def literals(text: str) -> Iterator[Literal]:
    """Every innermost array that starts with a string and holds only plain literals, in order."""
    for number, line in enumerate(source_lines(text), start=1):
        for count, written in enumerate(written_arrays(line), start=1):
            try:
                value = array_of_literals(written)
            except LayoutChanged:
                continue  # an expression of the page's program, not data
            match value:
                case [str() as first, *_] if not isinstance(first, JsonNumber):
                    base = f"line:{number} > array:{count} > json:"
                    yield Literal(number, Node(value, base=base))
                case _:
                    pass
