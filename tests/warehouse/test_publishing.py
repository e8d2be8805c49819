"""Generations: the current one is a plain file, those before it are packed, each stands alone, no
number is given twice, and no kill or full disk leaves readers without a catalog.
"""

import os
import random
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from pipeline.cli import cardkeep
from pipeline.home import Home
from pipeline.run.steps import derive
from tests.support.faults import Fault, no_room_beyond, run_with_faults
from warehouse import store
from warehouse.errors import CatalogDamaged, Locked
from warehouse.publishing import (
    CURRENT,
    GenerationDamaged,
    GenerationMissing,
    current_generation,
    generations,
    install_generation,
    restore_generation,
    settle,
)
from warehouse.store import open_catalog
from warehouse.store import restore_generation as restore_in_home
from warehouse.working import Warehouse

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def body(number: int) -> bytes:
    """What stands for the database of a generation."""
    return random.Random(number).randbytes(3000) * 5


def check(path: Path) -> None:
    assert len(path.read_bytes()) == 15_000, path


def install(published: Path, number: int) -> None:
    working = published.parent / "working"
    working.write_bytes(body(number))
    install_generation(working, published, number, check)


def packed(published: Path, number: int) -> Path:
    return published / f"catalog-{number:06d}.duckdb.zst"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Seven generations, of which five are kept."""
    folder = tmp_path / "published"
    folder.mkdir()
    for number in range(1, 8):
        install(folder, number)
    return folder


def names(published: Path) -> list[str]:
    return sorted(path.name for path in published.iterdir())


def test_the_current_generation_is_plain_and_those_before_it_are_packed(published: Path) -> None:
    older = [f"catalog-00000{number}.duckdb.zst" for number in (3, 4, 5, 6)]
    assert names(published) == [*older, "catalog-000007.duckdb", CURRENT]
    assert (published / CURRENT).read_bytes() == body(7)
    assert list(generations(published)) == [3, 4, 5, 6, 7]
    assert (current_generation(published), settle(published)) == (7, 7)


@pytest.mark.parametrize("number", [3, 6, 7])
def test_a_generation_is_restored_and_the_next_one_gets_a_number_of_its_own(
    published: Path, number: int
) -> None:
    for _ in range(2):
        restore_generation(published, number, check)
        assert (published / CURRENT).read_bytes() == body(number)
        assert list(generations(published)) == [3, 4, 5, 6, 7]
        assert (current_generation(published), settle(published)) == (number, 7)
    install(published, 8)
    assert (published / CURRENT).read_bytes() == body(8)
    assert list(generations(published)) == [4, 5, 6, 7, 8]
    restore_generation(published, 7, check)
    assert (published / CURRENT).read_bytes() == body(7)


def test_a_generation_that_readers_were_led_back_to_stays_beyond_its_time(published: Path) -> None:
    restore_generation(published, 3, check)
    (published / "catalog-000006.duckdb.zst").unlink()
    install(published, 8)
    restore_generation(published, 3, check)
    for number in (9, 10):
        assert current_generation(published) in generations(published)
        install(published, number)
    assert list(generations(published)) == [5, 7, 8, 9, 10]


def test_a_reader_of_an_older_generation_is_not_disturbed(published: Path) -> None:
    with (published / CURRENT).open("rb") as reader:
        install(published, 8)
        assert not (published / "catalog-000007.duckdb").exists()
        assert reader.read() == body(7)


def test_no_number_is_given_twice(published: Path) -> None:
    for number in (7, 3):
        with pytest.raises(FileExistsError, match="never overwritten"):
            install(published, number)
    (published / CURRENT).unlink()
    (published / "catalog-000007.duckdb").unlink()
    assert settle(published) == 6, "of what is packed, too"


def test_a_lost_link_is_made_again(published: Path) -> None:
    (published / CURRENT).unlink()
    assert settle(published) == 7
    assert (published / CURRENT).read_bytes() == body(7)


def test_what_a_killed_publication_did_not_switch_to_becomes_current(published: Path) -> None:
    (published / "catalog-000008.duckdb").write_bytes(body(8))
    assert settle(published) == 8
    assert (published / CURRENT).read_bytes() == body(8)
    install(published, 9)
    assert list(generations(published)) == [5, 6, 7, 8, 9]


def test_what_is_damaged_is_not_restored(published: Path) -> None:
    with pytest.raises(GenerationMissing, match="3, 4, 5, 6, 7"):
        restore_generation(published, 2, check)
    path = packed(published, 4)
    sound = path.read_bytes()
    cuts = [sound[:end] for end in (0, 10, len(sound) // 2, len(sound) - 1)]
    for place in range(0, len(sound), 311):
        flipped = bytearray(sound)
        flipped[place] ^= 4
        cuts.append(bytes(flipped))
    for damaged in cuts:
        path.write_bytes(damaged)
        before = names(published)
        try:
            restore_generation(published, 4, check)
        except GenerationDamaged:
            assert names(published) == before
            assert current_generation(published) == 7
        else:  # some bits of a frame's head mean nothing
            assert (published / CURRENT).read_bytes() == body(4)
            restore_generation(published, 7, check)


def test_a_copy_that_its_check_refuses_leaves_nothing(published: Path) -> None:
    before = names(published)
    (published.parent / "working").write_bytes(b"too short")
    with pytest.raises(AssertionError):
        install_generation(published.parent / "working", published, 8, check)
    assert names(published) == before


def test_a_generation_is_on_the_disk_before_readers_can_see_it(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_sync(handle: int) -> None:
        steps.append(f"sync {Path(f'/proc/self/fd/{handle}').readlink().name}")
        fsync(handle)

    def note_replace(path: Path, target: Path) -> Path:
        assert (published / CURRENT).is_symlink(), "readers always find the link"
        steps.append(f"name {target.name}")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(Path, "replace", note_replace)
    install(published, 8)
    name = "catalog-000008.duckdb"
    assert steps[:4] == [
        f"sync {name}.new",
        f"name {name}",
        f"name {CURRENT}",
        f"sync {published.name}",
    ]


# --- kills and full disks -------------------------------------------------------------------------

INSTALL = """
import sys
from pathlib import Path
from warehouse.publishing import install_generation, restore_generation, settle
def check(path):
    assert len(path.read_bytes()) == 15_000
