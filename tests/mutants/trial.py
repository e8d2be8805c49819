"""Trying changes on a copy of the tree."""

import os
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, NamedTuple, NoReturn

import pytest

from tests.mutants.mutant import Mutant
from tests.support import ROOT

COPIED = (
    "pipeline",
    "spiders",
    "warehouse",
    "reports",
    "tests",
    "docs",
    "pyproject.toml",
    "README.md",
)
PACKAGES = ("pipeline", "spiders", "warehouse", "reports", "tests", "cardkeep")
IMPORTED = ("bs4", "click", "duckdb", "lxml.html", "pyarrow.compute", "pydantic", "rich.table")
IMPORTED_LATE = ("scrapy.crawler", "scrapy.http", "warcio", "markdown_it", "rapidfuzz", "jinja2")
"""Libraries of others, imported once for all trials."""
SECONDS = 120
"""When the tests of one change are stopped: several times what they may take, for a busy machine.
"""
OPTIONS = ("-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
_PASSED, _FAILED = 0, 1
_POLL_SECONDS = 0.05

Outcome = Literal["killed", "survived", "broken"]


class Trial(NamedTuple):
    """What became of a change. It is broken where its tests could not be run."""

    mutant: Mutant
    outcome: Outcome
    seconds: float
    said: str
    """The end of what pytest printed."""


class Tree:
    """A copy of the tree, in which one file at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            original = ROOT / name
            if original.is_dir():
                shutil.copytree(original, folder / name)
            elif original.is_file():
                shutil.copy2(original, folder / name)
        for library in (*IMPORTED, *IMPORTED_LATE):
            import_module(library)

    def run(self, tests: Sequence[str]) -> tuple[int | None, str]:
        """The exit code of the tests, None where they did not end, and what they printed last.

        They run in a fork of this process, which spares the import of other libraries.
        """
        output = self.folder.with_name("output.txt")
        sys.stdout.flush()
        process_id = os.fork()
        if process_id == 0:
            _run_here(self.folder, output, tests)
        end = time.monotonic() + SECONDS
        code: int | None = None
        while True:
            ended, status = os.waitpid(process_id, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                break
            if time.monotonic() > end:
                os.killpg(process_id, signal.SIGKILL)
                os.waitpid(process_id, 0)
                break
            time.sleep(_POLL_SECONDS)
        return code, output.read_text(encoding="utf-8", errors="replace")[-2500:]

    def try_out(self, mutant: Mutant) -> Trial:
        """Whether the tests that a change names fail with it. The file is as before afterwards."""
        path = self.folder / mutant.file
        text = path.read_text(encoding="utf-8")
        begun = time.monotonic()
        try:
            self._write(path, text.replace(mutant.old, mutant.new))
            code, said = self.run(mutant.tests)
        finally:
            self._write(path, text)
        outcome: Outcome = "broken"
        if code in (_FAILED, None):
            outcome = "killed"
        elif code == _PASSED:
            outcome = "survived"
        return Trial(mutant, outcome, time.monotonic() - begun, said)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        # A file of the same length, written in the same second, would be taken for the compiled
        # one.
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            compiled.unlink()


def _run_here(folder: Path, output: Path, tests: Sequence[str]) -> NoReturn:
    """Run tests of the copied tree in this process, which is a fork, and end it. A slow test runs
    where it is named, and not as one of its module.
    """
    code = 3
    try:
        os.setpgid(0, 0)
        os.chdir(folder)
        handle = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, 1)
        os.dup2(handle, 2)
        for name in [name for name in sys.modules if name.partition(".")[0] in PACKAGES]:
            del sys.modules[name]
        sys.path[:] = [str(folder), *(path for path in sys.path if path not in ("", str(ROOT)))]
        markers = ["-m", "slow or not slow"] if all("::" in test for test in tests) else []
        code = int(pytest.main(["-q", "-x", *OPTIONS, *markers, *tests]))
    except BaseException:  # noqa: BLE001 (it is printed, and the process ends)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)
