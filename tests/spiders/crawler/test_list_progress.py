"""A list that is crawled over several runs, from a server that lists models in pages with cursors."""

import os
import signal
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.home import Home
from spiders.archive import Archive, PageOutcome
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from tests.support.hub_list import HubListServer, give_source, hub_list

PAGE = 5
MODELS = 42
"""Nine pages: 0, 5, ... 40."""


@pytest.fixture(scope="module")
def server() -> Generator[HubListServer]:
    with hub_list(MODELS, PAGE) as server:
        yield server


class Crawls(NamedTuple):
    """Crawls of the list into one archive."""

    home: Home
    server: HubListServer

    def run(self, number: int, *, nights_ago: int = 0) -> tuple[list[int], SourceReport]:
        """Crawl once. Returns the cursors that were asked for, and what came of it."""
        self.server.forget()
        report = crawl(self.plan(number, nights_ago))
        return self.server.forget(), report.sources["hub_list"]

    def plan(self, number: int, nights_ago: int = 0) -> CrawlPlan:
        return CrawlPlan(
            archive=self.home.archive,
            run_id=f"run-{number}",
            sources=["hub_list"],
            base_url=self.server.url,
            allow_loopback=True,
            own_sources=self.home.sources,
            nights_ago=nights_ago,
        )


@pytest.fixture
def crawls(tmp_path: Path, server: HubListServer) -> Crawls:
    home = Home(tmp_path)
    home.archive.mkdir()
    give_source(home, "pages_a_run=5")
    server.statuses = {}
    server.following = {}
    server.night = 0
    return Crawls(home, server)


def outcome_of(report: SourceReport, cursor: int) -> PageOutcome:
    (found,) = [each for each in report.outcomes if each.document == str(cursor)]
    return found


def test_a_list_is_crawled_to_its_end_over_several_runs_and_then_begun_anew(
    crawls: Crawls,
) -> None:
    first, report = crawls.run(1)
    assert first == [0, 5, 10, 15, 20]
    assert report.is_complete
    assert "the next one goes on here" in outcome_of(report, 20).detail
    assert outcome_of(report, 15).detail == ""
    second, report = crawls.run(2)
    assert second == [25, 30, 35, 40]
    assert report.is_complete
    assert outcome_of(report, 40).next_link is None
    archived = Archive(crawls.home.archive).outcomes()
    assert {int(each.document) for each in archived} == set(range(0, MODELS, PAGE))
    assert all(Archive(crawls.home.archive).body(each.sha256 or "") for each in archived)
    assert crawls.run(3)[0] == [0, 5, 10, 15, 20]


@pytest.mark.slow
def test_a_run_stops_where_it_has_its_bytes(crawls: Crawls) -> None:
    give_source(crawls.home, f"bytes_a_run={len(crawls.server.page(0)) * 3 // 2}")
    asked, report = crawls.run(1)
    assert asked == [0, 5]
    assert "bytes of the list are enough" in outcome_of(report, 5).detail
    assert crawls.run(2)[0] == [10, 15]


@pytest.mark.slow
def test_a_killed_run_goes_on_after_the_last_page_that_it_archived(crawls: Crawls) -> None:
    def kill_at_third(event: CrawlEvent) -> None:
        if event.outcome and event.outcome.document == "10":
            for child in (
                Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
            ):
                if b"spiders.crawler.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(int(child), signal.SIGKILL)

    report = crawl(crawls.plan(1), kill_at_third).sources["hub_list"]
    assert "was killed by signal 9" in report.errors[0]
    Archive(crawls.home.archive).salvage()
    archived = Archive(crawls.home.archive).outcomes()
    last = max(int(each.document) for each in archived)
    asked, _ = crawls.run(2)
    assert asked[0] == last + PAGE
    assert 10 < asked[0] <= 25


@pytest.mark.slow
def test_a_page_that_fails_is_where_the_next_run_goes_on(crawls: Crawls) -> None:
    crawls.server.statuses = {10: 501}
    asked, report = crawls.run(1)
    assert set(asked) == {0, 5, 10}
    assert outcome_of(report, 10).outcome == "failed"
    crawls.server.statuses = {}
    assert crawls.run(2)[0] == [10, 15, 20, 25, 30]


@pytest.mark.slow
def test_a_list_whose_cursor_is_refused_is_begun_anew(crawls: Crawls) -> None:
    crawls.run(1)
    crawls.server.statuses = {25: 400}
    asked, report = crawls.run(2)
    assert asked == [25, 0, 5, 10, 15, 20]
    refused = outcome_of(report, 25)
    assert refused.outcome == "missing"
    assert "the list is begun anew" in refused.detail
    assert not report.errors


@pytest.mark.slow
def test_a_list_whose_cursor_is_too_old_is_begun_anew(crawls: Crawls) -> None:
    crawls.run(1, nights_ago=10)
    assert crawls.run(2, nights_ago=6)[0] == [0, 5, 10, 15, 20]
    assert crawls.run(3, nights_ago=4)[0] == [25, 30, 35, 40]


@pytest.mark.slow
def test_a_cursor_that_leads_back_ends_the_list(crawls: Crawls) -> None:
    crawls.server.following = {10: "https://hub.example/models?cursor=5"}
    asked, report = crawls.run(1)
    assert asked == [0, 5, 10]
    assert report.is_complete
    assert outcome_of(report, 10).next_link is None
    assert crawls.run(2)[0] == [0, 5, 10]


@pytest.mark.slow
def test_a_cursor_that_leads_back_to_an_earlier_run_ends_the_list(crawls: Crawls) -> None:
    crawls.server.following = {30: "https://hub.example/models?cursor=5"}
    assert crawls.run(1)[0] == [0, 5, 10, 15, 20]
    asked, report = crawls.run(2)
    assert asked == [25, 30]
    assert report.is_complete
    assert outcome_of(report, 30).next_link is None
    assert crawls.run(3)[0] == [0, 5, 10, 15, 20]


@pytest.mark.slow
@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/models?cursor=5",
        "http://127.0.0.1:9/models?cursor=5",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//elsewhere.example/models?cursor=5",
        "https://hub.example@elsewhere.example/models?cursor=5",
        "https://[::1",
    ],
)
def test_a_cursor_to_another_host_is_not_followed(crawls: Crawls, url: str) -> None:
    crawls.server.following = {5: url}
    asked, report = crawls.run(1)
    assert asked == [0, 5]
    assert "the list leads to another host: expected hub.example" in outcome_of(report, 5).detail
    assert outcome_of(report, 5).next_link is None
