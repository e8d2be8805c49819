"""Pages with a number replaced where a fact was read, whatever they are written in."""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

from tests.support.mutations import Editable, EditableHtml, EditableText

NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE]-?\d+)?")
RAW = "\0"
"""Marks a number of a JSON page, which is written back as it stood."""


class EditableNumbers:
    """JSON whose numbers stay numbers, to the digit."""

    def __init__(self, body: bytes) -> None:
        self._value = json.loads(body, parse_float=_marked, parse_int=_marked)

    def put(self, locator: str, old: str, new: str) -> bool:
        pointer = re.fullmatch(r"json:(/.*)", locator)
        if pointer is None or " > " in locator:
            return False
        return _put(self._value, pointer[1], old, new)

    def drop(self, locator: str) -> bool:
        return False

    def keys(self, pointer: str) -> list[str]:
        """The keys of the object at a pointer; none where there is no such object."""
        try:
            return list(_at(self._value, pointer))
        except LookupError:
            return []

    def copy(self, pointer: str, target: str, numbers: Callable[[str], str]) -> None:
        """Put a copy of the object at a pointer to another place, with every number of its "cost"
        changed.
        """
        row = copy.deepcopy(_at(self._value, pointer))
        for key, number in row["cost"].items():
            row["cost"][key] = RAW + numbers(number.removeprefix(RAW))
        holder, _, key = target.rpartition("/")
        _at(self._value, holder)[_unescaped(key)] = row

    def written(self) -> bytes:
        text = json.dumps(self._value, ensure_ascii=False)
        return re.sub(r'"\\u0000([^"]*)"', r"\1", text).encode()


class EditableIslands(EditableHtml):
    """HTML, of which some elements carry JSON in an attribute."""

    def put(self, locator: str, old: str, new: str) -> bool:
        island = re.fullmatch(r"css:(.*) > attr:(\w+) > json:(/[^ ]*)", locator)
        if island is None:
            return super().put(locator, old, new)
        element = self._element(f"css:{island[1]}")
        if element is None:
            return False
        value = json.loads(str(element[island[2]]), parse_float=_marked, parse_int=_marked)
        if not _put(value, island[3], old, new):
            return False
        text = json.dumps(value, ensure_ascii=False)
        element[island[2]] = re.sub(r'"\\u0000([^"]*)"', r"\1", text)
        return True


def editable_numbers(body: bytes, locator: str) -> Editable:
    """The page as something whose numbers can be replaced, by what a locator in it says it is."""
    if locator.startswith("json:"):
        return EditableNumbers(body)
    return EditableIslands(body) if locator.startswith("css:") else EditableText(body)


def _marked(number: str) -> str:
    return RAW + number


def _put(value: Any, pointer: str, old: str, new: str) -> bool:
    """Replace what stands at a pointer, a number or a text; whether it stood there. A headline may
    be read from an older copy, and the newest one lack its row.
    """
    above, _, last = pointer.rpartition("/")
    try:
        holder = _at(value, above)
        place = _place(holder, _unescaped(last))
        stated = str(holder[place])
    except LookupError:
        return False
    mark = RAW if stated.startswith(RAW) else ""
    if stated != mark + old:
        return False
    holder[place] = mark + new
    return True


def _at(value: Any, pointer: str) -> Any:
    """What stands at a pointer. Raises LookupError."""
    found = value
    for step in pointer.split("/")[1:]:
        found = found[_place(found, _unescaped(step))]
    return found


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _place(value: object, step: str) -> Any:
    return int(step) if isinstance(value, list) else step
