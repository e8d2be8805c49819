"""The crawl against servers that misbehave: one outcome a link, nothing asked that must not be,
nothing cut kept.
"""

import gzip
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, nullcontext
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from spiders.archive import Archive, PageOutcome
from spiders.archive.content_encoding import BodyDamaged, BodyTooLarge, decode
from spiders.crawler.crawl import CrawlReport, SourceReport, crawl
from spiders.crawler.middlewares.bounds import Bounds, RequestRefused, is_public
from spiders.crawler.middlewares.pause import rate_limit_spacing, retry_after
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from spiders.crawler.redaction import redact
from spiders.registry import load_sources
from tests.support.fault_server import BOMB, PAGE, FaultServer, serving

pytestmark = pytest.mark.usefixtures("servers")

PACKAGE = "tests.support.faulty_sources"
SOURCES = [
    "faults",
    "waiting",
    "robots",
    "healthy",
    "crashing",
    "stillborn",
    "linkless",
    "unloadable",
    "twofold",
    "none",
]
CANARY = "canary-in-the-environment"
ROBOTS: dict[str, int | str] = {
    "robots_404": 404,
    "robots_429": 429,
    "robots_500": 500,
    "robots_reset": "reset",
    "robots_rules": "User-agent: cardkeep\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n",
    "robots_unsized": "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n"
    "User-agent: *\r\nDisallow: /private\r\n",
    "robots_slow": "User-agent: *\nCrawl-delay: 3600\n",
    "robots_delay": "User-agent: *\nCrawl-delay: 1\n",
}
PLAIN = ["faults", "healthy", "waits", "waits_long", "waits_forever"]


class Servers:
    """The fault servers, by the names that the sources know them under."""

    def __init__(self, running: dict[str, FaultServer]) -> None:
        self.running = running
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        os.environ["FAULT_SERVERS"] = json.dumps(
            {name: server.url for name, server in running.items()} | {"closed": closed}
        )

    def asked(self, name: str) -> Counter[str]:
        return self.running[name].asked


@pytest.fixture(scope="module")
def servers() -> Generator[Servers]:
    before = dict(os.environ)
    os.environ |= {
        "PYTHONWARNINGS": "error",
        "CARDKEEP_API_KEY": CANARY,
        "CARDKEEP_CONTACT": "mailto:catalog@cardkeep.example",
    }
    with ExitStack() as running:
        yield Servers(
            {
                name: running.enter_context(serving(ROBOTS.get(name, 404)))
                for name in (*PLAIN, *ROBOTS)
            }
        )
    os.environ.clear()
    os.environ.update(before)


class Crawled:
    """One crawl of all the sources, and what it left."""

    def __init__(self, report: CrawlReport, folder: Path, log: str) -> None:
        self.report, self.folder, self.log = report, folder, log

    def outcome(self, source: str, document: str) -> PageOutcome:
        (found,) = [
            each for each in self.report.sources[source].outcomes if each.document == document
        ]
        return found

    def outcomes(self, source: str) -> dict[str, str]:
        return {each.document: each.outcome for each in self.report.sources[source].outcomes}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawl")
    log = folder / "log"
    with log.open("wb") as file:
        saved = os.dup(2)
        os.dup2(file.fileno(), 2)
        try:
            report = crawl(plan(folder / "archive", "r1", *SOURCES))
        finally:
            os.dup2(saved, 2)
            os.close(saved)
    return Crawled(report, folder / "archive", log.read_text())


def plan(
    folder: Path,
    run_id: str,
    *sources: str,
    allow_loopback: bool = True,
    base_url: str | None = None,
) -> CrawlPlan:
    return CrawlPlan(
        archive=folder,
        run_id=run_id,
        sources=list(sources),
        allow_loopback=allow_loopback,
        base_url=base_url,
        package=PACKAGE,
    )


# --- one outcome for every link -------------------------------------------------------------------

