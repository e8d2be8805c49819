"""Faults of what is written. At the n-th thing that a process does with the files of a folder it is
killed, or the disk is full: for processes that tests start, because an audit hook of Python's is
never taken out again. Or in this process no file may grow beyond a size.
"""

import atexit
import errno
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from tests.support import ROOT

Fault = Literal["kill", "full"]
_EVENTS = {"open", "os.rename", "os.remove", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate"}
_STEPS = "steps: "


def arm(folder: str, at: int, fault: Fault) -> None:
    """Let this process meet the fault when it opens, renames, links or removes something in
    `folder` for the `at`-th time. A disk that is full stays full for all that is opened to be
    written.
    """
    steps = 0

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event not in _EVENTS or not any(str(each).startswith(folder) for each in arguments[:2]):
            return
        steps += 1
        if steps == at and fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if fault == "full" and (
            steps == at or (steps > at and event == "open" and _writes(arguments[2]))
        ):
            raise OSError(errno.ENOSPC, "No space left on device", str(arguments[0]))

    sys.addaudithook(on_event)
    atexit.register(lambda: print(f"{_STEPS}{steps}"))  # noqa: T201 (the parent reads it)


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def run_with_faults(
    code: str, folder: Path, fault: Fault, *arguments: str, stride: int = 1
) -> Iterator[subprocess.CompletedProcess[str]]:
    """Run `code` with the fault at the first step, at the next one after, and so on, until it ends
    before it meets any; that end is not yielded, and must be a clean one.

    The code finds its arguments in sys.argv. After each run the caller looks at what it left in the
    folder, and puts it back. Only every `stride`-th step is tried.
    """
    step = 1
    while True:
        script = (
            f"from tests.support.faults import arm\narm({str(folder)!r}, {step}, {fault!r})\n{code}"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode != -signal.SIGKILL:
            assert not done.returncode or "No space left on device" in done.stderr, done.stderr
            if int(done.stdout.rpartition(_STEPS)[2]) < step:
                assert not done.returncode, done.stderr
                return
        yield done
        step += stride


@contextmanager
def no_room_beyond(size: int) -> Generator[None]:
    """No file that this process writes can grow beyond so many bytes: writing raises OSError."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
