"""The review desk: a person goes through sheets at a terminal, one key at a time.

Nothing is written before the person says so: the desk gives the acts that are to be recorded.
"""

import os
import re
import shutil
import sys
import termios
import tty
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, Protocol, Self

import click

from pipeline.review.screens import Screen, lay_out
from pipeline.review.sheet import ReviewAct, Sheet, SheetValue, acceptable

_KEYS = "enter more  b back  x all but  a accept  n next  u undo  w write  q quit"
_MORE = ("\r", "\n", " ", "\x1b[B", "\x1b[C", "\x1b[6~")
_BACK = ("b", "\x1b[A", "\x1b[D", "\x1b[5~")
_ONE_KEY = re.compile(r"\x1b\[[\d;]*.|.", re.DOTALL)
"""A character, or what a key such as an arrow sends."""
_END_OF_INPUT = "\x04"
_FRAME_LINES = 6
"""Lines around the values: two above, three below, and the one for answers."""

Step = Literal["next", "undo", "write", "quit"]


class Terminal(Protocol):
    """What the desk needs of a terminal."""

    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        ...

    def show(self, lines: Sequence[str]) -> None:
        """Show these lines in place of what was there."""
        ...

    def key(self) -> str:
        """The next key."""
        ...

    def ask(self, question: str, default: str | None = None) -> str:
        """A line in answer to a question."""
        ...


class TtyTerminal:
    """The terminal that the process runs in, which gives keys without waiting for the end of a
    line. A key that is typed while a screen is made is kept. To be used in `with`.
    """

    def __init__(self) -> None:
        self._input = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._input)
        self._typed = ""

    def __enter__(self) -> Self:
        tty.setcbreak(self._input, termios.TCSADRAIN)
        return self

    def __exit__(self, *_: object) -> None:
        termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)

    def size(self) -> tuple[int, int]:
        size = shutil.get_terminal_size()
        return size.columns, size.lines

    def show(self, lines: Sequence[str]) -> None:
        click.echo("\x1b[2J\x1b[H" + "\n".join(lines))

    def key(self) -> str:
        if not self._typed:
            self._typed = os.read(self._input, 1024).decode(errors="replace")
        match = _ONE_KEY.match(self._typed)
        if match is None or match[0] == _END_OF_INPUT:
            return "q"
        self._typed = self._typed[match.end() :]
        return match[0]

    def ask(self, question: str, default: str | None = None) -> str:
        self.__exit__()
        answer: str = click.prompt(question, default=default)
        self.__enter__()
        return answer.strip()


class _AcceptedSheet(NamedTuple):
    """An act that is not written yet, and the place of its sheet among the others."""

    position: int
    act: ReviewAct