FAULTS = {
    "page": ("ok", ""),
    "gzipped": ("ok", ""),
    "deflated": ("ok", ""),
    "moved": ("ok", ""),
    "recovers": ("ok", ""),
    "the same page as another document": ("ok", ""),
    "unasked-304": ("failed", "the server answered 304"),
    "error-500": ("failed", "the server answered 500"),
    "error-403": ("blocked", "the server answered 403"),
    "error-401": ("blocked", "the server answered 401"),
    "error-404": ("missing", "no such page"),
    "error-410": ("missing", "no such page"),
    "loop": ("failed", "max redirections reached"),
    "to-private": ("refused", "redirects to the host 10.0.0.1, which the source does not list"),
    "to-metadata": ("refused", "redirects to the host 169.254.169.254"),
    "to-another-host": ("refused", "redirects to the host localhost"),
    "to-file": ("refused", "redirects to file:///etc/hostname, which is not fetched"),
    "to-data": ("refused", "redirects to data:text/html,x, which is not fetched"),
    "timeout-before-answer": ("failed", "no complete answer in time"),
    "slow-body": ("failed", "no complete answer in time"),
    "reset": ("failed", "the connection broke off"),
    "reset-in-body": ("failed", "the body is shorter than the server said"),
    "garbage": ("failed", "the connection broke off"),
    "truncated": ("failed", "the body is shorter than the server said"),
    "truncated-chunks": ("failed", "its last chunk is missing"),
    "truncated-gzip": ("failed", "the compressed body is cut off"),
    "damaged-gzip": ("failed", "the compressed body is damaged"),
    "unknown-encoding": ("failed", "the Content-Encoding 'br'"),
    "without-length": ("failed", "did not say how long the body is"),
    "announced-too-large": ("too_large", "9999999999 bytes"),
    "gzip-bomb": ("too_large", "unpacks to more than 2000000 bytes"),
    "endless-body": ("too_large", "longer than we read"),
    "endless-headers": ("too_large", "bytes of headers"),
    "long-header": ("failed", "the connection broke off"),
    "captcha": ("blocked", "a captcha or challenge"),
    "login": ("blocked", "a login"),
    "shell": ("blocked", "an empty shell"),
    "empty": ("blocked", "is empty"),
    "no-content": ("blocked", "is empty"),
    "refresh": ("blocked", "an empty shell"),
    "page.md": ("blocked", "a file .md was asked for"),
    "api/v1/models": ("blocked", "an API's answer was asked for"),
    "down": ("failed", "refuses connections"),
    "file": ("refused", "only http and https"),
    "data": ("refused", "only http and https"),
    "no address": ("refused", "this is no web address"),
    "unknown name": ("failed", "cannot be resolved"),
}


@pytest.mark.parametrize("document", FAULTS)
def test_a_fault_has_the_outcome_and_the_reason_it_should(crawled: Crawled, document: str) -> None:
    outcome, detail = FAULTS[document]
    found = crawled.outcome("faults", document)
    assert found.outcome == outcome
    assert detail in found.detail
    assert bool(found.detail) == (outcome != "ok")


def test_every_link_has_one_outcome_and_no_other(crawled: Crawled) -> None:
    assert set(crawled.outcomes("faults")) == set(FAULTS)
    assert len(crawled.report.sources["faults"].outcomes) == len(FAULTS)
    assert not crawled.report.sources["faults"].is_complete
    assert not crawled.report.sources["faults"].errors


def test_the_archive_alone_tells_the_same_outcomes(crawled: Crawled) -> None:
    archive = Archive(crawled.folder)
    told = [found for report in crawled.report.sources.values() for found in report.outcomes]
    assert sorted(map(str, archive.outcomes())) == sorted(map(str, told))
    assert list(archive.verify()) == []
    for found in archive.outcomes():
        if found.outcome == "ok":
            assert found.sha256
            assert len(archive.body(found.sha256)) == found.bytes


def test_a_page_that_is_cut_is_not_archived_as_a_body(crawled: Crawled) -> None:
    for document in (
        "truncated",
        "truncated-chunks",
        "truncated-gzip",
        "reset-in-body",
        "damaged-gzip",
        "without-length",
    ):
        assert crawled.outcome("faults", document).sha256 is None


