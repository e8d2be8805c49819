"""The review desk: what each key does, what the screens show, and the whole of it in a terminal."""

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from datetime import date
from fcntl import ioctl
from pathlib import Path
from typing import Any, Self

import pytest

from pipeline.review import decisions
from pipeline.review.desk import Desk, read_numbers
from pipeline.review.screens import columns, fold, lay_out
from pipeline.review.sheet import Sheet, SheetValue
from tests.support import ROOT
from tests.support.command_line import CARDKEEP
from tests.support.demo_run import DemoRun

DAY = date(2026, 5, 22)
NEW = SheetValue(
    fact_id="f",
    state="new",
    provider="acme",
    subject="nova-1",
    source="acme_pricing",
    about="price input",
    value="1 USD per 1M tokens",
    quote="$1 / MTok",
    value_before=None,
    value_before_reviewed=None,
    reasons=None,
    reviewed=None,
    checked=DAY,
    missing_since=None,
    also_stated=None,
    url="https://acme.example/pricing",
    chosen_over=[],
)


def values(count: int, **more: Any) -> tuple[SheetValue, ...]:
    return tuple(NEW._replace(fact_id=f"f{number}", **more) for number in range(1, count + 1))


class Person:
    """A terminal whose keys and answers are written down before. `shown` is every screen."""

    def __init__(self, *keys: str, answers: Sequence[str] = (), lines: int = 24) -> None:
        self._keys = list(keys)
        self._answers = list(answers)
        self._lines = lines
        self.shown: list[str] = []
        self.asked: list[str] = []

    def size(self) -> tuple[int, int]:
        return 80, self._lines

    def show(self, lines: Sequence[str]) -> None:
        assert len(lines) < self._lines, "the last line is for answers"
        assert max(columns(line) for line in lines) <= 80
        self.shown.append("\n".join(lines))

    def key(self) -> str:
        return self._keys.pop(0)

    def ask(self, question: str, default: str | None = None) -> str:
        self.asked.append(question)
        return self._answers.pop(0) if self._answers else default or ""


def accepted_by(person: Person, *sheets: tuple[SheetValue, ...]) -> list[tuple[list[str], str]]:
    """The fact ids and the reason of every act that the person wants written."""
    names = [f"model-{number}" for number in range(len(sheets))]
    desk = Desk(person, names, lambda name: Sheet(name, sheets[names.index(name)]))
    return [([v.fact_id for v in act.accepted], act.reason) for act in desk.run()]


def test_a_accepts_all_of_a_sheet_with_one_reason() -> None:
    person = Person("a", "w", answers=["seen"])
    assert accepted_by(person, values(3)) == [(["f1", "f2", "f3"], "seen")]
    assert "+ will be accepted: 3" in person.shown[0]


def test_x_leaves_values_out_and_takes_them_again() -> None:
    person = Person("x", "x", "x", "a", "w", answers=["2-4 7", "3", "nine", "seen"])
    assert accepted_by(person, values(8)) == [(["f1", "f3", "f5", "f6", "f8"], "seen")]
    assert "   2 - price input" in person.shown[1]
    assert "expected numbers such as 3 7 12-14, found 'nine'" in person.shown[3]


def test_what_gates_hold_is_taken_only_by_its_number() -> None:
    held = NEW._replace(fact_id="h", state="held", reasons="10 times the price before")
    rejected = NEW._replace(fact_id="r", state="rejected")
    sheet = (*values(1), held, rejected)
    assert accepted_by(Person("a", "w", answers=["seen"]), sheet) == [(["f1"], "seen")]
    person = Person("x", "a", "w", answers=["2 3", "seen"])
    assert accepted_by(person, sheet) == [(["f1", "h"], "seen")]
    assert "   2 ! price input" in person.shown[0]
    assert "held: 10 times the price before; published is nothing" in person.shown[0]


def test_n_goes_on_and_the_reason_before_is_offered_again() -> None:
    person = Person("n", "a", "a", "w", answers=["seen"])
    acts = accepted_by(person, values(1), values(2), values(3))
    assert acts == [(["f1", "f2"], "seen"), (["f1", "f2", "f3"], "seen")]


def test_u_takes_the_last_act_back_before_it_is_written() -> None:
    person = Person("u", "a", "a", "u", "x", "a", "w", answers=["one", "two", "1", "three"])
    acts = accepted_by(person, values(1), values(2))
    assert acts == [(["f1"], "one"), (["f2"], "three")]
    assert "There is nothing to undo." in person.shown[1]
    assert "Taken back: model-1: 2 of 2 values." in person.shown[4]


@pytest.mark.parametrize(("answer", "written"), [("y", 1), ("n", 0)])
def test_q_asks_what_becomes_of_what_was_accepted(answer: str, written: int) -> None:
    person = Person("a", "q", answers=["seen", "perhaps", answer])
    assert len(accepted_by(person, values(1), values(1))) == written
    assert (
        person.asked[1:]
        == ["Write what was accepted (1 values of 1 sheets) before leaving? y or n"] * 2
    )
    assert accepted_by(Person("q"), values(1)) == []


def test_an_act_needs_a_reason_and_something_to_write() -> None:
    person = Person("a", "w", "q", answers=[""])
    assert accepted_by(person, values(1)) == []
    assert "a review has a reason" in person.shown[1]
    assert "There is nothing to write" in person.shown[2]


