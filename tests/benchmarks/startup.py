"""What a command costs before it does anything."""

import subprocess
import sys
import tempfile
from pathlib import Path

from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.samples.server import serve_samples
from tests.benchmarks.timing import medians, rounds_of, show


def run(scale: float = 1) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with serve_samples(1) as samples:
            refresh(Home(home), samples.sources, base_url=samples.base_url)

        def python(*arguments: str) -> None:
            subprocess.run([sys.executable, *arguments], check=False, capture_output=True)

        sides = {
            "bare Python": lambda: python("-c", "pass"),
            "cardkeep --help": lambda: python("-m", "pipeline.cli", "--help"),
            "import duckdb": lambda: python("-c", "import duckdb"),
            "cardkeep status": lambda: python("-m", "pipeline.cli", "--home", str(home), "status"),
        }
        show(medians(sides, rounds_of(scale)), "bare Python")
