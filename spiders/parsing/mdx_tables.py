"""Tables that an MDX page hands to a component:

<DocTable
  columns={[{ title: "Model" }, { title: "Price" }]}
  rows={[
    ["a", "$1"],
    ["b", <>{"$"}2</>],
  ]}
/>
"""

import json
import re
from collections.abc import Iterator

from spiders.claims import Quote
from spiders.parsing.html_text import visible_source_text
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_CELL = rf"{_STRING}|<>.*?</>"
_CELL_PATTERN = re.compile(_CELL)
_BRACED_STRING = re.compile(rf"\{{\s*({_STRING})\s*\}}")
_COMPONENT = re.compile(r"^[ \t]*<[A-Z]\w*\s+(?:columns|rows)=\{[\s\S]*?\}\s*/>", re.MULTILINE)
_TITLE = re.compile(rf"\btitle:\s*({_STRING})")
_ROW = re.compile(rf"\[(?:\s*(?:{_CELL})\s*,?)+\s*\]")
# Styles as JSX writes them that strike a text or hide it.
_HIDING_STYLES = [
    (
        re.compile(r"style=\{\{[^{}]*textDecoration\w*: ?[\"']line-through[^{}]*\}\}"),
        "text-decoration: line-through",
    ),
    (re.compile(r"style=\{\{[^{}]*display: ?[\"']none[^{}]*\}\}"), "display: none"),
]
_ALL_ROWS = re.compile(r"\brows=\{\s*\[[\s,]*\]\s*\}")


def cell_text(source: str) -> str:
    """The text that a cell's source shows: a string, or a fragment such as <>{"$"}0.16</>."""
    if source.startswith('"'):
        return _string_value(source)
    text = _BRACED_STRING.sub(lambda match: _string_value(match[1]), source)
    inner = re.sub(r"</?>", "", text)
    if "<" not in inner:
        return " ".join(inner.split())
    html = inner.replace("className=", "class=")
    for style, value in _HIDING_STYLES:
        html = style.sub(f'style="{value}"', html)
    return visible_source_text(html)


def _string_value(literal: str) -> str:
    """The text of a string as JavaScript writes it in double quotes."""
    return str(json.loads(literal))


def component_tables(lines: list[str]) -> Iterator[tuple[int, int, Table]]:
    """(first line, last line, table) for every table of plain literals that is given to a
    component; lines are counted from 1.

    A table whose cells are expressions of the page's program is left out: its lines stay lines.
    """
    text = "\n".join(lines)
    for component in _COMPONENT.finditer(text):
        arrays = list(_ROW.finditer(text, *component.span()))
        without_rows = _ROW.sub("", component[0])
        if not arrays or not _ALL_ROWS.search(without_rows):
            continue
        titles = _TITLE.finditer(text, *component.span())
        headers = [Header((_quote(text, *title.span(1)),)) for title in titles]
        rows: list[list[Quote]] = []
        for array in arrays:
            cells = _CELL_PATTERN.finditer(text, *array.span())
            rows.append([_quote(text, *cell.span()) for cell in cells])
        first_line = _line_number(text, component.start())
        last_line = _line_number(text, component.end())
        yield first_line, last_line, Table(f"line:{first_line}", headers, rows)


def _line_number(text: str, position: int) -> int:
    """The number of the line that a position is on, counted from 1."""
    return text.count("\n", 0, position) + 1


def _quote(text: str, start: int, end: int) -> Quote:
    """The cell whose source is text[start:end]. Its locator counts characters as the text of a
    line does, from the first that is no space.
    """
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start:].partition("\n")[0]
    line_start += len(line) - len(line.lstrip())
    line_number = _line_number(text, start)
    return Quote(
        text=cell_text(text[start:end]),
        locator=f"line:{line_number} > chars:{start - line_start}-{end - line_start} > jsx:",
    )
