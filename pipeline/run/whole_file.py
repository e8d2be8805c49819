"""Files that are written at once: killed at any point, a file is the one before or the new one."""

import glob
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.failures import Failure


@contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """The path under which a file is written; it has its own name once all is on disk. What a killed
    process left of this file is deleted. Raises Failure where it cannot be written.
    """
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _delete_left(path)
        yield new
        _sync(new)
        new.replace(path)
    except OSError as error:
        raise _cannot_be_written(path, error) from None
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def write_whole(path: Path, body: bytes) -> None:
    """Write a file at once. A link stays one; a device or a pipe is written to. Raises Failure."""
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        try:
            path.write_bytes(body)
        except OSError as error:
            raise _cannot_be_written(path, error) from None
        return
    with written_whole(path) as new:
        new.write_bytes(body)


def is_left(new: Path) -> bool:
    """Whether the process that was writing a file under this name is gone."""
    process_id = new.name.removesuffix(".new").rpartition(".")[2]
    return not is_running(process_id)


def is_running(process_id: str) -> bool:
    """Whether the process that a working file names is there."""
    try:
        os.kill(int(process_id), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _delete_left(path: Path) -> None:
    for new in path.parent.glob(f".{glob.escape(path.name)}.[0-9]*.new"):
        if is_left(new):
            new.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _cannot_be_written(path: Path, error: OSError) -> Failure:
    return Failure(f"{path} cannot be written: {error.strerror}; what was there is as it was")
