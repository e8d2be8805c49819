"""The crawl process, seen from its parent: it is started, ahead of time where that helps, and it is
ended. Imports next to nothing, so that a command can start the process before all else.
"""

import atexit
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import IO, cast

CrawlProcess = subprocess.Popen[bytes]

_started_early: list[CrawlProcess] = []


def start_early() -> None:
    """Start the process of the next crawl now. It imports Scrapy, which takes about a second, while
    this process imports its own modules. Should no crawl follow, it ends with this process.
    """
    process = _start()
    atexit.register(process.kill)
    _started_early.append(process)


@contextmanager
def crawl_process() -> Generator[CrawlProcess]:
    """A crawl process that waits for its plan: the one started early, or a new one. It is gone
    afterwards.
    """
    process = _started_early.pop() if _started_early else _start()
    try:
        yield process
    finally:
        # It has nothing left to do: an orderly exit would only spend time on freeing its modules.
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast(IO[bytes], pipe).close()


def _start() -> CrawlProcess:
    return subprocess.Popen(
        # -P: a folder `spiders` where the command was started must not stand for ours.
        [sys.executable, "-P", "-m", "spiders.crawler.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # The child finds the modules that its parent has found, installed or not.
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        process_group=0,  # an interrupt from the terminal goes to the parent, which decides
    )
