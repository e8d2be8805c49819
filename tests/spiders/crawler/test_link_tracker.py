"""What one source may fetch in one run, and from where."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar
from unittest.mock import Mock

import pytest
from scrapy import Request
from scrapy.http import TextResponse
from scrapy.settings import Settings

from spiders.archive import Archive
from spiders.claims import Link
from spiders.crawler import link_tracker
from spiders.crawler.link_tracker import Exchange, LinkTracker
from spiders.crawler.middlewares.bounds import Bounds, RequestRefused, listed_hosts
from spiders.source import Source


class Many(Source):
    publisher = "test"
    follow_patterns: ClassVar = {"page": r"https://docs\.acme\.example/(.+)"}
    links: ClassVar[list[Link]] = [
        Link(
            kind="page",
            url=f"https://acme.example/{number}",
            document=str(number),
            aliases=("https://old.acme.example/page",),
        )
        for number in range(5)
    ]


class Tracked:
    """A tracker of the links of Many, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.errors: list[str] = []
        self.stops: list[str] = []
        archive = Archive(folder)
        self.writer = archive.writer("r1", "many")
        self.tracker = LinkTracker(
            archive,
            self.writer,
            None,
            on_outcome=lambda _: None,
            on_error=self.errors.append,
            stop=self.stops.append,
        )


@pytest.fixture
def tracked(tmp_path: Path) -> Iterator[Tracked]:
    tracked = Tracked(tmp_path)
    yield tracked
    tracked.writer.discard()


def test_links_beyond_the_limit_are_not_fetched_and_told_once(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_tracker, "LINK_LIMIT", 3)
    assert len(list(tracked.tracker.start(Many()))) == 3
    (error,) = tracked.errors
    assert "leads to more than 3 pages" in error
    assert "https://acme.example/3" in error


def test_pages_beyond_the_limit_of_bytes_end_the_crawl_of_the_source(
    tracked: Tracked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_tracker, "BYTES_LIMIT", 250)
    seen_at = datetime(2026, 5, 1, tzinfo=UTC)
    requests = list(tracked.tracker.start(Many()))
    for number, request in enumerate(requests[:3]):
        record = tracked.writer.write_response(
            url=request.url, seen_at=seen_at, status="200 OK", headers=[], body=b"x" * 100
        )
        request.meta["exchange"] = Exchange(record, seen_at, 200, None)
        assert request.callback
        response = TextResponse(request.url, body=b"x" * 100, request=request)
        list(request.callback(response))
        assert len(tracked.stops) == (1 if number == 2 else 0)
    assert "larger together than the 250 bytes" in tracked.stops[0]


# --- redirects ------------------------------------------------------------------------------------


def test_the_hosts_that_a_source_lists() -> None:
    assert listed_hosts(Many()) == {"acme.example", "old.acme.example", "docs.acme.example"}


def bounds(source: Source) -> Bounds:
    return Bounds(Mock(spider=source, settings=Settings({"ALLOW_LOOPBACK": False})))


def redirected(
    url: str, *, planned: str = "https://acme.example/0", is_page: bool = True
) -> Request:
    meta: dict[str, object] = {"redirect_urls": [planned]}
    if is_page:
        meta |= {"link": Many.links[0], "planned_url": planned}
    return Request(url, meta=meta)


@pytest.mark.parametrize(
    "url",
    ["https://acme.example/there", "http://old.acme.example/", "https://DOCS.acme.example/x"],
)
def test_a_redirect_to_a_listed_host_is_followed(url: str) -> None:
    bounds(Many()).process_request(redirected(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://parked.example/",
        "https://acme.example.evil.example/",
        "https://evil-acme.example/",
        "https://www.acme.example/",
    ],
)
def test_a_redirect_to_any_other_host_is_refused(url: str) -> None:
    with pytest.raises(RequestRefused, match="which the source does not list"):
        bounds(Many()).process_request(redirected(url))


def test_what_is_no_page_and_a_mirror_may_redirect() -> None:
    bounds(Many()).process_request(redirected("https://cdn.example/robots.txt", is_page=False))
    mirror = "http://mirror.example:8080/acme.example/0"
    bounds(Many()).process_request(redirected("http://mirror.example:8080/x", planned=mirror))
