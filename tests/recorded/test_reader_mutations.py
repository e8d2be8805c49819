"""Recorded pages edited as publishers edit them: nothing is read wrong, and most is kept."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT


@pytest.mark.slow
@pytest.mark.recorded
def test_edits_of_recorded_pages_make_nothing_wrong(recorded: Path) -> None:
    measured = subprocess.run(
        [sys.executable, "-m", "tests.reader_mutations", "--short"],
        cwd=ROOT,
        env={**os.environ, "CARDKEEP_RECORDED": str(recorded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert measured.returncode == 0, measured.stdout[-3000:] + measured.stderr[-2000:]