folder = Path(sys.argv[1])
settle(folder)
if sys.argv[2] == "install":
    install_generation(folder.parent / "next", folder, 8, check)
else:
    restore_generation(folder, int(sys.argv[2]), check)
"""


@pytest.mark.parametrize(
    ("action", "after", "fault"),
    [
        pytest.param("install", 8, "kill", marks=pytest.mark.slow),
        ("install", 8, "full"),
        ("4", 4, "kill"),
        pytest.param("4", 4, "full", marks=pytest.mark.slow),
    ],
)
def test_a_fault_at_any_step_leaves_readers_a_whole_catalog_and_a_rerun_converges(
    published: Path, tmp_path: Path, fault: Fault, action: str, after: int
) -> None:
    before = shutil.copytree(published, tmp_path / "before", symlinks=True)
    (tmp_path / "next").write_bytes(body(8))
    steps = 0
    for _ in run_with_faults(INSTALL, published, fault, str(published), action):
        steps += 1
        assert (published / CURRENT).read_bytes() in (body(7), body(after))
        newest = settle(published)
        seen = current_generation(published)
        assert (published / CURRENT).read_bytes() == body(seen)
        if action == "install" and seen == 7:
            assert newest == 7
            install(published, 8)
        elif action != "install":
            restore_generation(published, after, check)
        assert current_generation(published) == after
        install(published, newest := settle(published) + 1)
        for number in generations(published):
            restore_generation(published, number, check)
            assert (published / CURRENT).read_bytes() == body(number)
        restore_generation(published, newest, check)
        kept = sorted(generations(published))
        assert kept == list(range(newest - 4, newest + 1))
        plain = [name for name in names(published) if name.endswith(".duckdb")]
        assert plain == [f"catalog-{newest:06d}.duckdb", CURRENT]
        assert not [name for name in names(published) if name.endswith(".new")] or fault == "kill"
        shutil.rmtree(published)
        shutil.copytree(before, published, symlinks=True)
    assert steps > 15, "every step was tried"


@pytest.mark.parametrize("room", [0, 5000])
def test_a_disk_that_is_full_while_a_copy_is_written_leaves_all_as_it_was(
    published: Path, room: int
) -> None:
    before = names(published)
    (published.parent / "working").write_bytes(body(8))
    with no_room_beyond(room), pytest.raises(OSError, match="File too large"):
        install_generation(published.parent / "working", published, 8, check)
    with no_room_beyond(room), pytest.raises(OSError, match="File too large"):
        restore_generation(published, 4, check)
    assert names(published) == before
    assert (published / CURRENT).read_bytes() == body(7)


# --- a home ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two generations, the first of them with views of another version."""
    home = tmp_path_factory.mktemp("publishing") / "home"
    with Warehouse(home) as warehouse:
        derive(warehouse, Home(home), {})
        assert warehouse.publish("run-1") == 1
        with duckdb.connect(str((home / "published" / CURRENT).resolve())) as older:
            older.execute(
                "UPDATE internal.applied SET digest = 'of older views' WHERE folder = 'views'"
            )
        assert warehouse.publish("run-2") == 2
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home", symlinks=True))