def test_an_outcome_says_where_the_page_came_from_in_the_end(
    crawled: Crawled, servers: Servers
) -> None:
    moved = crawled.outcome("faults", "moved")
    assert moved.url == f"{servers.running['faults'].url}/moved"
    assert moved.final_url == f"{servers.running['faults'].url}/page?token=REDACTED"
    assert (moved.http_status, moved.media_type, moved.form) == (
        200,
        "text/html; charset=utf-8",
        "fetched",
    )


@pytest.mark.usefixtures("crawled")
def test_server_errors_are_tried_three_times_and_timeouts_once(servers: Servers) -> None:
    asked = servers.asked("faults")
    assert (asked["/error-500"], asked["/recovers"], asked["/slow-body"], asked["/error-404"]) == (
        3,
        2,
        1,
        1,
    )
    assert asked["/never"] == 0  # where a meta refresh leads


# --- sources beside each other --------------------------------------------------------------------


def test_a_source_that_fails_costs_no_other(crawled: Crawled) -> None:
    reports = crawled.report.sources
    assert reports["healthy"].is_complete
    assert crawled.outcomes("healthy") == {"stable": "ok", "first": "ok", "second": "ok"}
    assert crawled.outcomes("crashing") == {"first": "ok", "second": "ok", "third": "ok"}
    assert "follow() failed" in crawled.outcome("crashing", "first").detail
    assert "SystemExit: a source that ends everything" in reports["crashing"].errors[0]
    assert (
        crawled.outcome("stillborn", "first").detail
        == "the source failed: RuntimeError: no such thing"
    )
    assert "cannot be planned: AttributeError" in reports["linkless"].errors[0]
    assert "unloadable.py does not load: LookupError" in reports["unloadable"].errors[0]
    assert "there is no source 'none'" in reports["none"].errors[0]
    assert [name for name, report in reports.items() if report.is_complete] == ["healthy"]


def test_the_catalog_lists_what_does_not_load() -> None:
    catalog = load_sources(PACKAGE)
    assert catalog.sources["healthy"].name == "healthy"
    assert set(catalog.broken) == {"unloadable", "twofold"}
    assert "expected one class that extends Source, found One, Other" in catalog.broken["twofold"]


# --- manners --------------------------------------------------------------------------------------


def test_servers_that_ask_to_wait_are_obeyed(crawled: Crawled, servers: Servers) -> None:
    assert crawled.outcomes("waiting") == {
        "wait-seconds": "ok",
        "wait-date": "ok",
        "wait-garbage": "ok",
        "wait-unavailable": "ok",
        "wait-always": "failed",
        "wait-long": "failed",
        "wait-year-9999": "failed",
    }
    assert "asked us to wait until" in crawled.outcome("waiting", "wait-long").detail
    assert servers.asked("waits")["/wait-always"] == 3
    assert servers.asked("waits_long")["/wait-long"] == 1
    for path, least in (
        ("/wait-seconds", 0.95),
        ("/wait-date", 0.95),
        ("/wait-unavailable", 0.95),
        ("/wait-garbage", 0.28),
    ):
        first, second = [
            moment for asked, moment in servers.running["waits"].times if asked == path
        ]
        assert second - first >= least


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("999999999", 3650 * 24 * 3600),
        ("0", 0),
        (" 7 ", 7),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_a_retry_after_is_read_or_ignored(value: str, seconds: int | None) -> None:
    assert retry_after(value, datetime.now(UTC)) == (
        None if seconds is None else timedelta(seconds=seconds)
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ('"api";r=400;t=200', 0.5),
        ('"pages"; r=0; t=120', 120.0),
        ("", None),
        ("limit=100, remaining=50", None),
        ('"api";r=abc;t=10', None),
    ],
)
def test_what_a_server_still_allows_is_spread_over_its_time(
    header: str, seconds: float | None
) -> None:
    assert rate_limit_spacing(header) == seconds


def test_a_retry_after_that_is_a_date_is_read() -> None:
    now = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert retry_after("Mon, 02 Mar 2026 10:01:00 GMT", now) == timedelta(minutes=1)
    assert retry_after("Mon, 02 Mar 2026 09:00:00 -0000", now) == timedelta()
    assert (
        retry_after("9" * 400, now)
        == retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now)
        == timedelta(days=3650)
    )


