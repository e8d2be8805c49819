"""Where the recorded pages are."""

import os
from pathlib import Path

import pytest


def recorded_folder() -> Path | None:
    """The folder of recorded pages that CARDKEEP_RECORDED names."""
    return _folder("CARDKEEP_RECORDED")


def further_folder() -> Path | None:
    """The folder of further copies of such pages that CARDKEEP_RECORDED_MORE names."""
    return _folder("CARDKEEP_RECORDED_MORE")


def _folder(variable: str) -> Path | None:
    named = os.environ.get(variable)
    if not named:
        return None
    folder = Path(named)
    if not (folder / "MANIFEST.tsv").is_file():
        raise pytest.UsageError(f"{variable} names {named}, which holds no MANIFEST.tsv")
    return folder.resolve()
