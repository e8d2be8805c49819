"""A crawl process that waits for its plan. Starting one imports next to nothing here, so that it
can come first.
"""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import IO, cast

CrawlProcess = subprocess.Popen[bytes]


@contextmanager
def waiting_crawl_process() -> Generator[CrawlProcess]:
    """A crawl process that imports what it needs while its plan is still being made, and that is
    gone afterwards.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "spiders.crawler.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # The child finds the modules that its parent has found, installed or not.
        env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        process_group=0,  # an interrupt from the terminal goes to the parent, which decides
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                cast(IO[bytes], pipe).close()
