"""Locks that keep two runs from crawling one source at once: a publisher gets the requests of one
crawl, whoever starts it.
"""

import fcntl
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager

from pipeline.home import Home
from warehouse.plain_file import require_file


@contextmanager
def crawl_locks(home: Home, names: Iterable[str]) -> Generator[list[str]]:
    """Hold the locks of those sources that no other process crawls, and give their names.

    A lock dies with its process.
    """
    folder = home.path / "warehouse" / "crawling"
    folder.mkdir(parents=True, exist_ok=True)
    free: list[str] = []
    with ExitStack() as locks:
        for name in names:
            file = locks.enter_context(require_file(folder / f"{name}.lock").open("w"))
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            free.append(name)
        yield free
