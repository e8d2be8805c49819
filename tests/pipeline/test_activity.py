"""The line that says what a command is doing."""

import io
import re
import time

import pytest

from pipeline import activity as module
from pipeline.activity import Activity, log_line


class Stream(io.StringIO):
    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def wait_for(stream: Stream, words: str) -> None:
    until = time.monotonic() + 20
    while words not in stream.getvalue():
        assert time.monotonic() < until, stream.getvalue()
        time.sleep(0.01)


def test_a_command_that_takes_long_says_how_far_it_is_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "AFTER_SECONDS", 0.05)
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.05)
    stream, activity = Stream(is_terminal=True), Activity()
    activity.begin("refresh", stream)
    activity.step("reading pages")
    activity.count("pages", 1200)
    wait_for(stream, "reading pages, 1,200 pages, 0 s")
    activity.end()
    assert stream.getvalue().endswith("\r\x1b[K")
    said = stream.getvalue()
    time.sleep(0.2)
    assert stream.getvalue() == said, "nothing comes after the end"


def test_nothing_is_said_in_the_first_two_seconds_nor_outside_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert module.AFTER_SECONDS == 2
    quick = Stream(is_terminal=True)
    activity = Activity()
    activity.begin("status", quick)
    activity.end()
    assert quick.getvalue() == ""
    monkeypatch.setattr(module, "AFTER_SECONDS", 0.01)
    pipe = Stream(is_terminal=False)
    activity.begin("status", pipe)
    time.sleep(0.1)
    activity.end()
    assert pipe.getvalue() == ""


def test_verbose_lines_and_lines_of_a_log_begin_with_their_time() -> None:
    pipe, activity = Stream(is_terminal=False), Activity()
    activity.begin("refresh", pipe)
    activity.note("not yet")
    activity.verbose()
    activity.step("deriving")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ deriving\n", pipe.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ   2 changes", log_line("  2 changes"))