def test_robots_txt_is_obeyed_and_an_error_is_no_permission(
    crawled: Crawled, servers: Servers
) -> None:
    ended = {
        each.url: (each.outcome, each.detail) for each in crawled.report.sources["robots"].outcomes
    }
    for name, reason in (
        ("robots_500", "is answered with 500"),
        ("robots_429", "is answered with 429"),
        ("robots_reset", "the connection broke off"),
        ("robots_slow", "asks for 3600 s between requests"),
    ):
        assert set(servers.asked(name)) == {"/robots.txt"}
        for path in ("page", "private/page", "third"):
            outcome, detail = ended[f"{servers.running[name].url}/{path}"]
            assert outcome == "refused"
            assert reason in detail
    assert set(servers.asked("robots_rules")) == {"/robots.txt", "/page", "/third"}
    assert "forbids this page" in ended[f"{servers.running['robots_rules'].url}/private/page"][1]
    assert set(servers.asked("robots_unsized")) == {"/robots.txt", "/page", "/third"}
    assert set(servers.asked("robots_404")) == {"/robots.txt", "/page", "/private/page", "/third"}


@pytest.mark.usefixtures("crawled")
def test_a_crawl_delay_is_kept(servers: Servers) -> None:
    moments = [moment for _, moment in servers.running["robots_delay"].times]
    assert len(moments) == 4
    # The moments are the server's: a busy machine takes one of them late, which shortens the gap
    # after it, once.
    assert moments[-1] - moments[0] >= 2.7
    assert min(later - earlier for earlier, later in pairwise(moments)) >= 0.5


@pytest.mark.usefixtures("crawled")
def test_every_request_says_who_asks(servers: Servers) -> None:
    agents = {agent for server in servers.running.values() for agent in server.user_agents}
    assert agents == {"cardkeep (+mailto:catalog@cardkeep.example)"}


# --- secrets --------------------------------------------------------------------------------------


def test_no_secret_reaches_archive_log_or_report(crawled: Crawled) -> None:
    kept = b"".join(record.read_bytes() for record in unpacked(crawled.folder))
    for text in (kept.decode("latin-1"), crawled.log, crawled.report.model_dump_json()):
        assert CANARY not in text
        assert "canary-in-a-redirect" not in text
        assert "session=hidden" not in text
    assert b"token=REDACTED" in kept


def unpacked(folder: Path) -> Generator[Path]:
    for path in sorted(folder.glob("*.warc.gz")):
        with (folder / f"{path.stem}.plain").open("wb") as out:
            subprocess.run(["/bin/gzip", "-dc", path], stdout=out, check=True)
        yield folder / f"{path.stem}.plain"
        (folder / f"{path.stem}.plain").unlink()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (
            "https://a.example/x?api_key=s3cret&plan=1",
            "https://a.example/x?api_key=REDACTED&plan=1",
        ),
        (
            "https://a.example/?X-Amz-Signature=ab12#t",
            "https://a.example/?X-Amz-Signature=REDACTED#t",
        ),
        ("https://user:pass@a.example/", "https://a.example/"),
        (
            "<GET https://a.example/?sessionid=1>: refused",
            "<GET https://a.example/?sessionid=REDACTED>: refused",
        ),
        ("https://a.example/?model=key&page=2", "https://a.example/?model=key&page=2"),
    ],
)
def test_secrets_in_urls_are_redacted(text: str, redacted: str) -> None:
    assert redact(text) == redacted


# --- addresses inside -----------------------------------------------------------------------------


class Outside(NamedTuple):
    """A crawl that asks public addresses only, and how many requests the servers here had of it."""

    sources: dict[str, SourceReport]
    asked: int


