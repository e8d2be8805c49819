"""A copy of a home that can be written to and thrown away."""

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipeline.home import Home


@contextmanager
def temporary_copy(home: Home) -> Generator[Home]:
    """The same archive and catalog elsewhere: archived files, which never change, are linked, the
    rest is copied.
    """
    with tempfile.TemporaryDirectory(prefix="cardkeep-dry-run-") as folder:
        copy = Home(Path(folder))
        for name, take in (
            ("archive", _link),
            ("warehouse", shutil.copy2),
            ("published", shutil.copy2),
            ("reviews", shutil.copy2),
        ):
            if (home.path / name).is_dir():
                shutil.copytree(
                    home.path / name, copy.path / name, copy_function=take, symlinks=True
                )
        yield copy


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:  # another file system
        shutil.copy2(source, target)
