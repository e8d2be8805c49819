"""The changes of behaviour that tests must notice can all be tried: each text still stands once."""

import subprocess
import sys

from tests.support import ROOT


def test_every_change_can_be_tried() -> None:
    command = [sys.executable, "-m", "tests.mutants", "--check"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
