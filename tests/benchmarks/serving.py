"""What `cardkeep serve` takes: a search for each key, pairs on demand one at a time, and many clients at once.

On the recorded pages where they are there, else on the samples. The server is a process of its own; what it
takes is told in its CPU time, and in the times that clients wait.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from urllib.parse import quote

from tests.benchmarks.pages import catalog
from warehouse.store import open_catalog

CLIENTS = 50
PAIRS_AT_ONCE = 400
PAIRS_ALONE = 60
TYPED = ("claude opus 4.8", "gpt5", "sonet 4.6", "deepseek v4 pro", "qwen3.5-4b")
TICKS = os.sysconf("SC_CLK_TCK")


def run(scale: float = 1) -> None:
    with catalog(scale) as home:
        measure(home.path, scale)


def measure(home: Path, scale: float) -> None:
    """Prints what the server of a home takes."""
    with open_catalog(home) as known:
        rows = known.query_sql(
            "SELECT m.slug FROM models m JOIN offers USING (model_id) "
            "GROUP BY m.slug ORDER BY count(*) DESC, 1 LIMIT 60"
        ).rows
    pairs = [f"/compare/{quote(a)}/{quote(b)}/" for (a,), (b,) in combinations(rows, 2)]
    alone = pairs[: max(3, int(PAIRS_ALONE * scale))]
    at_once = pairs[len(alone) : len(alone) + max(3, int(PAIRS_AT_ONCE * scale))]
    with served(home) as (address, process):
        get(address + pairs[-1])  # what is read once, with the first question
        get(f"{address}/api/v1/search?q=a")
        _settle(process)
        keys = [typed[:end] for typed in TYPED for end in range(1, len(typed) + 1)]
        _tell("search, a key", [f"{address}/api/v1/search?q={quote(key)}" for key in keys], process)
        _tell("a pair, one at a time", [address + path for path in alone], process)
        before, began = cpu_seconds(process), time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(get, [address + path for path in at_once]))
        took = time.perf_counter() - began
        cpu = 1000 * (cpu_seconds(process) - before) / len(at_once)
        print(
            f"  {CLIENTS} clients: {len(at_once) / took:.0f} pairs a second, {cpu:.1f} CPU ms a pair"
        )


def _tell(what: str, urls: Sequence[str], process: int) -> None:
    before = cpu_seconds(process)
    times = sorted(1000 * get(url) for url in urls)
    cpu = 1000 * (cpu_seconds(process) - before) / len(urls)
    p95 = times[int(0.95 * (len(times) - 1))]
    print(f"  {what}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, {cpu:.1f} CPU ms")


def _settle(process: int) -> None:
    """Waits until the server has built ahead what it does."""
    before = -1.0
    while cpu_seconds(process) - before > 0.05:
        before = cpu_seconds(process)
        time.sleep(2)


@contextmanager
def served(home: Path) -> Generator[tuple[str, int]]:
    """The address of a server of a home, and its process."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
    code = "import sys; from pipeline.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "--home", str(home), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                get(f"{address}/health")
                break
            except OSError:
                time.sleep(0.1)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def get(url: str) -> float:
    """How many seconds the whole answer takes. Raises OSError for what is no answer."""
    began = time.perf_counter()
    with urllib.request.urlopen(url, timeout=300) as answer:  # noqa: S310 - loopback
        body = answer.read()
    if url.endswith("/health"):
        json.loads(body)
    return time.perf_counter() - began


def cpu_seconds(process: int) -> float:
    """The CPU time of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