def test_what_was_not_shown_is_accepted_at_the_second_key_only() -> None:
    person = Person("a", "a", "w", answers=["seen"], lines=11)
    assert len(accepted_by(person, values(9))[0][0]) == 9
    assert "were not shown yet: a again accepts these too" in person.shown[1]
    person = Person("\r", " ", "b", "\x1b[B", "a", "w", answers=["seen"], lines=11)
    accepted_by(person, values(9))
    wheres = [re.findall(r"screen (\d) of (\d)", shown) for shown in person.shown]
    assert [where[0] for where in wheres if where] == [
        ("1", "3"),
        ("2", "3"),
        ("3", "3"),
        ("2", "3"),
        ("3", "3"),
    ]


def test_long_names_keep_within_the_terminal() -> None:
    name = "a model with a long name " * 9
    desk = Desk(Person("a", "w", answers=["seen"]), [name], lambda _: Sheet(name, values(2)))
    assert [act.sheet.title for act in desk.run()] == [name]


def test_a_sheet_with_nothing_to_look_at_is_passed_over() -> None:
    assert accepted_by(Person("q"), (), ()) == []


# --- screens -------------------------------------------------------------------------------------


def test_a_value_stands_beside_its_quote_and_what_is_to_be_known_below() -> None:
    changed = NEW._replace(
        state="changed",
        value="1.25 USD per 1M tokens",
        quote="1.25 dollars for a million of tokens of any input",
        value_before="1 USD per 1M tokens",
        value_before_reviewed=DAY,
        missing_since=DAY,
        also_stated=["2 USD per 1M tokens (bazaar)"],
    )
    (screen,) = lay_out([changed], lambda _: "+", 80, 20)
    assert screen.lines == [
        "acme nova-1, acme_pricing, read 2026-05-22",
        "   1 + price input                   1.25 USD per 1M       “1.25 dollars for a",
        "                                     tokens                million of tokens of",
        "                                                           any input”",
        "       was 1 USD per 1M tokens, reviewed 2026-05-22",
        "       gone from its page since 2026-05-22",
        "       others state 2 USD per 1M tokens (bazaar)",
    ]


def test_text_of_a_page_cannot_steer_the_terminal_and_wide_letters_count_twice() -> None:
    assert fold("a\x1b[2Jb\x07", 20) == ["a�[2Jb�"]
    assert fold("每百万 tokens", 6) == ["每百万", "tokens"]
    assert fold("每百万tokens", 7) == ["每百万t", "okens"]
    assert fold("word " * 40, 10)[-1] == "…"


def test_every_value_is_on_a_screen_however_small_the_terminal_is() -> None:
    sheet = values(30, quote="a quote that is long " * 9)
    for height in (4, 9, 40):
        screens = lay_out(sheet, lambda _: "+", 40, height)
        assert [n for screen in screens for n in screen.numbers] == list(range(1, 31))
        assert max(len(screen.lines) for screen in screens) <= height


@pytest.mark.parametrize("text", ["0", "4", "2-1", "1-", "-1", "1.5"])
def test_numbers_that_are_none_of_the_sheet_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected numbers"):
        list(read_numbers(text, 3))


# --- in a terminal -------------------------------------------------------------------------------


class Tty:
    """A command in a terminal of 80 columns and 24 lines."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._master, self._terminal = pty.openpty()
        ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        # The first process of a session that opens a terminal is controlled by it: so by control-C.
        path = os.ttyname(self._terminal)
        opened = f'exec "$0" "$@" <{path} >{path} 2>&1'
        # A shell that runs tests in the background lets them ignore it, and what they start too.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", opened, *CARDKEEP, *arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            start_new_session=True,
        )
        signal.signal(signal.SIGINT, before)
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(60)
        os.close(self._master)
        os.close(self._terminal)

    def wait_for(self, text: str) -> None:
        """Read what is shown until the text stands there, which is then behind."""
        deadline = time.monotonic() + 60
        while text not in self._shown:
            assert time.monotonic() < deadline, self._shown[-2000:]
            ready, _, _ = select.select([self._master], [], [], 1)
            if ready:
                self._shown += os.read(self._master, 65536).decode(errors="replace")
        self._shown = self._shown.partition(text)[2]

    def send(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def exit_code(self) -> int:
        return self._process.wait(60)


@pytest.mark.slow
def test_a_model_is_reviewed_in_a_terminal(demo: DemoRun, tmp_path: Path) -> None:
    home = demo.copy(tmp_path / "home")
    asked = ("--home", str(home.path), "review", "model", "claude-haiku-4-5", "--who", "ann")
    with Tty(asked) as terminal:
        terminal.wait_for("q quit")
        terminal.send("x")
        terminal.wait_for("12-14)")
        terminal.send("1\r")
        terminal.wait_for("q quit")
        terminal.send("aa")
        terminal.wait_for("Reason")
        terminal.send("read each quote\r")
        terminal.wait_for("That was the last one.")
        terminal.send("w")
        terminal.wait_for("decisions kept in")
        assert terminal.exit_code() == 0
    recorded = decisions.load(home.decisions)
    assert {(line.decided_by, line.reason) for line in recorded} == {("ann", "read each quote")}
    of, values_in_all = recorded[0].act.removeprefix("model claude-haiku-4-5: ").split(" of ")
    assert (int(of), values_in_all) == (len(recorded), f"{len(recorded) + 1} values")


def test_a_review_that_is_interrupted_writes_nothing(demo: DemoRun) -> None:
    with Tty(("--home", str(demo.home.path), "review", "source", "anthropic_pricing")) as terminal:
        terminal.wait_for("q quit")
        terminal.send("\x03")
        terminal.wait_for("[interrupted]")
        assert terminal.exit_code() == 130
    assert not demo.home.decisions.exists()
