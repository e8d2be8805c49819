"""A source that does to the process that reads it what its page says, and pages that cost much."""

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

from spiders.claims import Claims
from spiders.parsing.page import Page
from tests.support.acme_source import Acme, page

MODELS = {"nova": 3.0}


class Costly(Acme):
    """Reads as Acme does, once it has done what the last line of the page says."""

    def prices(self, page: Page) -> Claims:
        last_line = page.text.strip().rpartition("\n")[2]
        what, _, argument = last_line.removeprefix("DO ").partition(" ")
        if what == "nest":
            page.json()
        elif what in ACTIONS:
            ACTIONS[what](argument)
        return super().prices(page)


def _spin(_: str) -> None:
    while True:
        pass


def _sleep(_: str) -> None:
    time.sleep(3600)


def _hoard(_: str) -> None:
    hoard = [bytes(50_000_000) for _ in range(100)]
    assert hoard


def _fill(size: str) -> None:
    assert b"x" * int(size)


def _backtrack(_: str) -> None:
    re.fullmatch(r"(a+)+b", "a" * 40)


def _die(name: str) -> None:
    os.kill(os.getpid(), signal.Signals[name])


def _die_once(path: str) -> None:
    marker = Path(path)
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _exit(_: str) -> None:
    os._exit(3)


def _name_files(_: str) -> None:
    names = [str(file.readlink()) for file in open_files()]
    raise RuntimeError(" ".join(names))


ACTIONS: dict[str, Callable[[str], None]] = {
    "spin": _spin,
    "sleep": _sleep,
    "hoard": _hoard,
    "fill": _fill,
    "backtrack": _backtrack,
    "die": _die,
    "die-once": _die_once,
    "exit": _exit,
    "files": _name_files,
}


Costly.name = Acme.name


def open_files() -> list[Path]:
    return [file for file in Path("/proc/self/fd").iterdir() if file.is_symlink()]


def asking(command: str) -> str:
    """A page of one model whose reader does that."""
    return f"{page(MODELS)}\nDO {command}\n"


def freezing(rows: int = 4000) -> str:
    """A page of 94 KB whose one table has as many columns as rows."""
    cells = "<tr><td rowspan=65534>x" * rows
    return f"<!doctype html><h1>Prices</h1><table><tr><th>Model{cells}</table>"


def nested(depth: int = 100_000) -> str:
    return "[" * depth + "]" * depth + "\nDO nest\n"
