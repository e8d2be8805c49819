"""What a refresh costs beside its crawl."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pipeline.sample_server import serve_samples


def run() -> None:
    with tempfile.TemporaryDirectory() as folder, serve_samples(1) as samples:
        command = [sys.executable, "-m", "pipeline.cli", "--home", folder, "refresh", "--base-url", samples.base_url]
        subprocess.run([*command, *samples.sources], check=False, capture_output=True)
        for name in ("the first, all pages new", "again, nothing new"):
            home = Path(folder) / name.partition(",")[0].replace(" ", "-")
            began = time.perf_counter()
            done = subprocess.run(
                [*command[:4], str(home), *command[5:], *samples.sources], check=False, capture_output=True, text=True
            )
            seconds = time.perf_counter() - began
            line = next(line for line in done.stdout.splitlines() if "crawl" in line)
            crawl = float(line.partition("crawl ")[2].partition(" s")[0])
            print(f"  {name:<28} {seconds:.2f} s in all, {crawl:.2f} s of it the crawl: {seconds - crawl:.2f} s beside it")
