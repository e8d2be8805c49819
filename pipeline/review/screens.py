"""Screens of a sheet: what each value is about, the value and its quote side by side, in as many
columns and lines as the terminal has.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from unicodedata import combining, east_asian_width

from pipeline.review.sheet import SheetValue

_CELL_LINES = 6
"""A longer text ends in "…"; `cardkeep explain` has the whole."""
_MARGIN = 7


class Screen(NamedTuple):
    """What fits on the terminal at once, and the numbers of the values on it."""

    lines: list[str]
    numbers: list[int]


def lay_out(
    values: Sequence[SheetValue], mark: Callable[[int], str], width: int, height: int
) -> list[Screen]:
    """The screens of values, which are numbered from 1. `mark` gives the sign before each number's
    value. A heading says whose page is read, and is repeated on a new screen.
    """
    screens: list[Screen] = []
    lines: list[str] = []
    numbers: list[int] = []
    group = ""
    for number, value in enumerate(values, start=1):
        heading = f"{value.provider} {value.subject}, {value.source}, read {value.checked}"
        block = value_lines(number, mark(number), value, width)
        if numbers and len(lines) + len(block) + (heading != group) > height:
            screens.append(Screen(lines, numbers))
            lines, numbers, group = [], [], ""
        if heading != group:
            lines += fold(heading, width)[:1]
            group = heading
        lines += block[: height - 1]
        numbers.append(number)
    if numbers:
        screens.append(Screen(lines, numbers))
    return screens


def value_lines(number: int, mark: str, value: SheetValue, width: int) -> list[str]:
    """A value beside its quote, and what is to be known of it below."""
    room = width - _MARGIN - 2
    widths = (room - 2 * (room * 3 // 10), room * 3 // 10, room * 3 // 10)
    cells = [
        fold(text, columns)
        for text, columns in zip(
            (value.about, value.value, f"“{value.quote}”"), widths, strict=True
        )
    ]
    lines: list[str] = []
    for index in range(max(len(cell) for cell in cells)):
        margin = f"{number:>4} {mark} " if index == 0 else " " * _MARGIN
        texts = [cell[index] if index < len(cell) else "" for cell in cells]
        padded = [_pad(text, columns) for text, columns in zip(texts, widths, strict=True)]
        lines.append((margin + " ".join(padded)).rstrip())
    for note in _notes(value):
        lines += [" " * _MARGIN + line for line in fold(note, width - _MARGIN)]
    return lines


def _notes(value: SheetValue) -> list[str]:
    notes: list[str] = []
    if value.state == "held":
        published = value.value_before or "nothing"
        notes.append(f"held: {value.reasons}; published is {published}")
    elif value.value_before:
        notes.append(f"was {value.value_before}, reviewed {value.value_before_reviewed}")
    if value.state == "rejected":
        notes.append("rejected: it stays out, whatever is accepted here")
    if value.reviewed:
        notes.append(f"reviewed {value.reviewed}")
    if value.missing_since:
        notes.append(f"gone from its page since {value.missing_since}")
    if value.also_stated:
        notes.append(f"others state {'; '.join(value.also_stated)}")
    return notes


def fold(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns of a terminal, broken at spaces where there are
    any. What could steer the terminal is replaced.
    """
    lines: list[str] = []
    line = ""
    for word in _printable(text).split():
        candidate = f"{line} {word}" if line else word
        if columns(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width)
        lines += full
    lines.append(line)
    if len(lines) > _CELL_LINES:
        lines = [*lines[: _CELL_LINES - 1], "…"]
    return lines


def _broken(word: str, width: int) -> list[str]:
    """A word in pieces of at most so many columns."""
    pieces = [""]
    for character in word:
        if columns(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _pad(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _printable(text: str) -> str:
    return "".join(
        character if character.isprintable() or character.isspace() else "�" for character in text
    )
