"""The lines of a page around a quote, with the quote marked in them, for those who check a value.

What stands further away is not shown: a page's text belongs to its publisher.
"""

import json
import re
from typing import NamedTuple

from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import (
    Json,
    extend_pointer,
    parse_json,
    resolve_pointer,
    scalar_text,
    unescape_step,
)
from spiders.parsing.page import Page

LONGEST_SIDE = 100
"""Characters of a line that are shown before and behind a quote; of a line beside it, twice that."""
LONGEST_QUOTE = 1_000
_STEP = re.compile(r" > (?=(?:cell|array|json|attr|css|source|html|key|chars|jsx):)")
_WHOLE_ELEMENTS = re.compile(r"(?:tr|li|p|dd|dt|small|figcaption|blockquote):nth-child\((\d+)\)$")
_RUN = re.compile(r"\s{2,}")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_MARKS = r"[\\\\*_`~]*"
_SPACE = r"[\s\\\\*_`~]|<br ?/?>"
_LONGEST_BLOCK = 5_000
"""Characters of an element beyond which a quote in it is shown alone."""


class Line(NamedTuple):
    """A line of a page. `marked` is the quote, "" in the lines beside it."""

    label: str
    """The number of the line, where the page has lines."""
    before: str
    marked: str
    after: str


class QuotedLines:
    """Finds the lines around quotes of one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._texts: dict[str, str | None] = {}
        self._trees: dict[str, Json] = {}

    def around(self, locator: str, quote: str) -> tuple[Line, ...]:
        """The line of the quote at a locator, and those before and behind it. Raises LayoutChanged
        where the locator leads nowhere, or to another text.
        """
        steps = _STEP.split(locator)
        found = self._page.text_at(locator)
        if found != quote:
            raise LayoutChanged("another text stands there", where=locator, found=found)
        while len(steps) > 1 and steps[-1].partition(":")[0] in ("jsx", "html"):
            steps.pop()
        span = None
        if steps[-1].startswith("chars:"):
            start, end = steps.pop().removeprefix("chars:").split("-")
            span = (int(start), int(end))
        lines = self._lines(steps, quote, span)
        return tuple(_cut(line) for line in lines)

    def _lines(self, steps: list[str], quote: str, span: tuple[int, int] | None) -> list[Line]:
        is_key = steps[-1] == "key:"
        decoder, _, argument = steps[-2 if is_key else -1].partition(":")
        prefix = " > ".join(steps[: -2 if is_key else -1])
        if decoder in ("json", "yaml"):
            return self._tree_lines(prefix, decoder, argument, is_key=is_key, span=span)
        if steps[0].startswith("line:"):
            return self._source_lines(steps, quote, span)
        if decoder == "csv":
            return self._record_lines(argument)
        if decoder == "css":
            return self._element_lines(prefix, argument, span)
        whole = self._page.text_at(" > ".join(steps))
        return [_marked(whole, span or (0, len(whole)))]

    # --- text and Markdown ----------------------------------------------------------------------

    def _source_lines(
        self, steps: list[str], quote: str, span: tuple[int, int] | None
    ) -> list[Line]:
        number = int(steps[0].removeprefix("line:"))
        written = self._page.written_line(number) or ""
        stretch = _trimmed(written, 0, len(written))
        if len(steps) > 1 and steps[1].startswith("cell:"):
            stretch = _cell_span(written, int(steps[1].removeprefix("cell:")))
        part = quote
        nth = 0
        if span:
            shown = self._page.text_at(" > ".join(steps))
            part = shown[slice(*span)]
            nth = shown.count(part, 0, span[0]) if part else 0
        marked = _marked(written, _span_of(part, nth, written, *stretch))
        lines = [marked._replace(label=str(number))]
        for beside in (number - 1, number + 1):
            text = self._page.written_line(beside)
            if text and text.strip():
                lines.append(Line(str(beside), text, "", ""))
        return sorted(lines, key=lambda line: int(line.label))

    # --- data -----------------------------------------------------------------------------------

    def _tree_lines(
        self,
        prefix: str,
        decoder: str,
        pointer: str,
        *,
        is_key: bool,
        span: tuple[int, int] | None,
    ) -> list[Line]:
        parent_pointer, _, step = pointer.rpartition("/")
        tree = self._tree(prefix, decoder)
        if not pointer:
            text = scalar_text(tree) or ""
            return [_marked(text, span or (0, len(text)))]
        parent = resolve_pointer(tree, parent_pointer)
        names = (
            list(parent) if isinstance(parent, dict) else [str(i) for i in range(_length(parent))]
        )
        place = names.index(unescape_step(step))
        lines: list[Line] = []
        for name in names[max(place - 1, 0) : place + 2]:
            key = f"{json.dumps(name, ensure_ascii=False)}: " if isinstance(parent, dict) else ""
            value = resolve_pointer(parent, extend_pointer("", name))
            if name != names[place]:
                lines.append(Line("", f"{key}{_written(value)}", "", ""))
            elif is_key:
                before, after = '"', f'": {_written(value)}'
                marked = _marked(name, span or (0, len(name)))
                lines.append(_between(before, marked, after))
            else:
                lines.append(_value_line(key, value, span))
        return lines

    def _tree(self, prefix: str, decoder: str) -> Json:
        if prefix not in self._trees:
            if prefix:
                tree = parse_json(self._page.text_at(prefix))
            elif decoder == "yaml":
                tree = self._page.yaml().value
            else:
                tree = self._page.json().value
            self._trees[prefix] = tree
        return self._trees[prefix]

    def _record_lines(self, argument: str) -> list[Line]:
        row, column = (int(number) for number in argument.split("/"))
        lines: list[Line] = []
        for beside in (column - 1, column, column + 1):
            header, value = self._text(f"csv:1/{beside}"), self._text(f"csv:{row}/{beside}")
            if value is None:
                continue
            label = f"{header}: " if header and row > 1 else ""
            if beside == column:
                lines.append(Line("", label, value, ""))
            else:
                lines.append(Line("", f"{label}{value}", "", ""))
        return lines

    # --- HTML -----------------------------------------------------------------------------------

    def _element_lines(self, prefix: str, path: str, span: tuple[int, int] | None) -> list[Line]:
        base = f"{prefix} > css:" if prefix else "css:"
        whole = self._text(base + path) or ""
        steps = path.split(" > ")
        depth = _depth_of_block(steps)
        block_path = " > ".join(steps[:depth])
        block = self._text(base + block_path) or ""
        start = self._start_in(base, steps, depth, block, whole)
        if start is None or len(block) > _LONGEST_BLOCK:
            return [_marked(whole, span or (0, len(whole)))]
        first, last = span or (0, len(whole))
        lines = [_marked(block, (start + first, start + last))]
        before, after = (self._beside(base, steps[:depth], by) for by in (-1, 1))
        if before:
            lines.insert(0, Line("", before, "", ""))
        if after:
            lines.append(Line("", after, "", ""))
        return lines

    def _start_in(
        self, base: str, steps: list[str], depth: int, block: str, whole: str
    ) -> int | None:
        """Where the text of an element begins in that of the block around it: behind the cells
        before it. None where that cannot be told.
        """
        position = 0
        if depth < len(steps):
            number = _number(steps[depth])
            for before in range(1, number):
                texts = (
                    self._text(base + " > ".join([*steps[:depth], f"{tag}:nth-child({before})"]))
                    for tag in ("td", "th")
                )
                text = next((text for text in texts if text), "")
                found = block.find(text, position)
                position = found + len(text) if found >= 0 else position
        start = block.find(whole, position)
        return start if start >= 0 else None

    def _beside(self, base: str, steps: list[str], by: int) -> str | None:
        """The text of the row or paragraph before or behind one."""
        number = _number(steps[-1]) + by
        if not steps[-1].startswith(("tr:", "li:", "p:")) or number < 1:
            return None
        tag = steps[-1].partition(":")[0]
        return self._text(base + " > ".join([*steps[:-1], f"{tag}:nth-child({number})"]))

    def _text(self, locator: str) -> str | None:
        """The text at a locator, looked up once; None where there is none."""
        if locator not in self._texts:
            try:
                self._texts[locator] = self._page.text_at(locator)
            except (LayoutChanged, LookupError):
                self._texts[locator] = None
        return self._texts[locator]


def _length(value: Json) -> int:
    return len(value) if isinstance(value, list) else 0


def _marked(text: str, span: tuple[int, int]) -> Line:
    first, last = span
    return Line("", text[:first], text[first:last], text[last:])


def _between(before: str, line: Line, after: str) -> Line:
    return line._replace(before=before + line.before, after=line.after + after)


def _value_line(key: str, value: Json, span: tuple[int, int] | None) -> Line:
    text = scalar_text(value) or ""
    marks = ("", "")
    if isinstance(value, list):
        marks = ("[", "]")
    elif type(value) is str:
        marks = ('"', '"')
    return _between(key + marks[0], _marked(text, span or (0, len(text))), marks[1])


def _written(value: Json) -> str:
    """A value beside a quoted one, without what is in it where it is no scalar."""
    match value:
        case None:
            return "null"
        case dict():
            return "{…}" if value else "{}"
        case list():
            return "[…]" if value else "[]"
        case _:
            text = scalar_text(value) or ""
            return f'"{text}"' if type(value) is str else text


def _span_of(part: str, nth: int, line: str, first: int, last: int) -> tuple[int, int]:
    """Where a text stands in a stretch of a line, for the time `nth` from 0, also between marks of
    Markdown; the whole stretch where it is written in another way.
    """
    start = _nth(line, part, nth, first, last)
    if start >= 0:
        return start, start + len(part)
    words = (_MARKS.join(re.escape(letter) for letter in word) for word in part.split())
    match = re.compile(f"(?:{_SPACE})+".join(words)).search(line, first, last)
    return match.span() if match else (first, last)


def _nth(text: str, part: str, nth: int, first: int, last: int) -> int:
    """Where a part begins for the time `nth`, from 0, in a stretch of a text; -1 for nowhere."""
    start = text.find(part, first, last) if part else -1
    while nth > 0 and start >= 0:
        start = text.find(part, start + 1, last)
        nth -= 1
    return start


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    """A stretch of a text without the space at its ends."""
    part = text[first:last]
    return (
        first + len(part) - len(part.lstrip()),
        max(last - len(part) + len(part.rstrip()), first),
    )


def _cell_span(line: str, number: int) -> tuple[int, int]:
    """Where the cell of a row of a Markdown table stands in its line."""
    pipes = [match.start() for match in _UNESCAPED_PIPE.finditer(line)]
    bounds = pipes if line.lstrip().startswith("|") else [-1, *pipes]
    if number > len(bounds):
        return _trimmed(line, 0, len(line))
    end = bounds[number] if number < len(bounds) else len(line)
    return _trimmed(line, bounds[number - 1] + 1, end)


def _depth_of_block(steps: list[str]) -> int:
    """How many steps of a path lead to the row or paragraph that holds an element, or else to the
    element itself.
    """
    for depth in range(len(steps), 0, -1):
        if _WHOLE_ELEMENTS.match(steps[depth - 1]):
            return depth
    return len(steps)


def _number(step: str) -> int:
    match = re.search(r"nth-child\((\d+)\)$", step)
    return int(match[1]) if match else 1


def _cut(line: Line) -> Line:
    """A line of bounded length, without runs of space."""
    line = line._replace(before=_RUN.sub(" ", line.before), after=_RUN.sub(" ", line.after))
    if not line.marked:
        return line._replace(before=_begin_of(line.before, 2 * LONGEST_SIDE))
    before = line.before
    if len(before) > LONGEST_SIDE:
        before = f"…{before[-LONGEST_SIDE:]}"
    return Line(
        line.label,
        before,
        _begin_of(line.marked, LONGEST_QUOTE),
        _begin_of(line.after, LONGEST_SIDE),
    )


def _begin_of(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
