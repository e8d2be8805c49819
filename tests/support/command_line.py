"""Runs the command line: in this process, which spares the start of another, or in one of its own
where that is what is tested.
"""

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

import pipeline.cli
from tests.support import ROOT

CARDKEEP = (sys.executable, "-m", "pipeline.cli")

Completed = subprocess.CompletedProcess[str]


def cardkeep(home: Path, *arguments: str, **environment: str) -> Completed:
    """Run a command on a home, in this process."""
    return run_here(("--home", str(home), *arguments), None, **environment)


def run_here(
    arguments: tuple[str, ...], folder: Path | None = None, **environment: str
) -> Completed:
    """Run a command line in this process, in a folder, with these variables set meanwhile.

    What a child process of the command says on standard error is not in the answer. An exception
    that the command line would not catch is raised.
    """
    output, errors = (
        TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)
    )
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        if folder is not None:
            patch.chdir(folder)
        # It would gain no time here, and the next crawl would have this one's environment.
        patch.setattr("spiders.crawler.process.start_early", lambda: None)
        with redirect_stdout(output), redirect_stderr(errors):
            exit_code = pipeline.cli.run(list(arguments))
    stdout, stderr = (stream.buffer.getvalue().decode() for stream in (output, errors))
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
