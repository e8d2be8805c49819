"""`cardkeep serve` as people run it: a real process that answers, and ends when it is interrupted."""

import json
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from pipeline.home import Home
from tests.support.command_line import CARDKEEP


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def answer(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - loopback
        body: bytes = response.read()
        return body


def test_serve_answers_until_it_is_interrupted(small_home: Home) -> None:
    port = free_port()
    server = subprocess.Popen(
        [*CARDKEEP, "--home", str(small_home.path), "serve", "--port", str(port)],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        health = wait_for(f"http://127.0.0.1:{port}/health")
        assert json.loads(health)["generation"] == 1
        rows = json.loads(answer(f"http://127.0.0.1:{port}/api/v1/offers?model=nova-1"))["rows"]
        assert rows
    finally:
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=30)
    assert server.returncode in (0, 130)
    assert "cardkeep report" in said


def wait_for(url: str) -> bytes:
    for _ in range(600):
        try:
            return answer(url)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer")


def test_serve_without_a_catalog_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [*CARDKEEP, "--home", str(tmp_path), "serve", "--port", "0"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "cardkeep refresh" in done.stderr
