"""What tests share: the recorded pages and the catalog made of them, and skipping what this machine
cannot run.
"""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load, source_locator
from pipeline.samples.server import SAMPLES, sample_days
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from spiders.registry import load_sources
from tests.support import CHROMIUM, small_catalog
from tests.support.demo_run import DemoRun, demo_run
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.recorded_pages import further_folder, recorded_folder
from warehouse.working import Warehouse

# How long one example takes says more about the machine than about us.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

SOURCES = tuple(load_sources().sources)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason in the summary, the tests that need what is not here."""
    missing = {
        "recorded": None
        if recorded_folder()
        else "no recorded pages: name their folder in CARDKEEP_RECORDED",
        "recorded_more": None
        if further_folder()
        else "no further recorded pages: name their folder in CARDKEEP_RECORDED_MORE",
        "browser": None if CHROMIUM.exists() else f"no browser at {CHROMIUM}",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def recorded() -> Path:
    """The folder of recorded pages."""
    folder = recorded_folder()
    if folder is None:
        pytest.skip("no recorded pages: name their folder in CARDKEEP_RECORDED")
    return folder


@pytest.fixture(scope="session")
def recorded_more() -> Path:
    """The folder of further copies of recorded pages."""
    folder = further_folder()
    if folder is None:
        pytest.skip("no further recorded pages: name their folder in CARDKEEP_RECORDED_MORE")
    return folder


@pytest.fixture(scope="session")
def recorded_home(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with every recorded page of SOURCES imported, loaded, derived and published; made
    once, to be read.
    """
    return home_of(recorded, tmp_path_factory.mktemp("recorded"))


@pytest.fixture(scope="session")
def recorded_more_home(recorded_more: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with every further copy, made as that of the recorded pages; to be read."""
    return home_of(recorded_more, tmp_path_factory.mktemp("recorded-more"))


def home_of(recorded: Path, folder: Path) -> Home:
    """A home in a folder with the recorded pages of another."""
    home = Home(folder)
    classes = load_sources().sources
    sources = {name: classes[name]() for name in SOURCES}
    archive = Archive(home.archive)
    summary = import_manifest(
        archive, recorded / "MANIFEST.tsv", run_id="import-1", locate=source_locator(sources)
    )
    assert summary.imported
    assert not summary.refused
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        assert warehouse.failed_checks() == {}
        assert warehouse.publish("import-1") == 1
    return home


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """A run of `refresh --samples`, one for all worker processes, to be read or copied."""
    base = tmp_path_factory.getbasetemp()
    return demo_run(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A published catalog of the small one's pages, to be read."""
    return small_catalog.build(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A catalog of three sample publishers, as of the first night."""
    folder = tmp_path_factory.mktemp("samples")
    home, day = Home(folder / "home"), sample_days()[0]
    give_empty_warehouse(home)
    classes = load_sources().sources
    sources = {name: classes[name]() for name in ("anthropic_pricing", "gemini_pricing", "litellm")}
    lines = ["\t".join(COLUMNS)]
    for name, source in sources.items():
        (page,) = (SAMPLES / name / day).glob("page.*")
        body = page.read_bytes()
        copy = folder / f"{name}{page.suffix}"
        copy.write_bytes(body)
        digest = hashlib.sha256(body).hexdigest()
        cells = (
            copy.name,
            name,
            "page",
            "verbatim",
            source.links[0].url,
            day,
            str(len(body)),
            digest,
            "us",
            "",
        )
        lines.append("\t".join(cells))
    (folder / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    archive = Archive(home.archive)
    import_manifest(
        archive, folder / "MANIFEST.tsv", run_id="import-1", locate=source_locator(sources)
    )
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        assert warehouse.publish("import-1") == 1
    return home
