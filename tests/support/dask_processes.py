"""A Dask scheduler and workers as plain processes, by the commands that docs/scale.md names."""

import os
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support import ROOT
from tests.support.prefect_server import free_port

_START_SECONDS = 60


class DaskProcesses(NamedTuple):
    """A cluster that is up: its address as a runner, and its processes."""

    runner: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "list[subprocess.Popen[bytes]]"


@contextmanager
def dask_processes(
    folder: Path, variables: Mapping[str, str], workers: int = 2
) -> Generator[DaskProcesses]:
    """A scheduler and workers, each a process without a nanny, until the block ends."""
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(variables)
    address = f"127.0.0.1:{port}"
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with (folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    try:
        scheduler = start(
            "scheduler",
            "distributed.cli.dask_scheduler",
            *("--host", "127.0.0.1", "--port", str(port), "--no-dashboard"),
        )
        made = [
            start(
                f"worker{number}",
                "distributed.cli.dask_worker",
                f"tcp://{address}",
                *("--nthreads", "1", "--no-nanny", "--no-dashboard"),
            )
            for number in range(workers)
        ]
        for number in range(workers):
            _wait_for("Registered to", folder / f"worker{number}.log")
        yield DaskProcesses(f"dask://{address}", scheduler, made)
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def _wait_for(words: str, log: Path) -> None:
    for _ in range(_START_SECONDS * 5):
        if words in log.read_text(errors="replace"):
            return
        time.sleep(0.2)
    raise AssertionError(f"not within {_START_SECONDS} s: {words}\n{log.read_text()[-3000:]}")
