"""A Prefect server and `cardkeep schedule` for tests: processes in a folder of their own, gone
afterwards.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.support import ROOT

STARTED_SECONDS, RUN_SECONDS = 60, 120


def environment(folder: Path, port: int) -> dict[str, str]:
    """Where Prefect keeps what it keeps, and that it tells nobody."""
    return os.environ | {
        "PYTHONPATH": str(ROOT),
        "PREFECT_HOME": str(folder),
        "PREFECT_PROFILES_PATH": str(folder / "profiles.toml"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "1",
        "PYTHONUNBUFFERED": "1",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Prefect:
    """The API of a running server."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self._url = variables["PREFECT_API_URL"]

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 (loopback)
            f"{self._url}{path}", data, {"Content-Type": "application/json"}
        )
        attempts = 5
        while True:
            attempts -= 1
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (as above)
                    return json.loads(answer.read() or "null")
            except urllib.error.HTTPError as error:
                # Its database is locked now and then. Prefect's own client asks again, too; a run
                # has its key for that.
                if error.code < HTTPStatus.INTERNAL_SERVER_ERROR or not attempts:
                    raise AssertionError(
                        f"{path} answered {error.code}: {error.read()[:500]!r}"
                    ) from error
                time.sleep(1)

    def start(self, deployment: str, **parameters: object) -> str:
        """The id of a new run of a deployment of the flow `refresh`."""
        found = self.ask(f"/deployments/name/refresh/{deployment}")
        wanted = {"parameters": parameters, "idempotency_key": uuid4().hex}
        return str(self.ask(f"/deployments/{found['id']}/create_flow_run", wanted)["id"])

    def state(self, run: str) -> tuple[str, str]:
        """Type and name of a run's state."""
        state = self.ask(f"/flow_runs/{run}")["state"]
        return state["type"], state["name"]

    def end(self, run: str) -> tuple[str, str]:
        """The state in which a run ends."""
        for _ in range(RUN_SECONDS * 4):
            if (state := self.state(run))[0] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED"):
                return state
            time.sleep(0.25)
        raise AssertionError(f"the run is {self.state(run)} after {RUN_SECONDS} s")


@contextmanager
def group(
    command: list[str], variables: Mapping[str, str], log: Path, stop: signal.Signals
) -> Generator[None]:
    """A command in a process group of its own, ended by a signal when the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=variables,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(60)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@contextmanager
def prefect_server(folder: Path) -> Generator[Prefect]:
    """A server that is up. Nothing of it outlives the block."""
    port = free_port()
    variables = environment(folder, port)
    command = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with group(command, variables, folder / "server.log", signal.SIGTERM):
        prefect = Prefect(variables)
        _wait(lambda: prefect.ask("/health") is True, "the server is up", folder / "server.log")
        yield prefect


@contextmanager
def scheduled(prefect: Prefect, folder: Path, home: Path, base_url: str) -> Generator[None]:
    """`cardkeep schedule` serving its deployments."""
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "--home",
        str(home),
        "schedule",
        "--base-url",
        base_url,
    ]
    with group(command, prefect.variables, folder / "schedule.log", signal.SIGINT):
        log = folder / "schedule.log"
        _wait(
            lambda: "polling for" in " ".join(log.read_text(errors="replace").split()),
            "deployments are served",
            log,
        )
        yield


def left_behind(folder: Path) -> list[str]:
    """Processes that still run with this folder in their environment."""
    found: list[str] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"PREFECT_HOME={folder}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # gone meanwhile, or another user's
    return found


def _wait(is_so: Any, what: str, log: Path) -> None:
    for _ in range(STARTED_SECONDS * 5):
        try:
            if is_so():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(
        f"not within {STARTED_SECONDS} s: {what}\n{log.read_text(errors='replace')[-3000:]}"
    )
