"""A source that does to the process that reads it what its page says, and pages that cost much."""

import os
import re
import signal
import time
from pathlib import Path

from spiders.claims import Claims
from spiders.parsing.page import Page
from tests.support.acme import Acme, page

MODELS = {"nova": 3.0}


class Costly(Acme):
    """Reads as Acme does, once it has done what the last line of the page says."""

    def prices(self, page: Page) -> Claims:
        what, _, argument = page.text.strip().rpartition("\n")[2].removeprefix("DO ").partition(" ")
        match what:
            case "spin":
                while True:
                    pass
            case "sleep":
                time.sleep(3600)
            case "hoard":
                hoard = [bytes(50_000_000) for _ in range(100)]
                assert hoard
            case "fill":
                assert b"x" * int(argument)
            case "backtrack":
                re.fullmatch(r"(a+)+b", "a" * 40)
            case "die":
                os.kill(os.getpid(), signal.Signals[argument])
            case "die-once":
                marker = Path(argument)
                if not marker.exists():
                    marker.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case "exit":
                os._exit(3)
            case "nest":
                page.json()
            case "files":
                names = [str(file.readlink()) for file in open_files()]
                raise RuntimeError(" ".join(names))
            case _:
                pass
        return super().prices(page)


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
