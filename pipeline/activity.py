"""What a command is doing: a line on the terminal once it takes longer than two seconds, and with
-v a dated line for each step.
"""

import os
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TextIO

AFTER_SECONDS = 2.0
EVERY_SECONDS = 0.2


class Activity:
    """The one line of a process. It is written over with every change, and gone when anything is
    printed.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._stream: TextIO | None = None
        self._is_verbose = False
        self._is_shown = False
        self._step = ""
        self._counts: dict[str, int] = {}
        self._began = 0.0
        self._ended = threading.Event()

    def begin(self, command: str, stream: TextIO) -> None:
        """Show on a stream, where that is a terminal, what `command` does."""
        self.end()
        self._stream = stream
        self._step, self._counts = command, {}
        self._began = time.monotonic()
        self._is_verbose = False
        if stream.isatty() and os.environ.get("TERM") != "dumb":
            self._ended = threading.Event()
            threading.Thread(target=self._show, args=(self._ended,), daemon=True).start()

    def verbose(self) -> None:
        """Print a dated line for every step from now on."""
        self._is_verbose = True

    def step(self, name: str) -> None:
        """A step begins."""
        with self._lock:
            self._step, self._counts = name, {}
            self.note(name)

    def note(self, text: str) -> None:
        """With -v, a dated line."""
        with self._lock:
            if self._is_verbose and self._stream:
                self.clear()
                self._stream.write(f"{timestamp()} {text}\n")
                self._stream.flush()

    def count(self, what: str, number: int = 1) -> None:
        """So many more of something are done in this step."""
        with self._lock:
            self._counts[what] = self._counts.get(what, 0) + number

    def clear(self) -> None:
        """Take the line away, so that something else can be printed."""
        with self._lock:
            if self._is_shown and self._stream:
                self._stream.write("\r\x1b[K")
                self._stream.flush()
            self._is_shown = False

    def end(self) -> None:
        """Show nothing more: the command has ended, or somebody is asked something."""
        self._ended.set()
        self.clear()

    def line(self) -> str:
        """The line of now."""
        counts = [f"{number:,} {what}" for what, number in self._counts.items()]
        return ", ".join([self._step, *counts, f"{time.monotonic() - self._began:.0f} s"])

    def _show(self, ended: threading.Event) -> None:
        wait = AFTER_SECONDS
        while not ended.wait(wait):
            wait = EVERY_SECONDS
            with self._lock:
                if self._stream and not ended.is_set():
                    width = _width(self._stream)
                    self._stream.write(f"\r{self.line()[: width - 1]}\x1b[K")
                    self._stream.flush()
                    self._is_shown = True


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80


def timestamp() -> str:
    """Now, as every line of a log begins."""
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


activity = Activity()
"""That of this process."""


def log_line(text: str) -> str:
    """A line of what a long command says: dated where it goes into a file or a pipe."""
    return text if sys.stdout.isatty() else f"{timestamp()} {text}"
