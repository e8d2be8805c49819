"""The data that React's server writes into a page for its scripts: rows of an id and a value, in
pieces.
"""

import re
from collections.abc import Iterable, Iterator

from spiders.claims import Quote
from spiders.parsing.json_tree import Node, parse_json

_PUSH = re.compile(r"\s*self\.__next_f\.push\((\[.*\])\)\s*;?\s*", re.DOTALL)
_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]+),)?")


def flight_rows(scripts: Iterable[str]) -> dict[str, str]:
    """The values of the rows by id, each as its text; one script may hold a part of a row, or many
    rows.

    A row is a line, but for a text (T), which says how many bytes it has. Hints have no id, and are
    no rows.
    """
    stream = "".join(filter(None, map(_pushed, scripts))).encode()
    rows: dict[str, str] = {}
    place = 0
    while place < len(stream):
        row = _ROW.match(stream, place)
        start = row.end() if row else place
        end = (
            start + int(row[2], 16)
            if row and row[2]
            else (stream.find(b"\n", start) + 1 or len(stream))
        )
        if row and row[1]:
            rows.setdefault(
                row[1].decode(), stream[start:end].decode(errors="replace").rstrip("\n")
            )
        place = end
    return rows


def _pushed(script: str) -> str | None:
    """The piece of data in one script; None where it holds none."""
    match = _PUSH.fullmatch(script)
    match parse_json(match[1]) if match else None:
        case [_, str() as piece]:
            return piece
        case _:
            return None


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
