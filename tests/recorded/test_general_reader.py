"""The general reader on recorded pages: how much it finds of what sources read, and how little
wrong.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT


@pytest.mark.slow
@pytest.mark.recorded
def test_most_prices_are_found_and_hardly_one_is_wrong(recorded: Path) -> None:
    """In the short form without the large pages, which are lists of aggregators."""
    short = ["--short"] if os.environ.get("CARDKEEP_SHORT") else []
    measured = subprocess.run(
        [sys.executable, "-m", "tests.general_reader", "--only-measure", *short],
        cwd=ROOT,
        env={**os.environ, "CARDKEEP_RECORDED": str(recorded)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert measured.returncode == 0, measured.stdout[-2000:] + measured.stderr[-2000:]
