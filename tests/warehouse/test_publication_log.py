"""The log of publications: what readers were told survives the loss of the working database and of
the published files, and no number is given twice.
"""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.replay import replay
from tests.support.acme import Catalog, Seen, at
from tests.support.acme_source import SOURCES, page
from tests.support.copied_home import copy_home
from warehouse import publication_log
from warehouse.errors import CatalogDamaged
from warehouse.publication_log import Publication, PublicationChange
from warehouse.publishing import CURRENT, current_generation, generations
from warehouse.store import open_catalog
from warehouse.working import Warehouse

REPORTED = "SELECT value_text, generation FROM reported_as_of(current_date) ORDER BY ALL"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with two generations: a price of the first one changed in the second."""
    catalog = Catalog(tmp_path_factory.mktemp("logged"))
    catalog.take(Seen(at(0), page({"nova": 3, "mini": 1})))
    assert catalog.warehouse.publish("run-1") == 1
    catalog.take(Seen(at(30), page({"nova": 3.5, "mini": 1})))
    assert catalog.warehouse.publish("run-2") == 2
    catalog.warehouse.close()
    return catalog.home


@pytest.fixture
def home(made: Home, tmp_path: Path) -> Home:
    return copy_home(made, tmp_path / "home")


def log_of(home: Home) -> Path:
    return home.path / publication_log.NAME


def reported(home: Home) -> list[tuple[object, ...]]:
    with open_catalog(home.path) as catalog:
        return catalog.query_sql(REPORTED).rows


def test_the_log_tells_each_generation_after_what_it_changed(home: Home) -> None:
    log = publication_log.read(log_of(home))
    assert [(each.generation, each.run_id, each.changes) for each in log.publications] == [
        (1, "run-1", 4),
        (2, "run-2", 2),
    ]
    assert [(each.old_value, each.new_value) for each in log.changes[4:]] == [
        ("15 USD per 1M tokens", "17.5 USD per 1M tokens"),
        ("3 USD per 1M tokens", "3.5 USD per 1M tokens"),
    ]
    assert (log.bad_lines, log.lost_changes) == ([], {})


@pytest.mark.parametrize(
    ("lost", "published"),
    [
        pytest.param(("warehouse",), None, marks=pytest.mark.slow),
        pytest.param(("published",), 3, marks=pytest.mark.slow),
        (("warehouse", "published"), 3),
        pytest.param(
            ("published/catalog.duckdb", "published/catalog-000002.duckdb"),
            3,
            marks=pytest.mark.slow,
        ),
        (("published/catalog.duckdb",), None),
        pytest.param(
            ("warehouse/working.duckdb", "published/catalog.duckdb"), None, marks=pytest.mark.slow
        ),
    ],
)
def test_what_was_reported_survives_and_no_number_is_given_twice(
    home: Home, lost: tuple[str, ...], published: int | None
) -> None:
    before = reported(home)
    assert len(before) == 4
    for name in lost:
        path = home.path / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert replay(home, SOURCES).generation == published
    assert reported(home) == before
    last = published or 2
    assert current_generation(home.path / "published") == last
    assert publication_log.last_generation(log_of(home)) == last
    assert replay(home, SOURCES).generation is None


def test_an_older_copy_of_the_working_database_learns_what_was_published_after_it(
    made: Home, home: Home, tmp_path: Path
) -> None:
    catalog = Catalog(tmp_path / "older")
    catalog.take(Seen(at(0), page({"nova": 3, "mini": 1})))
    catalog.warehouse.publish("run-1")
    catalog.warehouse.close()
    shutil.rmtree(home.path / "warehouse")
    shutil.copytree(catalog.home.path / "warehouse", home.path / "warehouse")
    assert replay(home, SOURCES).generation is None
    assert reported(home) == reported(made)


def test_a_home_from_before_the_log_gets_one(home: Home) -> None:
    before = log_of(home).read_bytes()
    log_of(home).unlink()
    Warehouse(home.path).close()
    assert log_of(home).read_bytes() == before


def test_a_catalog_in_the_place_of_the_link_is_kept_as_a_generation(home: Home) -> None:
    link = home.path / "published" / CURRENT
    stood = link.read_bytes()
    link.unlink()
    for path in generations(home.path / "published").values():
        path.unlink()
    link.write_bytes(stood)
    Warehouse(home.path).close()
    assert list(generations(home.path / "published")) == [3], "2 was given before"
    assert link.is_symlink()
    assert link.read_bytes() == stood
    link.unlink()
    link.write_bytes(stood)
    Warehouse(home.path).close()
    assert list(generations(home.path / "published")) == [3], "the same file gets no second number"


@pytest.mark.parametrize("target", ["elsewhere.duckdb", CURRENT])
def test_a_link_that_leads_elsewhere_or_to_itself_is_made_again(home: Home, target: str) -> None:
    link = home.path / "published" / CURRENT
    before = reported(home)
    link.unlink()
    link.symlink_to(target)
    with pytest.raises(CatalogDamaged, match="leads nowhere"):
        open_catalog(home.path)
    Warehouse(home.path).close()
    assert reported(home) == before


# --- the file -------------------------------------------------------------------------------------


def publication(number: int, changes: int) -> Publication:
    return Publication(
        number,
        datetime(2026, 3, number, 1, 2, 3, 4, tzinfo=UTC),
        f"run-{number}",
        "abc",
        9,
        changes,
    )


ONE = PublicationChange("k1", 1, None, "ein Stück\n")
TWO = PublicationChange("k1", 2, "ein Stück\n", None)
THREE = PublicationChange("k2", 2, "2", "3")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "publications" / "log.jsonl"
    publication_log.append(path, [publication(1, 1)], [ONE])
    publication_log.append(path, [publication(2, 2)], [TWO, THREE])
    return path


def test_what_is_logged_is_read(log: Path) -> None:
    assert publication_log.read(log) == (
        [publication(1, 1), publication(2, 2)],
        [ONE, TWO, THREE],
        [],
        {},
    )
    assert publication_log.last_generation(log) == 2
    assert publication_log.last_generation(log.with_name("none")) == 0


def test_a_generation_counts_from_its_last_line_on(log: Path) -> None:
    sound = log.read_bytes()
    ends_of_first = sound.index(b"\n", sound.index(b"published_at")) + 1
    for end in range(ends_of_first, len(sound) - 1):
        log.write_bytes(sound[:end])
        assert publication_log.last_generation(log) == 1
        assert publication_log.read(log).publications == [publication(1, 1)]
        publication_log.append(log, [publication(2, 2)], [TWO, THREE])
        assert publication_log.read(log) == (
            [publication(1, 1), publication(2, 2)],
            [ONE, TWO, THREE],
            [],
            {},
        )


def test_a_torn_line_is_removed_whatever_its_length(log: Path) -> None:
    sound = log.read_bytes()
    log.write_bytes(sound + b'{"key_id": "' + b"x" * 20_000)
    publication_log.append(log, [publication(3, 0)], [])
    assert log.read_bytes().startswith(sound + b'{"generation": 3')
    log.write_bytes(b"x" * 20_000)
    publication_log.append(log, [publication(1, 0)], [])
    assert publication_log.read(log) == ([publication(1, 0)], [], [], {})


@pytest.mark.parametrize(
    "damaged",
    [
        b"\x00\xff\xfe",
        b"[]",
        b"{}",
        b'{"key_id": 3, "generation": 2, "old_value": null, "new_value": "1"}',
        b"[" * 100_000,
        json.dumps(publication(1, 1)._asdict() | {"published_at": "now"}).encode(),
    ],
)
def test_a_damaged_line_costs_what_it_said_and_is_counted(log: Path, damaged: bytes) -> None:
    lines = log.read_bytes().splitlines()
    lines[2] = damaged
    log.write_bytes(b"\n".join(lines) + b"\n")
    assert publication_log.read(log) == (
        [publication(1, 1), publication(2, 2)],
        [ONE, THREE],
        [3],
        {2: 1},
    )
    assert publication_log.last_generation(log) == 2


def test_the_log_is_written_anew_from_what_is_known(log: Path) -> None:
    whole = log.read_bytes()
    known = publication_log.read(log)
    log.write_bytes(b"torn")
    publication_log.rewrite(log, known.publications, known.changes)
    assert log.read_bytes() == whole
    assert [path.name for path in log.parent.iterdir()] == ["log.jsonl"]
