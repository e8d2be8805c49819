"""The data that React's server writes into a page for its scripts ("flight" data): rows of an id
and a value, in pieces.
"""

import re
from collections.abc import Iterable, Iterator

from spiders.claims import Quote
from spiders.parsing.json_tree import Node, parse_json

_PUSH = re.compile(r"\s*self\.__next_f\.push\((\[.*\])\)\s*;?\s*", re.DOTALL)
_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]+),)?")


def flight_rows(scripts: Iterable[str]) -> dict[str, str]:
    """The values of the rows by id, each as its text. One script may hold a part of a row, or many
    rows.

    A row ends with its line, except a text (T), which says how many bytes it has. Hints have no id,
    and are left out.
    """
    pieces = [_pushed_piece(script) for script in scripts]
    stream = "".join(pieces).encode()
    rows: dict[str, str] = {}
    position = 0
    while position < len(stream):
        row = _ROW.match(stream, position)
        start = row.end() if row else position
        end = _after_line(stream, start)
        if row and row[2]:
            end = start + int(row[2], 16)
        if row and row[1]:
            row_id = row[1].decode()
            text = stream[start:end].decode(errors="replace")
            rows.setdefault(row_id, text.rstrip("\n"))
        position = end
    return rows


def _after_line(stream: bytes, start: int) -> int:
    end_of_line = stream.find(b"\n", start)
    return len(stream) if end_of_line < 0 else end_of_line + 1


def _pushed_piece(script: str) -> str:
    """The piece of data in one script; "" when it holds none."""
    match = _PUSH.fullmatch(script)
    if match is None:
        return ""
    match parse_json(match[1]):
        case [_, str() as piece]:
            return piece
        case _:
            return ""


def component_texts(node: Node) -> Iterator[Quote]:
    """The texts that a component shows, ["$", "span", key, {"children": ...}], in order. A
    reference shows none.
    """
    match node.value:
        case ["$", str(), _, dict()]:
            inside = [
                child
                for child in list(node.nodes())[3].nodes()
                if child.pointer.endswith("/children")
            ]
        case list():
            inside = list(node.nodes())
        case str() as text if not text.startswith("$"):
            yield Quote(text=text, locator=node.where)
            return
        case _:
            return
    for child in inside:
        yield from component_texts(child)
