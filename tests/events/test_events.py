"""The proof on the recorded pages: real events replayed night by night, and planted slips.

Long form: every event and 200 slips, some minutes. Short: sellers' own small pages.
"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support import ROOT

FORM = ["--short"] if os.environ.get("CARDKEEP_SHORT") else []
pytestmark = [pytest.mark.slow, pytest.mark.recorded, pytest.mark.timeout(1800)]


@cache
def proof(recorded: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.events", *FORM],
        cwd=ROOT,
        env={**os.environ, "CARDKEEP_RECORDED": str(recorded)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_event_is_asked_on_its_nights_and_every_slip_planted(recorded: Path) -> None:
    done = proof(recorded)
    assert done.returncode in (0, 5), done.stderr
    assert "no offer" not in done.stdout


def test_no_headline_is_wrong_for_longer_than_the_rules_allow(recorded: Path) -> None:
    done = proof(recorded)
    assert done.returncode == 0, done.stdout
