"""A source is crawled by a task whose machine has nothing of the home, and its file goes into the bucket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.engines.addresses import archive_folder
from pipeline.engines.crawling import SourceCrawl, crawl_source, fetch_archive, send_archive
from pipeline.samples.server import SampleServer, serve_samples
from spiders.archive import Archive
from spiders.archive.storage import StorageFailed, open_storage
from spiders.crawler.crawl import SourceReport
from spiders.crawler.plan import CrawlPlan
from tests.support.bucket import Bucket, bucket_server
from tests.support.messages import as_sent

pytestmark = pytest.mark.slow
SOURCE = "anthropic_pricing"
RUN = "20261130T031500000000-refresh"


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with bucket_server() as server:
        yield server


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


def crawl(url: str, samples: SampleServer) -> SourceReport:
    plan = CrawlPlan(
        archive=Path("/nowhere"),
        run_id=RUN,
        sources=[SOURCE],
        base_url=samples.base_url,
        allow_loopback=True,
    )
    return crawl_source(as_sent(SourceCrawl(url, (), plan)))


def test_a_sealed_file_is_in_the_bucket_and_the_next_crawl_confirms_it(
    bucket: Bucket, samples: SampleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bucket.new_url()
    assert {each.outcome for each in crawl(url, samples).outcomes} == {"ok"}
    (name,) = open_storage(url).sizes("archive/")
    assert name.startswith(f"archive/2026-11/{RUN}-attempt")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    again = crawl(url, samples)
    assert {each.outcome for each in again.outcomes} == {"not_modified"}, "on another machine"
    folder = tmp_path / "home" / "archive"
    assert fetch_archive(open_storage(url), folder) == 2
    assert fetch_archive(open_storage(url), folder) == 0
    runs = {each.run_id for each in Archive(folder).outcomes()}
    assert len(runs) == 2, "each execution has a run id of its own"
    assert send_archive(open_storage(url), folder) == 0


def test_what_a_killed_crawl_left_goes_with_the_next(bucket: Bucket, samples: SampleServer) -> None:
    url = bucket.new_url()
    folder = archive_folder(url)
    killed = Archive(folder).writer("20261129T031500000000-refresh-attempt7", SOURCE)
    killed.write_response(
        url="https://example.org/",
        seen_at=datetime(2026, 11, 29, tzinfo=UTC),
        status="200 OK",
        headers=[],
        body=b"received",
    )
    vars(killed)["_file"].close()
    crawl(url, samples)
    names = [name.rpartition("/")[2] for name in open_storage(url).sizes("archive/")]
    assert f"20261129T031500000000-refresh-attempt7--{SOURCE}.warc.gz" in names
    assert len(names) == 2


def test_a_bucket_that_is_down_keeps_what_was_received_for_the_next_crawl(
    bucket: Bucket, samples: SampleServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = bucket.new_url()

    def down(*_: object) -> int:
        raise StorageFailed(url, "503")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.engines.crawling.send_archive", down)
        with pytest.raises(StorageFailed):
            crawl(url, samples)
    assert open_storage(url).sizes("archive/") == {}
    crawl(url, samples)
    assert len(open_storage(url).sizes("archive/")) == 2


def test_an_object_whose_name_leads_out_of_the_archive_is_not_fetched(
    bucket: Bucket, tmp_path: Path
) -> None:
    storage = open_storage(bucket.new_url())
    names = ("../../out--x.warc.gz", "2026-05/../../out--x.warc.gz", "deep/a/b--x.warc.gz")
    for name in (*names, "2026-05/in--x.warc.gz"):
        storage.write(f"archive/{name}", b"bytes")
    assert len(storage.sizes("archive/")) == 4
    folder = tmp_path / "home" / "archive"
    folder.mkdir(parents=True)
    assert fetch_archive(storage, folder) == 1
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.gz")}
    assert found == {"home/archive/2026-05/in--x.warc.gz"}
