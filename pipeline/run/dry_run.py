"""A temporary copy of a home, for a refresh that changes nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from pipeline.failures import Failure
from pipeline.home import Home

PREFIX = "cardkeep-dry-run-"
"""What the name of a copy begins with; the id of the process that uses it comes next."""


@contextmanager
def temporary_copy(home: Home) -> Generator[Home]:
    """A copy of the home that is deleted afterwards. Archived files never change and are linked;
    all else is copied.
    """
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as folder:
        copy = Home(Path(folder))
        for name, copy_file in COPIED.items():
            original = home.path / name
            if original.is_dir():
                _copy_folder(original, copy.path / name, copy_file)
        yield copy


def _copy_folder(folder: Path, target: Path, copy_file: Callable[[str, str], object]) -> None:
    """Raises Failure, with every file that cannot be copied."""
    try:
        shutil.copytree(folder, target, copy_function=copy_file, symlinks=True)
    except shutil.Error as error:
        (faults,) = error.args
        listed = "; ".join(f"{source}: {why}" for source, _, why in faults)
        raise Failure(
            f"{folder} cannot be copied for a dry run: {listed}; nothing was changed; "
            "`cardkeep doctor` looks what is wrong"
        ) from None


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another file system
        shutil.copy2(source, target)


COPIED: dict[str, Callable[[str, str], object]] = {
    "archive": _link,
    "warehouse": shutil.copy2,
    "published": shutil.copy2,
    "publications": shutil.copy2,
    "reviews": shutil.copy2,
}