@pytest.fixture(scope="module")
def outside(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Outside:
    before = servers.asked("healthy").total()
    folder = tmp_path_factory.mktemp("outside")
    report = crawl(plan(folder, "r1", "canaries", "distant", allow_loopback=False))
    return Outside(report.sources, servers.asked("healthy").total() - before)


def test_no_address_inside_is_asked(outside: Outside) -> None:
    outcomes = outside.sources["canaries"].outcomes
    assert len(outcomes) == 30
    assert {found.document for found in outcomes if found.outcome != "refused"} <= {
        "localhost."
    }  # some resolvers know it
    assert outside.asked == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.1.1.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::1", False),
    ],
)
def test_addresses_are_public_or_not(address: str, *, public: bool) -> None:
    assert is_public(address) is public
    assert is_public("127.0.0.1", allow_loopback=True)
    assert not is_public("10.0.0.1", allow_loopback=True)


@pytest.mark.parametrize(
    ("url", "is_fetched"),
    [
        ("https://acme.example/prices", True),
        ("https://docs.acme.example/prices", True),
        ("https://notacme.example/prices", False),
        ("https://acme.example.evil.example/prices", False),
        ("ftp://acme.example/prices", False),
        ("https://user@acme.example/prices", False),
        ("https://:word@acme.example/prices", False),
    ],
)
def test_only_web_addresses_of_the_sources_own_domains_are_fetched(
    url: str, *, is_fetched: bool
) -> None:
    crawler = get_crawler(Spider, {"ALLOW_LOOPBACK": False})
    crawler.spider = Spider("acme", allowed_domains=["acme.example"])
    with nullcontext() if is_fetched else pytest.raises(RequestRefused):
        Bounds.from_crawler(crawler).process_request(Request(url))


# --- bodies too large -----------------------------------------------------------------------------


@pytest.mark.slow
def test_what_never_ends_is_given_up_in_bounded_memory(tmp_path: Path) -> None:
    # In a process of its own, whose only child is the crawl.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        found, peak = process.submit(outcomes_and_peak, plan(tmp_path, "r1", "large")).result()
    assert found == {"too_large"}
    assert peak < 512 * 1024


def outcomes_and_peak(large: CrawlPlan) -> tuple[set[str], int]:
    """The outcomes of a crawl of `large`, and the most memory that the crawl had, in KiB."""
    report = crawl(large)
    outcomes = {str(found.outcome) for found in report.sources["large"].outcomes}
    return outcomes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


