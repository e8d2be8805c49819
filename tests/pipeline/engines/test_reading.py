"""Bodies that are read elsewhere say what they say here, whatever happens to the task that reads them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.engines import addresses
from pipeline.engines.parts import PartAddress
from pipeline.engines.reading import ReadingBatch, ReadingElsewhere, WaitForPart, read_batch
from pipeline.facts.extraction import ArchivedBody, concatenate
from pipeline.facts.parallel import extract_pages
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from spiders.archive import Archive
from spiders.archive.storage import StorageFailed, open_storage
from tests.support import ROOT
from tests.support.demo_run import DemoRun
from tests.support.messages import as_sent

SOURCES = ("anthropic_pricing", "batch_prices", "openai_pricing")


@pytest.fixture
def home(demo: DemoRun, tmp_path: Path) -> Home:
    return demo.copy(tmp_path / "home")


def bodies_of(home: Home) -> list[ArchivedBody]:
    """The bodies of a few sources, in the order of their pages."""
    seen: dict[tuple[str, str, str], ArchivedBody] = {}
    for page in Archive(home.archive).outcomes():
        if page.source in SOURCES and page.outcome == "ok" and page.sha256:
            about = (page.kind, page.page_url, page.sha256, page.media_type or "", page.bytes or 0)
            body = ArchivedBody(page.source, page.document, *about)
            seen.setdefault((page.source, page.document, page.sha256), body)
    return list(seen.values())


def sent(batch: ReadingBatch) -> WaitForPart:
    """A task in this process, which gets what it is told as bytes, and answers with bytes."""
    answer = as_sent(read_batch(as_sent(batch)))
    return lambda: answer


def read_elsewhere(home: Home, submit: Callable[[ReadingBatch], WaitForPart]) -> list[str]:
    """Read the bodies by tasks, and compare with what is read here. Returns what is told."""
    archive, bodies, (sources, _) = Archive(home.archive), bodies_of(home), all_sources()
    elsewhere = ReadingElsewhere(str(home.path), (), submit)
    found = concatenate(list(elsewhere.extract(archive, sources, bodies)))
    expected = concatenate(list(extract_pages(archive, sources, bodies)))
    assert expected["fact"].num_rows > 50
    for name, table in expected.items():
        assert found[name].equals(table), name
    return elsewhere.told


def test_a_task_reads_what_this_process_reads_and_leaves_no_part(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.engines.reading.BATCH_BODIES", 2)
    assert read_elsewhere(home, sent) == []
    assert open_storage(str(home.path)).sizes("parts/") == {}


def test_a_part_that_arrives_twice_is_loaded_once(home: Home) -> None:
    def twice(batch: ReadingBatch) -> WaitForPart:
        first, second = sent(batch)(), sent(batch)()
        assert first == second, "named by its content"
        return lambda: second

    assert read_elsewhere(home, twice) == []


def test_a_torn_part_is_noticed_and_its_bodies_are_read_here(home: Home) -> None:
    def torn(batch: ReadingBatch) -> WaitForPart:
        address: PartAddress = sent(batch)()
        path = home.path / address.name
        path.write_bytes(path.read_bytes()[:-100])
        return lambda: address

    (told,) = read_elsewhere(home, torn)
    assert "were read by this process, whole: PartTorn" in told


def other_version(_: type) -> str:
    return "0123456789abcdef"


def test_a_worker_of_another_version_says_so_and_its_bodies_are_read_here(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "parser_version", other_version)
    (told,) = read_elsewhere(home, sent)
    assert "has version 0123456789abcdef of the reader of" in told
    assert "install there what runs here" in told


@pytest.mark.parametrize("when", ["submitted", "waited for"])
def test_a_task_that_dies_costs_nothing(home: Home, when: str) -> None:
    def dying(_: ReadingBatch) -> WaitForPart:
        if when == "submitted":
            raise StorageFailed("s3://bucket", "down")
        return lambda: (_ for _ in ()).throw(ConnectionError("the worker is gone"))

    (told,) = read_elsewhere(home, dying)
    assert "were to be read elsewhere and were read by this process" in told


def test_sources_of_the_users_own_go_along_as_texts(home: Home) -> None:
    text = (ROOT / "spiders/sources/openai_pricing.py").read_text()
    folder = addresses.own_folder(str(home.path), (("mine.py", text),))
    assert folder is not None
    assert (folder / "mine.py").read_text() == text
    assert addresses.own_source_texts(folder) == (("mine.py", text),)
    assert addresses.own_folder(str(home.path), ()) is None
