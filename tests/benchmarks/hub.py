"""A model hub, simulated: a list of models in pages of a thousand with cursors, crawled to its end over
several runs, read, loaded and published; then the same with one model in a hundred changed. Each run is
a `cardkeep refresh` of its own: seconds of a processor and memory of all its processes, and sizes.

CARDKEEP_HUB_MODELS says how many models there are, 20,000 otherwise; CARDKEEP_HUB_HOME keeps the home.
"""

import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipeline.home import Home
from tests.benchmarks.processes import measured
from tests.support.hub_list import give_source

MODELS = 20_000
PAGE = 1000
PAGES_A_RUN = 500
LEAST = 50


def run(scale: float = 1) -> None:
    models = max(LEAST, int(int(os.environ.get("CARDKEEP_HUB_MODELS", MODELS)) * scale))
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(os.environ.get("CARDKEEP_HUB_HOME", folder)) / "home")
        give_source(home, f"pages_a_run={PAGES_A_RUN}")
        runs = math.ceil(models / PAGE / PAGES_A_RUN)
        for night, title in enumerate(("first time", "1 % changed")):
            with _hub(models, night) as base_url:
                for number in range(runs):
                    _refresh(
                        home, base_url, f"{models:,} models, {title}, run {number + 1} of {runs}"
                    )


def _refresh(home: Home, base_url: str, title: str) -> None:
    command = ["cardkeep", "--home", str(home.path), "refresh", "hub_list"]
    done = measured([sys.executable, "-m", "pipeline.cli", *command[1:], "--base-url", base_url])
    print(
        f"  {title}: exit code {done.exit_code}, {done.seconds:.1f} s, {done.cpu_seconds:.1f} CPU s, "
        f"{done.megabytes:,.0f} MB at most; archive {_megabytes(home.archive):.1f} MB, working database "
        f"{_megabytes(home.path / 'warehouse'):.1f} MB, published {_megabytes(home.path / 'published'):.1f} MB",
        flush=True,
    )
    for line in done.output.splitlines()[-4:]:
        print(f"    {line}", flush=True)


@contextmanager
def _hub(models: int, night: int) -> Generator[str]:
    """The list as of a night, served by a process of its own. Yields its address."""
    command = [sys.executable, "-m", "tests.support.hub_list", str(models), str(PAGE), str(night)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def _megabytes(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 1e6
