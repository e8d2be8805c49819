"""docs/trust.md is made by its command, and every test that it names is there."""

import subprocess
import sys

from tests.support import ROOT


def test_the_page_is_made_of_its_list_and_its_results() -> None:
    command = [sys.executable, "-m", "tests.trust", "--check"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, ""), ended.stdout
