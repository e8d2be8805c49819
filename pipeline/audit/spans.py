"""Where values stand in the text of a table's file, so that a number can be written over in place."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import yaml

from pipeline.tables.statement import BYTE_ORDER_MARK, TableFile
from pipeline.toml_places import toml_spans
from spiders.parsing.json_tree import JsonNumber, extend_pointer

Wanted = dict[str, "Wanted"]
"""The steps of pointers as a tree, escaped as they are in pointers; a leaf is an empty one."""
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_float=JsonNumber, parse_int=JsonNumber)


class Span(NamedTuple):
    """The first character of a value and the one behind its last, in a text. Quotation marks around
    it do not belong to it.
    """

    start: int
    end: int


def value_spans(document: TableFile, places: Iterable[str]) -> dict[str, Span]:
    """The spans of the values at some places, `json:/a/0/input`; without those that are not found, or
    that are not written as plain characters.
    """
    wanted: Wanted = {}
    for place in places:
        inner = wanted
        for step in place.partition(":")[2].split("/")[1:]:
            inner = inner.setdefault(step, {})
    text = document.text.removeprefix(BYTE_ORDER_MARK)
    offset = len(document.text) - len(text)
    return {
        f"{document.form}:{pointer}": Span(start + offset, end + offset)
        for pointer, (start, end) in _SCANNERS[document.form](text, wanted)
    }


Found = Iterator[tuple[str, Span]]


def _json_spans(text: str, wanted: Wanted, start: int = 0, pointer: str = "") -> Found:
    start = _after_space(text, start)
    if not wanted:
        yield pointer, _unquoted(text, start, _end_of(text, start))
    elif text[start] == "{":
        for key, at in _json_members(text, start):
            path = extend_pointer(pointer, key)
            step = path[len(pointer) + 1 :]
            if step in wanted:
                yield from _json_spans(text, wanted[step], at, path)
    elif text[start] == "[":
        for number, at in enumerate(_json_items(text, start)):
            if str(number) in wanted:
                yield from _json_spans(text, wanted[str(number)], at, f"{pointer}/{number}")


def _json_members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Each key of an object, and where its value begins."""
    position = _after_space(text, start + 1)
    while text[position] != "}":
        key, position = _DECODER.raw_decode(text, position)
        position = _after_space(text, position) + 1  # behind the colon
        value = _after_space(text, position)
        yield key, value
        position = _behind_comma(text, _end_of(text, value))


def _json_items(text: str, start: int) -> Iterator[int]:
    """Where each item of a list begins."""
    position = _after_space(text, start + 1)
    while text[position] != "]":
        yield position
        position = _behind_comma(text, _end_of(text, position))


def _end_of(text: str, start: int) -> int:
    return _DECODER.raw_decode(text, start)[1]


def _behind_comma(text: str, position: int) -> int:
    position = _after_space(text, position)
    return _after_space(text, position + 1) if text[position] == "," else position


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _unquoted(text: str, start: int, end: int) -> Span:
    is_quoted = end - start >= 2 and text[start] == text[end - 1] and text[start] in "\"'"
    return Span(start + 1, end - 1) if is_quoted else Span(start, end)


def _json_line_spans(text: str, wanted: Wanted) -> Found:
    position, number = 0, 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            if str(number) in wanted:
                yield from _json_spans(text, wanted[str(number)], position, f"/{number}")
            number += 1
        position += len(line)


def _toml_spans(text: str, wanted: Wanted) -> Found:
    for path, (start, end) in toml_spans(text).items():
        pointer = ""
        inner: Wanted | None = wanted
        for step in path:
            longer = extend_pointer(pointer, step)
            inner = inner.get(longer[len(pointer) + 1 :]) if inner is not None else None
            pointer = longer
        if inner is not None:
            yield pointer, _unquoted(text, start, end)


def _yaml_spans(text: str, wanted: Wanted) -> Found:
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if node is not None:
        yield from _yaml_below(text, node, wanted, "")


def _yaml_below(text: str, node: yaml.Node, wanted: Wanted, pointer: str) -> Found:
    if not wanted:
        yield pointer, _unquoted(text, node.start_mark.index, node.end_mark.index)
    members: list[tuple[str | int, yaml.Node]] = []
    if isinstance(node, yaml.MappingNode):
        members += [(key.value, value) for key, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        members += enumerate(node.value)
    for key, value in members:
        path = extend_pointer(pointer, key)
        step = path[len(pointer) + 1 :]
        if step in wanted:
            yield from _yaml_below(text, value, wanted[step], path)


def _csv_spans(text: str, wanted: Wanted) -> Found:
    """Cells of a file in which every row is a line: where one goes over several, none is found."""
    lines = [line for line in text.split("\n") if line.rstrip("\r")]
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if len(rows) != len(lines):
        return
    position, number = 0, -1
    for line in text.split("\n"):
        if line.rstrip("\r"):
            for column, span in zip(rows[0], _csv_cells(line, position), strict=False):
                if column in wanted.get(str(number), {}):
                    yield f"/{number}/{column}", span
            number += 1
        position += len(line) + 1


_CELL = re.compile(r'(?P<space>[ \t]*)(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^,\r\n]*))')


def _csv_cells(line: str, offset: int) -> Iterator[Span]:
    position = 0
    while position <= len(line):
        found = _CELL.match(line, position)
        if found is None:
            return
        group = "quoted" if found["quoted"] is not None else "plain"
        start, end = found.span(group)
        yield Span(offset + start, offset + start + len(line[start:end].rstrip()))
        position = found.end() + 1
        if line[found.end() : position] != ",":
            return


_SCANNERS: Mapping[str, Callable[[str, Wanted], Found]] = {
    "json": _json_spans,
    "jsonl": _json_line_spans,
    "yaml": _yaml_spans,
    "toml": _toml_spans,
    "csv": _csv_spans,
}
