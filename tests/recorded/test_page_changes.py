"""Between recorded copies of pages, what anchors confirm is what the source reads."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT


@pytest.mark.slow
@pytest.mark.recorded
def test_nothing_that_anchors_confirm_is_wrong(recorded: Path) -> None:
    measured = subprocess.run(
        [sys.executable, "-m", "tests.page_changes", "--check"],
        cwd=ROOT,
        env={**os.environ, "CARDKEEP_RECORDED": str(recorded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert measured.returncode == 0, measured.stdout[-2000:] + measured.stderr[-2000:]
