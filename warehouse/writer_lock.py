"""The lock of a home: one process writes at a time. It goes with the process that holds it."""

import fcntl
import time
from pathlib import Path
from typing import IO

from warehouse.errors import Locked
from warehouse.plain_file import require_file


def lock_writer(home: Path, wait_seconds: float = 0) -> IO[str]:
    """The lock of a home, held until it is closed: one process writes at a time. Raises Locked
    where another one still holds it after so many seconds.
    """
    folder = home / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    lock = require_file(folder / "writer.lock").open("w")
    deadline = time.monotonic() + wait_seconds
    while not _is_locked_now(lock):
        if time.monotonic() >= deadline:
            lock.close()
            raise Locked(
                f"another cardkeep writes in {home}; nothing was changed; try again when it has "
                "finished"
            )
        time.sleep(0.1)
    return lock


def _is_locked_now(lock: IO[str]) -> bool:
    """Whether this process holds the lock now, which it asks for without waiting."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
