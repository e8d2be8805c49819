"""Every benchmark runs to its end, on a little."""

import subprocess
import sys

import pytest

from tests.support import ROOT

APART = {"__init__", "__main__", "readings", "timing", "processes"}
"""Modules of tests/benchmarks that measure nothing themselves."""
NAMES = sorted(
    path.stem for path in (ROOT / "tests" / "benchmarks").glob("*.py") if path.stem not in APART
)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_runs(name: str) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--miniature", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    _, title, *measured = done.stdout.splitlines()
    assert title == name
    assert measured
