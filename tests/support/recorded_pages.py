"""Where the recorded pages are."""

import os
from pathlib import Path

import pytest


def recorded_folder() -> Path | None:
    """The folder of recorded pages that CARDKEEP_RECORDED names."""
    named = os.environ.get("CARDKEEP_RECORDED")
    if not named:
        return None
    folder = Path(named)
    if not (folder / "MANIFEST.tsv").is_file():
        raise pytest.UsageError(f"CARDKEEP_RECORDED names {named}, which holds no MANIFEST.tsv")
    return folder.resolve()