class _OpenSheet:
    """A sheet on the desk: which values will be accepted, which were shown, which screen is."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        all_of_it = {value.fact_id for value in acceptable(sheet.values)}
        self.taken = {
            number
            for number, value in enumerate(sheet.values, start=1)
            if value.fact_id in all_of_it
        }
        self.seen: set[int] = set()
        self.screen = 0
        self.is_warned = False

    def mark(self, number: int) -> str:
        if number in self.taken:
            return "+"
        state = self.sheet.values[number - 1].state
        return {"held": "!", "rejected": "x"}.get(state, "-")

    def toggle(self, numbers: Sequence[int]) -> None:
        """Leave out what was taken, and take what was left out."""
        for number in numbers:
            if self.sheet.values[number - 1].state != "rejected":
                self.taken ^= {number}

    def accepted(self) -> tuple[SheetValue, ...]:
        return tuple(self.sheet.values[number - 1] for number in sorted(self.taken))


class Desk:
    """Goes through the sheets of some names. `read` gives the sheet of a name."""

    def __init__(
        self, terminal: Terminal, names: Sequence[str], read: Callable[[str], Sheet]
    ) -> None:
        self._terminal = terminal
        self._names = names
        self._read = read
        self._accepted: list[_AcceptedSheet] = []
        self._message = ""
        self._reason: str | None = None

    def run(self) -> list[ReviewAct]:
        """The acts that the person wants to be recorded; none where they leave without writing."""
        position = 0
        while True:
            step = self._go_through(position) if position < len(self._names) else self._end()
            match step:
                case "next":
                    position += 1
                case "undo":
                    position = self._undo()
                case "write":
                    return self._acts()
                case "quit":
                    if not self._accepted or not self._wants_to_write():
                        return []
                    return self._acts()

    def _acts(self) -> list[ReviewAct]:
        return [accepted.act for accepted in self._accepted]

    def _undo(self) -> int:
        """Take back the last act. Returns the place of its sheet, which is the one to go on with."""
        undone = self._accepted.pop()
        self._message = f"Taken back: {undone.act.summary}."
        return undone.position

    def _wants_to_write(self) -> bool:
        question = f"Write what was accepted ({self._waiting()}) before leaving? y or n"
        while True:
            answer = self._terminal.ask(question).lower()
            if answer in ("y", "yes", "n", "no"):
                return answer.startswith("y")

    def _waiting(self) -> str:
        values = sum(len(act.accepted) for act in self._acts())
        return f"{values} values of {len(self._accepted)} sheets"

    def _end(self) -> Step:
        """After the last sheet."""
        while True:
            width, height = self._terminal.size()
            summaries = [f"  {act.summary}"[:width] for act in self._acts()] or ["  nothing"]
            self._show(
                ["That was the last one. Accepted and not written yet:"],
                summaries[-max(height - _FRAME_LINES, 4) :],
                "u undo  w write  q quit",
            )
            step = self._common_step(self._terminal.key())
            if step and step != "next":
                return step

    def _common_step(self, key: str) -> Step | None:
        """The step that a key means on any screen."""
        match key:
            case "n":
                return "next"
            case "u" if self._accepted:
                return "undo"
            case "u":
                self._message = "There is nothing to undo."
            case "q":
                return "quit"
            case "w" if self._accepted:
                return "write"
            case "w":
                self._message = "There is nothing to write: a accepts."
            case _:
                pass
        return None

    def _go_through(self, position: int) -> Step:
        sheet = self._read(self._names[position])
        if not sheet.values:
            return "next"
        opened = _OpenSheet(sheet)
        while True:
            screens = self._draw(opened, position)
            key = self._terminal.key()
            if key in _MORE:
                opened.screen = min(opened.screen + 1, len(screens) - 1)
            elif key in _BACK:
                opened.screen = max(opened.screen - 1, 0)
            elif key == "x":
                self._leave_out(opened)
            elif key == "a" and self._accept(opened, position):
                return "next"
            elif key != "a":
                step = self._common_step(key)
                if step:
                    return step

    def _draw(self, opened: _OpenSheet, position: int) -> list[Screen]:
        width, height = self._terminal.size()
        room = max(height - _FRAME_LINES, 4)
        screens = lay_out(opened.sheet.values, opened.mark, max(width, 40), room)
        opened.screen = min(opened.screen, len(screens) - 1)
        screen = screens[opened.screen]
        opened.seen |= set(screen.numbers)
        where = (
            f"{position + 1} of {len(self._names)}, screen {opened.screen + 1} of {len(screens)}"
        )
        head = f"{opened.sheet.title}: {len(opened.sheet.values)} values, {opened.sheet.summary}"
        taken = f"{where}. + will be accepted: {len(opened.taken)}, - left out, ! held"
        self._show([head, taken], screen.lines, _KEYS)
        return screens

    def _show(self, head: Sequence[str], lines: Sequence[str], keys: str) -> None:
        """A screen, with the message that waits to be shown."""
        width, _ = self._terminal.size()
        framed = [*head, *lines, "", self._message, keys]
        self._terminal.show([line[:width] for line in framed])
        self._message = ""

    def _leave_out(self, opened: _OpenSheet) -> None:
        answer = self._terminal.ask("Leave out, or take again (numbers, such as 3 7 12-14)", "")
        try:
            numbers = list(read_numbers(answer, len(opened.sheet.values)))
        except ValueError as error:
            self._message = str(error)
            return
        opened.toggle(numbers)
        opened.is_warned = False

    def _accept(self, opened: _OpenSheet, position: int) -> bool:
        """Accept what is taken, unless something is to be said first."""
        if not opened.taken:
            self._message = "Nothing is left to accept here: n goes on."
            return False
        unseen = opened.taken - opened.seen
        if unseen and not opened.is_warned:
            opened.is_warned = True
            self._message = f"{len(unseen)} were not shown yet: a again accepts these too."
            return False
        reason = self._terminal.ask("Reason", self._reason)
        if not reason:
            self._message = "Nothing was accepted: a review has a reason."
            return False
        self._reason = reason
        act = ReviewAct(opened.sheet, opened.accepted(), reason)
        earlier = [accepted for accepted in self._accepted if accepted.position != position]
        self._accepted = [*earlier, _AcceptedSheet(position, act)]
        self._message = f"Accepted {act.summary}. u takes it back, w writes."
        return True


def read_numbers(text: str, most: int) -> Iterator[int]:
    """The numbers of "3 7 12-14" or "3,7". Raises ValueError for what is none from 1 to `most`."""
    for part in text.replace(",", " ").split():
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ValueError(f"expected numbers such as 3 7 12-14, found {part!r}")
        begin, end = int(first), int(last or first)
        if not 1 <= begin <= end <= most:
            raise ValueError(f"expected numbers from 1 to {most}, found {part!r}")
        yield from range(begin, end + 1)
