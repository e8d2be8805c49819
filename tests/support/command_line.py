"""Runs the command line: in this process, which spares the start of another, or in one of its own
where that is what is tested.
"""

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import pipeline.cli
from tests.support import ROOT

CARDKEEP = (sys.executable, "-m", "pipeline.cli")

Completed = subprocess.CompletedProcess[str]


class _Terminal(TextIOWrapper):
    """What a command takes for a terminal."""

    def isatty(self) -> bool:
        return True


def cardkeep(home: Path, *arguments: str, **environment: str) -> Completed:
    """Run a command on a home, in this process."""
    return run_here(("--home", str(home), *arguments), None, **environment)


def on_terminal(
    arguments: tuple[str, ...],
    width: int,
    height: int,
    folder: Path | None = None,
    **environment: str,
) -> Completed:
    """Run a command line in this process, with standard output a terminal of this size."""
    size = {"COLUMNS": str(width), "LINES": str(height)}
    return _run(arguments, folder, environment | size, _Terminal)


def run_here(
    arguments: tuple[str, ...], folder: Path | None = None, **environment: str
) -> Completed:
    """Run a command line in this process, in a folder, with these variables set meanwhile.

    What a child process of the command says on standard error is not in the answer. An exception
    that the command line would not catch is raised.
    """
    return _run(arguments, folder, environment, TextIOWrapper)


def _run(
    arguments: tuple[str, ...],
    folder: Path | None,
    environment: Mapping[str, str],
    output_type: type[TextIOWrapper],
) -> Completed:
    written, complained = BytesIO(), BytesIO()
    output = output_type(written, encoding="utf-8", write_through=True)
    errors = TextIOWrapper(complained, encoding="utf-8", write_through=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        if folder is not None:
            patch.chdir(folder)
        # It would gain no time here, and the next crawl would have this one's environment.
        patch.setattr("spiders.crawler.process.start_early", lambda: None)
        with redirect_stdout(output), redirect_stderr(errors):
            exit_code = pipeline.cli.run(list(arguments))
    stdout, stderr = (stream.getvalue().decode() for stream in (written, complained))
    return subprocess.CompletedProcess(arguments, exit_code, stdout, stderr)


def run_apart(
    arguments: tuple[str, ...], folder: Path | None = None, **environment: str
) -> Completed:
    """Run a command line in a process of its own."""
    return subprocess.run(
        [*CARDKEEP, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
