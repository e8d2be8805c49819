"""Tables that an MDX page hands to a component: `<DocTable columns={[{ title: "Model" }]}
rows={[["a", "$1"]]} />`.
"""

import json
import re
from collections.abc import Iterator

from spiders.claims import Quote
from spiders.parsing.tables import Header, Table

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_CELL = rf"{_STRING}|<>.*?</>"
_COMPONENT = re.compile(r"^[ \t]*<[A-Z]\w*\s+(?:columns|rows)=\{[\s\S]*?\}\s*/>", re.MULTILINE)
_TITLE = re.compile(rf"\btitle:\s*({_STRING})")
_ROW = re.compile(rf"\[(?:\s*(?:{_CELL})\s*,?)+\s*\]")
_ALL_ROWS = re.compile(r"\brows=\{\s*\[[\s,]*\]\s*\}")


def cell_text(source: str) -> str:
    """The text that a cell's source shows: a string, or a fragment such as <>{"$"}0.16</>."""
    if source.startswith('"'):
        return str(json.loads(source))
    text = re.sub(rf"\{{\s*({_STRING})\s*\}}", lambda string: str(json.loads(string[1])), source)
    return " ".join(re.sub(r"<[^>]*>", "", text).split())


def component_tables(lines: list[str]) -> Iterator[tuple[int, int, Table]]:
    """Every table of plain literals that is given to a component, with its first and last line,
    counted from 1.

    One whose cells are expressions of the page's program is none: its lines stay lines.
    """
    text = "\n".join(lines)

    def quote(start: int, end: int) -> Quote:
        number = text.count("\n", 0, start)
        begin = text.rfind("\n", 0, start) + 1 + len(lines[number]) - len(lines[number].lstrip())
        return Quote(
            text=cell_text(text[start:end]),
            locator=f"line:{number + 1} > chars:{start - begin}-{end - begin} > jsx:",
        )

    for component in _COMPONENT.finditer(text):
        arrays = list(_ROW.finditer(text, *component.span()))
        if arrays and _ALL_ROWS.search(_ROW.sub("", component[0])):
            headers = [
                Header((quote(*title.span(1)),))
                for title in _TITLE.finditer(text, *component.span())
            ]
            cells = [re.compile(_CELL).finditer(text, *array.span()) for array in arrays]
            rows = [[quote(*cell.span()) for cell in row] for row in cells]
            first, last = (text.count("\n", 0, place) + 1 for place in component.span())
            yield first, last, Table(f"line:{first}", headers, rows)
