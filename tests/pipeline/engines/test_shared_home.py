"""A home that is kept in a storage: another machine sees what one archived, decided and published."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.engines.shared_home import fetch_home, fetch_readable, send_site, storage_of, writing
from pipeline.home import Home
from pipeline.run.nightly import run_nightly
from pipeline.samples.server import SampleServer, serve_samples
from spiders.archive import Archive
from spiders.archive.storage import StorageFailed, open_storage
from tests.support.command_line import cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from warehouse.publishing import current_generation
from warehouse.store import open_catalog

SOURCE = "anthropic_pricing"


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


def home_in(folder: Path, storage: Path) -> Home:
    """A home that is kept in a storage."""
    home = Home(folder)
    give_empty_warehouse(home)
    home.configuration.write_text(f'[engine]\nstorage = "{storage}"\n')
    return home


def prices(home: Home) -> int:
    with open_catalog(home.path) as catalog:
        return len(catalog.query_sql("SELECT * FROM prices").rows)


@pytest.mark.slow
def test_what_one_machine_does_another_goes_on_with(samples: SampleServer, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    first, second = home_in(tmp_path / "first", kept), home_in(tmp_path / "second", kept)
    first.decisions.parent.mkdir(parents=True)
    first.decisions.write_text("")
    done = run_nightly(first, [SOURCE], steps=sample_steps(samples))
    assert done.refresh.outcome == "complete"
    assert f"sent to {kept}" in done.site
    names = list(open_storage(str(kept)).sizes(""))
    assert {name.partition("/")[0] for name in names} >= {"archive", "published", "site", "runs"}

    pulled = cardkeep(tmp_path / "second", "storage", "pull")
    assert pulled.returncode == 0, pulled.stderr
    assert prices(second) == prices(first)

    again = run_nightly(second, ["gemini_pricing"], steps=sample_steps(samples))
    assert again.refresh.outcome == "complete"
    assert again.refresh.generation == current_generation(first.path / "published") + 1
    assert {page.source for page in Archive(second.archive).outcomes()} == {
        SOURCE,
        "gemini_pricing",
    }
    fetch_readable(first, open_storage(str(kept)))
    assert prices(first) == prices(second)


def test_a_storage_that_fails_at_the_end_is_served_by_the_next_run(
    samples: SampleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    home = home_in(tmp_path / "home", kept)

    def down(*_: object) -> bool:
        raise StorageFailed(str(kept), "503")

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.engines.shared_home.send_generation", down)
        with pytest.raises(StorageFailed, match="is kept"):
            run_nightly(home, [SOURCE], steps=sample_steps(samples))
    assert not open_storage(str(kept)).sizes("published/")
    assert prices(home), "readers of this machine have it"
    pushed = cardkeep(home.path, "storage", "push")
    assert pushed.returncode == 0, pushed.stderr
    reader = home_in(tmp_path / "reader", kept)
    fetch_readable(reader, open_storage(str(kept)))
    assert prices(reader) == prices(home)


def test_logs_of_two_machines_are_joined_line_by_line(tmp_path: Path) -> None:
    kept = open_storage(str(tmp_path / "kept"))
    first, second = Home(tmp_path / "first"), Home(tmp_path / "second")
    for home, lines in ((first, b"a\nb\n"), (second, b"a\nc\n")):
        home.decisions.parent.mkdir(parents=True)
        home.decisions.write_bytes(lines)
    for home in (first, second, first):
        with writing(home, kept, 0) as shared:
            assert shared
            shared.send()
    fetch_home(second, kept)
    assert first.decisions.read_bytes() == second.decisions.read_bytes() == b"a\nb\nc\n"


def test_only_pages_that_changed_are_sent(tmp_path: Path) -> None:
    kept = open_storage(str(tmp_path / "kept"))
    site = tmp_path / "site"
    (site / "models").mkdir(parents=True)
    (site / "index.html").write_text("one")
    (site / "models" / "index.html").write_text("two")
    (site / ".made.json").write_text("{}")
    assert send_site(kept, site) == 2
    assert send_site(kept, site) == 0
    (site / "index.html").write_text("three")
    assert send_site(kept, site) == 1
    assert kept.read("site/index.html").content == b"three"


def test_a_home_without_storage_has_none(tmp_path: Path) -> None:
    assert storage_of(Home(tmp_path)) is None
    with writing(Home(tmp_path), None, 0) as shared:
        assert shared is None
    done = cardkeep(tmp_path, "storage", "pull")
    assert done.returncode == 2
    assert "cardkeep.toml names no storage" in done.stderr
