"""The process in which pages are read, from inside. It imports what reads pages, once, and then forks
a worker for each request on its socket: that takes milliseconds, and each worker has limits of its
own.

Workers hold nothing of the process that writes: no database, no lock, no archive. One takes a body
and its bytes, answers with what was read, and ends when its socket is closed.
"""

import os
import pickle
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from pipeline.facts.extraction import (
    Anchor,
    ArchivedBody,
    ExtractedPage,
    read_body,
    refused_page,
)
from spiders.parsing.findings import FindingKind
from spiders.registry import load_sources
from spiders.source import Source

START, WAIT = b"start", b"wait "
"""What is asked of this process: a worker at the socket that comes with it, and how the worker
with a process id ended.
"""
PROC = Path("/proc/self/statm")


class ReadingLimits(NamedTuple):
    """What reading one body may cost. `seconds` are those of the clock, a bound for what waits."""

    cpu_seconds: int = 60
    seconds: int = 300
    memory_bytes: int = 600_000_000


class ReadingRequest(NamedTuple):
    """A body to be read: its source, pickled, the version of the parser, its bytes, and the last good
    body where anchors are to read what the source cannot.
    """

    source: Source
    version: str
    body: ArchivedBody
    content: bytes
    limits: ReadingLimits
    anchor: Anchor | None = None


class ReadingAnswer(NamedTuple):
    """What was read, and whether the worker ends with it."""

    page: ExtractedPage
    is_last: bool


def main(control_descriptor: int) -> None:
    """Fork workers until the other end of the socket is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    control = socket.socket(fileno=control_descriptor)
    load_sources()
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 64, maxfds=1)
        if not request:
            return
        if request == START:
            control.sendall(str(_fork_worker(control, descriptors[0])).encode())
        else:
            _, status = os.waitpid(int(request.removeprefix(WAIT)), 0)
            control.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _fork_worker(control: socket.socket, descriptor: int) -> int:
    process_id = os.fork()
    if process_id:
        os.close(descriptor)
        return process_id
    status = 1
    try:
        control.close()
        _work(Connection(descriptor))
        status = 0
    finally:
        os._exit(status)


def _work(requests: Connection) -> None:
    """Read one body after the other. Ends when no more can come, and after one that took much
    memory, which Python keeps.
    """
    memory_at_start = _peak_memory()
    while True:
        try:
            request: ReadingRequest = pickle.loads(requests.recv_bytes())  # noqa: S301 (from our own parent)
        except EOFError:
            return
        limits = request.limits
        _limit_process(limits)
        page = _read(request)
        used = _peak_memory() - memory_at_start
        if used > limits.memory_bytes:
            page = _refused(request, "limit", _memory_reason(limits, f"{used:,}"))
        _lift_memory_limit()
        is_last = used > limits.memory_bytes // 2
        requests.send_bytes(pickle.dumps(ReadingAnswer(page, is_last), protocol=5))
        if is_last:
            return


def _read(request: ReadingRequest) -> ExtractedPage:
    """What was read; a page without claims whatever happened otherwise."""
    try:
        return read_body(
            request.source, request.body, request.content, request.version, request.anchor
        )
    except MemoryError:
        return _refused(request, "limit", _memory_reason(request.limits, "more"))
    except Exception as error:  # noqa: BLE001 (one page must not cost the others)
        return _refused(request, "crashed", f"{type(error).__name__}: {error}")


def _refused(request: ReadingRequest, kind: FindingKind, reason: str) -> ExtractedPage:
    return refused_page(request.body, request.version, kind, reason)


def _memory_reason(limits: ReadingLimits, found: str) -> str:
    return f"memory: expected at most {limits.memory_bytes:,} bytes, found {found}"


def _limit_process(limits: ReadingLimits) -> None:
    """Set the limits of the system for the next body, counted from what is used now. What goes beyond
    them gets a MemoryError, or the signal SIGXCPU.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(usage.ru_utime + usage.ru_stime) + limits.cpu_seconds + 1
    _, hardest = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hardest))
    if PROC.exists():
        mapped = int(PROC.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        # A quarter more: what is mapped is not all used, and what is used is measured at the end.
        _limit_memory(mapped + limits.memory_bytes * 5 // 4)


def _lift_memory_limit() -> None:
    _limit_memory(resource.RLIM_INFINITY)


def _limit_memory(size: int) -> None:
    _, hardest = resource.getrlimit(resource.RLIMIT_AS)
    if hardest != resource.RLIM_INFINITY and (size > hardest or size == resource.RLIM_INFINITY):
        size = hardest
    resource.setrlimit(resource.RLIMIT_AS, (size, hardest))


def _peak_memory() -> int:
    """The most memory that this process has used, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