def command(home: Path, *arguments: str) -> list[str]:
    done = CliRunner().invoke(cardkeep, ["--home", str(home), "generations", *arguments])
    assert done.exception is None, done.exception
    return done.stdout.splitlines()


def generation_seen(home: Path) -> object:
    with open_catalog(home) as catalog:
        return catalog.query("published").rows[0][0]


@pytest.mark.slow
def test_the_commands_list_and_restore(home: Path) -> None:
    def listed() -> list[list[str]]:
        return [line.split(",")[:2] for line in command(home, "list", "-f", "csv")]

    assert listed() == [["generation", "state"], ["2", "current"], ["1", ""]]
    with open_catalog(home) as reader:
        assert command(home, "restore", "1")[0].startswith("readers see generation 1;")
        assert reader.query("published").rows[0][0] == 2, "it goes on with the one it has open"
    assert generation_seen(home) == 1
    assert listed() == [["generation", "state"], ["2", ""], ["1", "current"]]
    with Warehouse(home) as warehouse:
        assert warehouse.publish("run-3") == 3, "the views of generation 1 are another version's"
    assert generation_seen(home) == 3


def test_nothing_is_restored_while_another_process_writes(home: Path) -> None:
    with Warehouse(home), pytest.raises(Locked):
        restore_in_home(home, 1)
    assert generation_seen(home) == 2


def test_a_generation_that_does_not_open_is_not_restored(home: Path) -> None:
    path = packed(home / "published", 1)
    with zstd.open(path, "wb") as file:
        file.write(b"no database")
    with pytest.raises(CatalogDamaged):
        restore_in_home(home, 1)
    assert generation_seen(home) == 2


def test_a_link_that_was_lost_costs_no_generation(home: Path) -> None:
    (home / "published" / CURRENT).unlink()
    with Warehouse(home) as warehouse:
        assert warehouse.publish("run-3") is None
    assert generation_seen(home) == 2


def test_a_reader_that_came_in_the_moment_of_the_switch_reads_the_next_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = duckdb.connect

    def packed_away_first(path: str, **settings: Any) -> Any:
        monkeypatch.setattr(duckdb, "connect", connect)
        restore_in_home(home, 1)
        return connect(path, **settings)

    monkeypatch.setattr(duckdb, "connect", packed_away_first)
    assert generation_seen(home) == 1


def test_a_reader_waits_for_a_connection_of_its_process_with_other_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = generation_seen(home)
    path = (home / "published" / "catalog.duckdb").resolve()
    other = duckdb.connect(str(path), read_only=True)
    timer = threading.Timer(0.3, other.close)
    timer.start()
    assert generation_seen(home) == generation
    timer.join()
    monkeypatch.setattr(store, "OPENING_SECONDS", 0.1)
    with duckdb.connect(str(path), read_only=True), pytest.raises(Locked, match="it is whole"):
        generation_seen(home)
    assert generation_seen(home) == generation
