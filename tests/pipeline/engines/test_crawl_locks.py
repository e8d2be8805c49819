"""Two runs at once: a source is crawled by one of them, loading waits, crawling does not."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pipeline.engines.crawl_locks import crawl_locks
from pipeline.home import Home
from pipeline.run import refresh as refreshing
from pipeline.run.refresh import Steps, refresh
from pipeline.samples.server import serve_samples
from spiders.crawler.crawl import SourceReport
from spiders.crawler.plan import CrawlPlan
from warehouse.errors import Locked
from warehouse.working import Warehouse


def test_a_source_is_crawled_by_one_run_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with crawl_locks(home, ["aider", "litellm"]) as first:
        assert first == ["aider", "litellm"]
        with crawl_locks(home, ["litellm", "meta_cards"]) as second:
            assert second == ["meta_cards"]
    with crawl_locks(home, ["litellm"]) as later:
        assert later == ["litellm"]


def test_a_source_that_another_run_crawls_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with crawl_locks(home, ["litellm"]), pytest.raises(Locked) as told:
        refresh(home, ["litellm"])
    for words in ("crawls litellm", str(tmp_path), "nothing was fetched"):
        assert words in str(told.value)


def test_a_run_crawls_while_another_process_loads_nothing(tmp_path: Path) -> None:
    """The writer's lock is free during a crawl, so that another run can load meanwhile."""
    crawled: list[str] = []

    def crawl(plan: CrawlPlan) -> dict[str, SourceReport]:
        with Warehouse(tmp_path):
            crawled.extend(plan.sources)
        return {name: SourceReport(outcomes=[], errors=[], sealed="") for name in plan.sources}

    refresh(Home(tmp_path), ["litellm"], steps=Steps(crawl))
    assert crawled == ["litellm"]


def test_a_run_waits_for_the_one_that_loads(tmp_path: Path) -> None:
    loading = Warehouse(tmp_path)
    timer = threading.Timer(0.5, loading.close)
    timer.start()
    with Warehouse(tmp_path, wait_seconds=30):
        pass
    timer.join()


def test_a_run_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshing, "START_WAIT_SECONDS", 0.2)
    with Warehouse(tmp_path), pytest.raises(Locked, match="another cardkeep writes"):
        refresh(Home(tmp_path), ["litellm"])


@pytest.mark.slow
def test_of_six_refreshes_at_once_one_goes_on_and_killing_it_frees_the_source(
    tmp_path: Path,
) -> None:
    """The one that goes on waits for a server that does not answer until all others have ended."""
    may_answer = threading.Event()
    with serve_samples(1) as samples:
        page = samples.page

        def answer_late(path: str) -> Path | None:
            may_answer.wait(60)
            return page(path)

        samples.page = answer_late
        command = [sys.executable, "-m", "pipeline.cli", "--home", str(tmp_path), "refresh"]
        runs = [
            subprocess.Popen(
                [*command, "litellm"],
                env=os.environ | {"CARDKEEP_BASE_URL": samples.base_url},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            )
            for _ in range(6)
        ]
        refused: list[subprocess.Popen[str]] = []
        while len(refused) < 5:
            refused = [run for run in runs if run.poll() is not None]
            time.sleep(0.1)
        (going_on,) = [run for run in runs if run not in refused]
        os.killpg(going_on.pid, signal.SIGKILL)
        going_on.communicate()
        may_answer.set()
        for run in refused:
            _, said = run.communicate()
            assert (run.returncode, "nothing was" in said) == (7, True), said
        with crawl_locks(Home(tmp_path), ["litellm"]) as free:
            assert free == ["litellm"]