def test_decoding_is_strict() -> None:
    with pytest.raises(BodyTooLarge, match="more than 1000 bytes"):
        decode(BOMB, "gzip", 1000)
    for encoding, body in (
        ("gzip", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", bare(PAGE)),
    ):
        assert decode(body, encoding) == PAGE
        for cut in range(1, len(body)):
            with pytest.raises(BodyDamaged):
                decode(body[:cut], encoding)
    assert decode(gzip.compress(PAGE) * 2 + b"\0\0", "identity, gzip") == PAGE * 2
    with pytest.raises(BodyDamaged, match="follow the end"):
        decode(zlib.compress(PAGE) + b"more", "deflate")


def bare(body: bytes) -> bytes:
    """Deflated without zlib's header, as some servers do it."""
    deflater = zlib.compressobj(wbits=-15)
    return deflater.compress(body) + deflater.flush()


# --- again ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def healthy(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a crawl of the healthy source, to be copied."""
    folder = tmp_path_factory.mktemp("healthy")
    assert servers.running["healthy"]
    assert crawl(plan(folder, "r1", "healthy")).sources["healthy"].is_complete
    return folder


@pytest.fixture
def archived(healthy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(healthy, tmp_path / "archive"))


def test_the_next_crawl_is_conditional(archived: Path) -> None:
    first = {found.document: found for found in Archive(archived).outcomes()}
    again = crawl(plan(archived, "r2", "healthy")).sources["healthy"]
    second = {found.document: found for found in again.outcomes}
    assert {name: found.outcome for name, found in second.items()} == {
        "stable": "not_modified",
        "first": "ok",
        "second": "ok",
    }
    assert second["stable"].sha256 == first["stable"].sha256
    assert second["stable"].record_id != first["stable"].record_id
    assert second["stable"].etag == '"v1"'
    assert again.is_complete
    assert list(Archive(archived).verify()) == []


def test_a_page_whose_body_is_lost_is_fetched_whole(archived: Path) -> None:
    Archive(archived).outcomes()
    sealed = archived / "r1--healthy.warc.gz"
    sealed.write_bytes(sealed.read_bytes()[:400])
    report = crawl(plan(archived, "r2", "healthy")).sources["healthy"]
    assert {found.outcome for found in report.outcomes} == {"ok"}
    assert any("is fetched unconditionally" in error for error in report.errors)


def test_a_run_that_is_there_already_is_not_written_again(archived: Path) -> None:
    report = crawl(plan(archived, "r1", "healthy")).sources["healthy"]
    assert not report.sealed
    assert "is sealed and is never appended to" in report.errors[0]


def test_a_local_server_stands_in_for_the_web(servers: Servers, tmp_path: Path) -> None:
    url = servers.running["healthy"].url
    refused = crawl(plan(tmp_path, "r1", "distant", base_url=url, allow_loopback=False)).sources[
        "distant"
    ]
    assert {found.outcome for found in refused.outcomes} == {"refused"}
    report = crawl(plan(tmp_path, "r2", "distant", base_url=url)).sources["distant"]
    assert report.is_complete
    page = next(found for found in report.outcomes if found.kind == "page")
    assert page.url == "https://docs.acme.example/pricing.html?plan=api&key=public"
    assert page.final_url == f"{url}/docs.acme.example/pricing.html?plan=api&key=public"


def test_a_source_stays_on_its_own_hosts(outside: Outside) -> None:
    details = {found.kind: found.detail for found in outside.sources["distant"].outcomes}
    assert "outside the source's allowed_domains" in details["elsewhere"]


def test_a_full_disk_fails_the_source_and_keeps_what_was_whole(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        report = crawl(plan(tmp_path, "r1", "healthy", "robots"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    for source in ("healthy", "robots"):
        assert not report.sources[source].sealed
        assert "was not archived" in report.sources[source].errors[-1]
        assert "File too large" in report.sources[source].errors[-1]
    assert {sealed.cut_bytes for sealed in Archive(tmp_path).salvage()} == {0}
    assert list(Archive(tmp_path).verify()) == []


# --- parents and children -------------------------------------------------------------------------


def test_a_crawl_ends_with_its_parent_and_leaves_its_file_open(tmp_path: Path) -> None:
    plan_json = plan(tmp_path, "r1", "endless").model_dump_json()
    code = (
        "import sys; from spiders.crawler.crawl import *; from spiders.crawler.plan import *; "
        "crawl(CrawlPlan.model_validate_json(sys.argv[1]), lambda event: print(event, flush=True))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, plan_json], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert b"stable" in parent.stdout.readline()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    archive = Archive(tmp_path)
    deadline = time.monotonic() + 5
    while not (salvaged := archive.salvage()) and time.monotonic() < deadline:
        time.sleep(0.05)  # the child holds the lock until it ends
    assert [(sealed.path.name, sealed.cut_bytes) for sealed in salvaged] == [
        ("r1--endless.warc.gz", 0)
    ]
    assert [found.document for found in archive.outcomes()] == ["stable"]


def test_a_crawl_process_that_is_killed_is_reported(tmp_path: Path) -> None:
    def kill(_: CrawlEvent) -> None:
        for child in Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split():
            if b"spiders.crawler.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)

    report = crawl(plan(tmp_path, "r1", "endless"), on_event=kill).sources["endless"]
    assert not report.is_complete
    assert [found.document for found in report.outcomes] == ["stable"]
    assert "was killed by signal 9 before endless was sealed" in report.errors[0]


def test_the_next_page_is_found_in_the_header_of_an_answer(
    servers: Servers, tmp_path: Path
) -> None:
    report = crawl(plan(tmp_path, "r1", "paged")).sources["paged"]
    assert [(found.document, found.outcome) for found in report.outcomes] == [
        ("listed", "ok"),
        ("the next", "ok"),
    ]
    assert report.outcomes[1].url == f"{servers.running['healthy'].url}/page?cursor=abc"
