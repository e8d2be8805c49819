"""Where keys and values stand in a TOML file: the standard parser keeps no places."""

import re
from collections.abc import Mapping
from typing import NamedTuple

KeyPath = tuple[str | int, ...]
"""The names of tables and keys from the top of a file, and the numbers of items, from 0."""

_BLANK = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"""(?!")', re.DOTALL),
    re.compile(r"'''.*?'''(?!')", re.DOTALL),
    _BASIC_STRING,
    re.compile(r"'[^']*'"),
)
_OTHER_VALUE = re.compile(r"\d{4}-\d\d-\d\d \d[^\s,\]}#]*|[^\s,\]}#]+")


class TomlPlace(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


def toml_places(text: str) -> Mapping[KeyPath, TomlPlace]:
    """The place of every table and key, and of every item of a list, in text that is valid TOML."""
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.places


def toml_spans(text: str) -> Mapping[KeyPath, tuple[int, int]]:
    """The first character and the one behind the last of every value that is no list or table, in text
    that is valid TOML.
    """
    scanner = _Scanner(text)
    scanner.scan()
    return scanner.spans


def nearest_place(places: Mapping[KeyPath, TomlPlace], path: KeyPath) -> TomlPlace:
    """The place of a path, or of the innermost of what it lies in: the top where nothing of it is there."""
    for length in range(len(path), 0, -1):
        if path[:length] in places:
            return places[path[:length]]
    return TomlPlace(1, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.places: dict[KeyPath, TomlPlace] = {}
        self.spans: dict[KeyPath, tuple[int, int]] = {}
        self._text = text
        self._position = 0
        self._items: dict[KeyPath, int] = {}
        """The number of tables so far in each list of tables."""

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip_blank():
            if self._takes("[["):
                table = self._header(is_item=True)
            elif self._takes("["):
                table = self._header(is_item=False)
            else:
                self._pair(table)

    def _header(self, *, is_item: bool) -> KeyPath:
        start = self._position - (2 if is_item else 1)
        names = self._key_names()
        self._position = self._text.index("]", self._position) + (2 if is_item else 1)
        path: KeyPath = ()
        for name in names[:-1]:
            path = self._inside((*path, name))
        path = (*path, names[-1])
        if is_item:
            number = self._items.get(path, -1) + 1
            self._items[path] = number
            self.places.setdefault(path, self._place(start))
            path = (*path, number)
        self.places.setdefault(path, self._place(start))
        return path

    def _inside(self, path: KeyPath) -> KeyPath:
        """The path of a table; of a list of tables, that of its last."""
        if path in self._items:
            return (*path, self._items[path])
        return path

    def _pair(self, table: KeyPath) -> None:
        start = self._position
        path = table
        for name in self._key_names():
            path = (*path, name)
            self.places.setdefault(path, self._place(start))
        self._takes("=")
        self._value(path)

    def _key_names(self) -> list[str]:
        names: list[str] = []
        while True:
            self._skip(_SPACES)
            names.append(self._key_name())
            self._skip(_SPACES)
            if not self._takes("."):
                return names

    def _key_name(self) -> str:
        for pattern in (_BARE_KEY, *_STRINGS[2:]):
            text = self._skip(pattern)
            if text:
                return text.strip("\"'")
        raise ValueError(f"no key at {self._place(self._position)}")

    def _value(self, path: KeyPath) -> None:
        self._skip(_SPACES)
        if self._takes("{"):
            while self._skip_blank() and not self._takes("}"):
                self._pair(path)
        elif self._takes("["):
            number = 0
            while self._skip_blank() and not self._takes("]"):
                item = (*path, number)
                self.places[item] = self._place(self._position)
                self._value(item)
                number += 1
        else:
            start = self._position
            any(self._skip(pattern) for pattern in (*_STRINGS, _OTHER_VALUE))
            self.spans[path] = (start, self._position)

    def _skip_blank(self) -> bool:
        """Pass over what says nothing. Returns whether anything follows."""
        self._skip(_BLANK)
        return self._position < len(self._text)

    def _takes(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._position):
            return False
        self._position += len(mark)
        return True

    def _skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._position)
        if found is None:
            return ""
        self._position = found.end()
        return found[0]

    def _place(self, position: int) -> TomlPlace:
        before = self._text[:position]
        line_start = before.rfind("\n") + 1
        return TomlPlace(before.count("\n") + 1, position - line_start + 1)
