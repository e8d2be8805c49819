"""The processes in which pages are read, from outside: they are started, watched and ended. Whatever a
page does to the process that reads it costs that page alone.
"""

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic

from pipeline.facts.extraction import (
    Anchor,
    ArchivedBody,
    ExtractedPage,
    left_page,
    refused_page,
)
from pipeline.facts.reading_process import (
    START,
    WAIT,
    ReadingAnswer,
    ReadingLimits,
    ReadingRequest,
    main,
)
from pipeline.failures import Failure
from spiders.source import Source

LIMITS = ReadingLimits()
WATCH_SECONDS = 0.2
"""How often the memory and the time of a reading worker are looked at."""
ATTEMPTS = 2
"""A worker that was killed from outside, as a system without memory does, is no fault of its page:
the page is read once more.
"""
STRIKES = 3
"""A worker that gave up so many pages of a source for the time that they take leaves the others of that
source for a later run: a reader that never ends costs a night minutes, however many pages it has.
"""
TASKS = Path("/proc/self/task")
_KILLED = -signal.SIGKILL
_TIME = "time: expected at most"


class ReadingFailed(Failure):
    """The process that reads pages cannot be started."""

    code = "reading-failed"


class _ReadingProcess:
    """The process that forks workers: one for this process, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | _ForkedProcess | None = None
        self._control: socket.socket | None = None

    def start(self) -> None:
        """Start it, unless it runs. It imports what it needs while this process goes on."""
        with self._lock:
            self._running()

    def fork(self) -> tuple[int, Connection]:
        """A new worker: its process id, and the connection to it. Raises ReadingFailed."""
        ours, theirs = socket.socketpair()
        with ours, theirs:
            process_id = int(self._ask(START, [theirs.fileno()]))
            return process_id, Connection(ours.detach())

    def exit_code(self, process_id: int) -> int:
        """How a worker that has ended or was killed did so: its exit code, or minus its signal."""
        return int(self._ask(WAIT + str(process_id).encode()))

    def stop(self) -> None:
        """End it, and with it the workers that wait."""
        with self._lock:
            if self._process and self._control:
                self._control.close()
                self._process.kill()
                self._process.wait()
            self._process = self._control = None

    def _ask(self, request: bytes, descriptors: list[int] | None = None) -> bytes:
        with self._lock:
            control = self._running()
            try:
                socket.send_fds(control, [request], descriptors or [])
                answer = control.recv(64)
            except OSError:
                answer = b""
        if not answer:
            self.stop()
            raise ReadingFailed(
                "the process that reads pages ended before it answered; what it wrote above says why; every "
                "page is archived and nothing was published; repair the cause and run `cardkeep replay`"
            )
        return answer

    def _running(self) -> socket.socket:
        if self._control and self._process and self._process.poll() is not None:
            self._control.close()
            self._control = None
        if self._control is None:
            self._control, theirs = socket.socketpair()
            with theirs:
                self._process = _start_process(theirs.fileno())
        return self._control


def _start_process(control: int) -> "subprocess.Popen[bytes] | _ForkedProcess":
    """The process, which talks through this end of a socket: a fork of this one, which has imported all
    that it needs, or a new one where this one has threads, which no fork can carry over.
    """
    if _has_one_thread():
        return _ForkedProcess(control)
    code = f"from pipeline.facts.reading_process import main; main({control})"
    settings = {
        # The child finds the modules that its parent has found, installed or not.
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        # Arrow's memory pool would have a thread; the child forks.
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }
    return subprocess.Popen(  # noqa: S603 (the command is constant but for a number)
        # -P: a folder `pipeline` where the command was started must not stand for ours.
        [sys.executable, "-P", "-c", code],
        stdin=subprocess.DEVNULL,
        env=os.environ | settings,
        pass_fds=[control],
        process_group=0,  # an interrupt from the terminal goes to the parent, which decides
    )


def _has_one_thread() -> bool:
    return TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


class _ForkedProcess:
    """A fork of this process that reads pages. It keeps no file of this one open."""

    def __init__(self, control: int) -> None:
        self.pid = os.fork()
        if self.pid:
            self._exit_code: int | None = None
            return
        try:
            os.setpgid(0, 0)  # an interrupt from the terminal goes to the parent, which decides
            os.closerange(3, control)
            os.closerange(control + 1, os.sysconf("SC_OPEN_MAX"))
            main(control)
        finally:
            os._exit(0)

    def poll(self) -> int | None:
        if self._exit_code is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def wait(self) -> int:
        if self._exit_code is None:
            _, status = os.waitpid(self.pid, 0)
            self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def kill(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


_reading_process = _ReadingProcess()
atexit.register(_reading_process.stop)
start_reading_process = _reading_process.start
stop_reading_process = _reading_process.stop


class ReadingWorker:
    """One worker. Reads one body after the other; a new process takes the place of one that died."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self._strikes = Counter[str]()
        """Of each source how many pages took more time than they may."""
        self._process_id = 0
        self._connection: Connection | None = None

    def read(
        self,
        source: Source,
        version: str,
        body: ArchivedBody,
        content: bytes,
        anchor: Anchor | None = None,
    ) -> ExtractedPage:
        """What a source reads on the bytes of a body, and anchors where there is one; a page without
        claims, and a finding, where that goes beyond a limit; an empty page where the body is left
        for a later run, because pages of its source took too long. Raises ReadingFailed.
        """
        if self._strikes[body.source] >= STRIKES:
            return left_page()
        request = ReadingRequest(source, version, body, content, self.limits, anchor)
        message = pickle.dumps(request, protocol=5)
        reason = ""
        for _ in range(ATTEMPTS):
            answer, reason, was_killed = self._ask(message)
            if answer is not None:
                return answer
            if not was_killed:
                break
        if reason.startswith(_TIME):
            self._strikes[body.source] += 1
        return refused_page(body, version, "limit", reason)

    def close(self) -> None:
        """End the process, and wait for it."""
        if self._connection is not None:
            self._kill()
            self._end()

    def _ask(self, message: bytes) -> tuple[ExtractedPage | None, str, bool]:
        """The page; or why there is none, and whether the worker was killed from outside."""
        connection = self._start()
        exceeded = ""
        try:
            connection.send_bytes(message)
            exceeded = self._watch(connection)
            if not exceeded:
                return self._take(connection), "", False
        except (EOFError, OSError):
            pass
        if exceeded:
            self._kill()
        code = self._end()
        if exceeded:
            return None, exceeded, False
        return None, self._how_it_ended(code), code == _KILLED

    def _take(self, connection: Connection) -> ExtractedPage:
        answer: ReadingAnswer = pickle.loads(connection.recv_bytes())  # noqa: S301 (from our own child)
        if answer.is_last:
            self._end()
        return answer.page

    def _watch(self, connection: Connection) -> str:
        """Wait for an answer, or for the end of the worker: "". Else the limit that it goes beyond."""
        end = monotonic() + self.limits.seconds
        while not connection.poll(WATCH_SECONDS):
            if monotonic() > end:
                return f"{_TIME} {self.limits.seconds} seconds, found no end by then"
        return ""

    def _how_it_ended(self, code: int) -> str:
        if code == -signal.SIGXCPU:
            seconds = self.limits.cpu_seconds
            return f"{_TIME} {seconds} seconds of a processor, found no end by then"
        if code == _KILLED:
            return (
                f"the reading process was killed {ATTEMPTS} times, as a system without memory does"
            )
        if code < 0:
            return f"the reading process ended by signal {-code} ({signal.strsignal(-code)})"
        return f"the reading process ended with code {code} without an answer"

    def _start(self) -> Connection:
        if self._connection is None:
            self._process_id, self._connection = _reading_process.fork()
        return self._connection

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._process_id, signal.SIGKILL)

    def _end(self) -> int:
        """Close the connection and return how the worker ended."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        return _reading_process.exit_code(self._process_id)
