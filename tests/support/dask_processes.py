"""A Dask scheduler and workers as plain processes, by the commands of docs/compose.yaml."""

import os
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import yaml

from tests.support import ROOT
from tests.support.prefect_server import free_port

BIN = Path(sys.executable).parent
_START_SECONDS = 60


def compose_command(service: str) -> list[str]:
    """The command of a service of docs/compose.yaml."""
    compose = yaml.safe_load((ROOT / "docs" / "compose.yaml").read_text(encoding="utf-8"))
    command: list[str] = compose["services"][service]["command"]
    return command


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
    instead = {
        "0.0.0.0": "127.0.0.1",  # noqa: S104 (what is replaced)
        "8786": str(port),
        "tcp://scheduler:8786": f"tcp://{address}",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, service: str) -> "subprocess.Popen[bytes]":
        program, *arguments = compose_command(service)
        with (folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [BIN / program, *(instead.get(each, each) for each in arguments)],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        return process

    try:
        scheduler = start("scheduler", "scheduler")
        made = [start(f"worker{number}", "workers") for number in range(workers)]
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
