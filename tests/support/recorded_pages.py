"""Where the recorded pages are."""

import os
from pathlib import Path

import pytest

from tests.support import ROOT


def recorded_folder() -> Path | None:
    """The folder of recorded pages: the one that CARDKEEP_RECORDED names, or the one beside the
    repository.
    """
    named = os.environ.get("CARDKEEP_RECORDED")
    folder = Path(named) if named else ROOT.parent / "shared" / "recorded"
    if (folder / "MANIFEST.tsv").is_file():
        return folder.resolve()
    if named:
        raise pytest.UsageError(f"CARDKEEP_RECORDED names {named}, which holds no MANIFEST.tsv")
    return None
