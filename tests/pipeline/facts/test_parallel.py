"""Pages are read in processes outside the writer, in order and within limits: one that goes beyond
them costs itself.
"""

import hashlib
import os
import signal
import sys
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from subprocess import run

import pytest

from pipeline.facts import parallel, reading_workers
from pipeline.facts.extraction import ArchivedBody, ExtractedPage, concatenate, extract_page
from pipeline.facts.parser_version import parser_version
from pipeline.facts.reading_process import ReadingLimits
from pipeline.facts.reading_workers import (
    STRIKES,
    ReadingFailed,
    ReadingWorker,
    stop_reading_process,
)
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive, read_and_load
from spiders.archive import Archive
from tests.support import ROOT
from tests.support.acme import Catalog, Seen, at, seen
from tests.support.acme_source import Acme, page
from tests.support.costly import MODELS, Costly, asking, freezing, nested
from warehouse.store import open_catalog

BODIES = """
    SELECT source, document, kind, url, sha256, media_type, bytes
    FROM internal.page WHERE sha256 IS NOT NULL ORDER BY ALL
"""
LIMITS = ReadingLimits(cpu_seconds=1, seconds=20, memory_bytes=100_000_000)
SOURCES = {Acme.name: Costly()}


@pytest.fixture(scope="module")
def bodies(sample_home: Home) -> list[ArchivedBody]:
    with open_catalog(sample_home.path) as catalog:
        return [ArchivedBody(*row) for row in catalog.query_sql(BODIES).rows]


@pytest.fixture
def worker() -> Generator[ReadingWorker]:
    made = ReadingWorker(LIMITS)
    yield made
    made.close()


@pytest.fixture
def catalog(tmp_path: Path) -> Generator[Catalog]:
    made = Catalog(tmp_path)
    yield made
    made.warehouse.close()


def body_of(text: str) -> ArchivedBody:
    content = text.encode()
    digest = hashlib.sha256(content).hexdigest()
    return ArchivedBody(
        Acme.name, "prices", "prices", "https://acme.example/p", digest, "", len(content)
    )


def read(worker: ReadingWorker, text: str) -> ExtractedPage:
    body = body_of(text)
    return worker.read(SOURCES[Acme.name], parser_version(Costly), body, text.encode())


def finding(read_page: ExtractedPage) -> tuple[str, str, str]:
    (found,) = read_page.tables["finding"].to_pylist()
    return found["kind"], found["part"], found["message"]


def test_what_processes_read_is_what_one_reads_in_the_same_order(
    sample_home: Home, bodies: list[ArchivedBody]
) -> None:
    sources = all_sources()[0]
    archive = Archive(sample_home.archive)
    here = concatenate([extract_page(archive, sources[body.source], body) for body in bodies])
    there = concatenate(list(parallel.extract_pages(archive, sources, bodies * 3)))
    assert here["fact"].num_rows > 0
    for name, table in here.items():
        assert there[name].num_rows == 3 * table.num_rows
        assert there[name].slice(0, table.num_rows).equals(table)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (asking("spin"), "time: expected at most 1 seconds of a processor, found no end by then"),
        (asking("backtrack"), "time: expected at most 1 seconds of a processor"),
        (asking("hoard"), "no memory was left within the limit"),
        (asking("fill 110000000"), "memory: expected at most 100,000,000 bytes, found 1"),
        (
            asking("die SIGKILL"),
            "the reading process was killed 2 times, as a system without memory",
        ),
        (asking("die SIGSEGV"), "the reading process ended by signal 11 (Segmentation fault)"),
        (asking("exit"), "the reading process ended with code 3 without an answer"),
        (freezing(), "> table:nth-child(2): expected at most 500,000, found 500,"),
    ],
)
def test_a_page_beyond_a_limit_is_a_finding_and_the_next_one_is_read(
    worker: ReadingWorker, text: str, reason: str
) -> None:
    refused = read(worker, text)
    kind, part, message = finding(refused)
    body = body_of(text)
    assert (refused.claims, refused.errors, kind, part) == (0, 1, "limit", "page")
    assert reason in message
    assert f"https://acme.example/p, sha256 {body.sha256}, {body.bytes:,} bytes" in message
    assert "kept: the archived page" in message
    assert "read again when spiders/sources/acme.py" in message
    (row,) = refused.tables["extraction"].to_pylist()
    assert (row["parser_version"], row["is_whole"]) == (parser_version(Costly), False)
    assert read(worker, page(MODELS)).claims == 2


def test_values_nested_too_deep_are_findings(worker: ReadingWorker) -> None:
    refused = read(worker, nested())
    assert (refused.claims, refused.errors) == (0, 2)
    assert read(worker, page(MODELS)).claims == 2


def test_a_reader_that_waits_is_ended(worker: ReadingWorker) -> None:
    worker.limits = LIMITS._replace(seconds=1)
    assert (
        "time: expected at most 1 seconds, found no end"
        in finding(read(worker, asking("sleep")))[2]
    )


def test_a_page_whose_process_was_killed_once_is_read(
    worker: ReadingWorker, tmp_path: Path
) -> None:
    again = read(worker, asking(f"die-once {tmp_path / 'died'}"))
    assert (tmp_path / "died").exists()
    assert (again.claims, again.errors) == (2, 0)


def test_a_reading_process_holds_no_file_of_the_writer(catalog: Catalog) -> None:
    catalog.take(Seen(at(0), asking("files")), sources=SOURCES)
    ((message,),) = catalog.warehouse.query_sql("SELECT message FROM internal.finding").rows
    assert str(catalog.home.path) not in message
    assert "socket:" in message


