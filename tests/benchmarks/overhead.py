"""What a refresh costs beside its crawl: the whole command against a crawl process with the same
plan, interleaved.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, cast

from pipeline.home import Home
from pipeline.run.refresh import all_sources, select_sources
from pipeline.run.steps import new_run_id
from pipeline.samples.server import serve_samples
from spiders.crawler.plan import CrawlPlan
from spiders.crawler.process import crawl_process
from tests.benchmarks.timing import medians, rounds_of

PROVIDERS = ("anthropic", "openai")


def run(scale: float = 1) -> None:
    with tempfile.TemporaryDirectory() as folder, serve_samples(1) as samples:
        every = samples.sources
        measured = [
            ("one provider", [PROVIDERS[0]]),
            ("two providers", [*PROVIDERS]),
            ("all samples", every),
        ]
        for title, named in measured if scale >= 1 else measured[:1]:
            wanted = [name for name in select_sources(all_sources()[0], named) if name in every]
            home = Home(Path(folder) / title.replace(" ", "-"))
            sides = {
                "crawl": crawl_alone(home.path / "crawled", wanted, samples.base_url),
                "refresh": refresh(home, wanted, samples.base_url),
            }
            for take_all_in in sides.values():
                take_all_in()  # those measured find nothing new
            took = medians(sides, rounds_of(scale))
            beside = took["refresh"] - took["crawl"]
            print(
                f"  {title:<16} refresh {took['refresh']:.2f} s, crawl process alone "
                f"{took['crawl']:.2f} s:"
                f" {beside:.2f} s beside it"
            )


def crawl_alone(
    archive: Path, sources: list[str], base_url: str, own_sources: Path | None = None
) -> Callable[[], None]:
    def run_plan() -> None:
        run_id = new_run_id("crawl")
        plan = CrawlPlan(
            archive=archive,
            run_id=run_id,
            sources=sources,
            base_url=base_url,
            allow_loopback=True,
            own_sources=own_sources,
        )
        with crawl_process() as process:
            plan_pipe, events_pipe = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
            plan_pipe.write(plan.model_dump_json().encode() + b"\n")
            plan_pipe.flush()
            events_pipe.read()
            if process.wait():
                raise RuntimeError(f"the crawl ended with code {process.returncode}")

    return run_plan


def refresh(home: Home, sources: list[str], base_url: str) -> Callable[[], None]:
    command = [
        sys.executable,
        "-m",
        "pipeline.cli",
        "--home",
        str(home.path),
        "refresh",
        "--base-url",
        base_url,
    ]

    def run_command() -> None:
        subprocess.run([*command, *sources], check=True, capture_output=True)

    return run_command
