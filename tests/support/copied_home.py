"""Copies of homes: one is made for many tests, and each test changes a copy of its own."""

import shutil
from pathlib import Path

from pipeline.home import Home


def copy_home(home: Home, folder: Path) -> Home:
    """A copy of a home in a folder that is not there yet."""
    return Home(Path(shutil.copytree(home.path, folder, symlinks=True)))
