"""Wheels as they are released, unpacked as an installation would."""

import subprocess
import sys
import zipfile
from pathlib import Path


def unpacked_wheel(project: Path, folder: Path) -> Path:
    """The content of the wheel that a project builds, below `folder`, which is empty."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=250)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site