@pytest.mark.slow
def test_a_reading_process_that_died_is_started_again(worker: ReadingWorker) -> None:
    assert read(worker, page(MODELS)).claims == 2
    worker.close()
    process = reading_workers._reading_process._process  # pyright: ignore[reportPrivateUsage]
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert read(worker, page(MODELS)).claims == 2


@pytest.mark.slow
def test_a_reading_process_that_cannot_start_says_what_to_do(
    worker: ReadingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_reading_process()
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ReadingFailed, match=r"every page is archived .* `cardkeep replay`"):
        read(worker, page(MODELS))


AT_ONCE = LIMITS._replace(seconds=0)
"""No time at all: what sleeps is ended when it is first looked at."""


def test_a_source_whose_pages_never_end_is_left_after_three_of_them(worker: ReadingWorker) -> None:
    worker.limits = AT_ONCE
    for _ in range(STRIKES):
        assert finding(read(worker, asking("sleep")))[0] == "limit"
    worker.limits = LIMITS
    left = read(worker, page(MODELS))
    assert (left.claims, left.errors) == (0, 0)
    assert not any(table.num_rows for table in left.tables.values())


def test_many_pages_that_never_end_cost_a_run_a_few_and_are_told_once(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    read_some = partial(parallel.extract_pages, limits=AT_ONCE)
    texts = [f"{number}\n{asking('sleep')}" for number in range(STRIKES + 5)]
    pages = [Seen(at(1), text, document=f"twin-{n}") for n, text in enumerate(texts)]
    catalog.take(*pages, sources={})
    first = read_and_load(catalog.warehouse, catalog.archive, SOURCES, read_some)
    assert (first.bodies, first.errors) == (STRIKES, STRIKES)
    (told,) = first.set_aside
    assert told.startswith("acme: 5 archived pages are left unread, as 3 or more of its pages took")
    derive(catalog.warehouse, catalog.home, SOURCES)
    (alert,) = catalog.rows("FROM alerts WHERE kind = 'part-broken'")
    assert "3 pages" in alert["happened"]
    second = read_and_load(catalog.warehouse, catalog.archive, SOURCES, read_some)
    assert (second.bodies, second.errors) == (STRIKES, STRIKES)
    assert "acme: 2 archived pages" in second.set_aside[0]
    third = read_and_load(catalog.warehouse, catalog.archive, SOURCES, read_some)
    assert (third.bodies, third.set_aside) == (2, ())


@pytest.mark.parametrize(
    ("processors", "memory", "workers"),
    [(2, 8_000_000_000, 2), (16, 8_000_000_000, 6), (2, 1_500_000_000, 1), (4, 500_000_000, 1)],
)
def test_workers_together_take_half_of_the_memory_at_most(
    processors: int, memory: int, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    monkeypatch.setattr(parallel, "memory_bytes", lambda: memory)
    assert parallel.workers_at_once(ReadingLimits()) == workers


@pytest.mark.parametrize(("text", "is_limit"), [("1000000\n", True), ("max\n", False)])
def test_the_memory_of_a_container_counts(tmp_path: Path, text: str, is_limit: bool) -> None:
    (tmp_path / "memory.max").write_text(text)
    found = parallel.memory_bytes(tmp_path / "memory.max")
    assert (found == 1_000_000) is is_limit
    assert parallel.memory_bytes(tmp_path / "none") >= found


def test_two_workers_that_take_too_much_at_once_are_each_ended(
    worker: ReadingWorker,
) -> None:
    """At the same time: what one takes leaves the other its own limit."""
    other = ReadingWorker(LIMITS)
    try:
        with ThreadPoolExecutor(2) as executor:
            hoarding = [executor.submit(read, one, asking("hoard")) for one in (worker, other)]
            reasons = [finding(done.result())[2] for done in hoarding]
        assert all("no memory was left within the limit" in reason for reason in reasons)
        assert read(other, page(MODELS)).claims == 2
    finally:
        other.close()


def another_version(source: type) -> str:
    return f"another version of {source.__name__}"


def test_a_body_beyond_a_limit_is_not_read_again_until_its_reader_changes(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Seen(at(1), freezing(), document="twin")
    loaded = catalog.take(seen(0, MODELS), bad, sources=SOURCES)
    assert (loaded.bodies, loaded.claims, loaded.errors) == (2, 2, 1)
    assert catalog.shown("nova")[0] == 3
    assert catalog.warehouse.publish("r1") == 1
    assert catalog.take(sources=SOURCES).bodies == 0
    (alert,) = catalog.rows("FROM alerts WHERE kind = 'part-broken'")
    assert body_of(freezing()).sha256 in alert["happened"]
    for module in ("pipeline.run.readings", "pipeline.facts.parallel"):
        monkeypatch.setattr(f"{module}.parser_version", another_version)
    assert catalog.take(sources=SOURCES).bodies == 2


FORKING = """
import pipeline.cli
from pipeline.facts import reading_workers
from tests.pipeline.facts.test_parallel import read
from tests.support.acme import page
from tests.support.costly import MODELS, asking

worker = reading_workers.ReadingWorker(reading_workers.LIMITS)
print(read(worker, page(MODELS)).claims, read(worker, asking("die SIGSEGV")).errors)
print(type(reading_workers._reading_process._process).__name__)
worker.close()
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no threads are listed here")
def test_a_command_with_one_thread_forks_what_it_has_imported() -> None:
    ended = run(
        [sys.executable, "-c", FORKING], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.stdout.split(), ended.stderr) == (["2", "1", "_ForkedProcess"], "")
