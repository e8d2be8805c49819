"""What is published in a storage: whole or not there, by one writer, opened as a copy that was checked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.engines.generations import (
    POINTER,
    CopyDamaged,
    Pointer,
    catalog_home,
    fetch_generation,
    read_pointer,
    send_generation,
)
from spiders.archive.storage import RaceLost, Storage, open_storage
from tests.support.bucket import Bucket, bucket_server
from tests.support.demo_run import DemoRun
from warehouse.errors import NotPublished
from warehouse.publishing import current_generation
from warehouse.store import open_catalog


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with bucket_server() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, bucket: Bucket, tmp_path: Path) -> Storage:
    return open_storage(bucket.new_url() if request.param == "bucket" else str(tmp_path / "kept"))


def facts(home: Path) -> int:
    with open_catalog(home) as catalog:
        return int(catalog.query_sql("SELECT count(*) FROM facts").rows[0][0])


def test_readers_open_a_copy_of_what_was_published(
    storage: Storage, demo: DemoRun, tmp_path: Path
) -> None:
    reader = tmp_path / "reader"
    with pytest.raises(NotPublished, match="nothing is published in"):
        fetch_generation(storage, reader)
    assert send_generation(storage, demo.home.path, None)
    generation = fetch_generation(storage, reader)
    assert generation == current_generation(demo.home.path / "published")
    assert facts(reader) == facts(demo.home.path)
    _, tag = read_pointer(storage)
    assert not send_generation(storage, demo.home.path, tag), "it is there already"


def test_a_writer_that_dies_before_the_pointer_leaves_what_was(
    storage: Storage, demo: DemoRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(storage, "swap", dies)
        with pytest.raises(KeyboardInterrupt):
            send_generation(storage, demo.home.path, None)
    with pytest.raises(NotPublished):
        fetch_generation(storage, tmp_path / "reader")
    assert send_generation(storage, demo.home.path, None), "the next run publishes"
    assert fetch_generation(storage, tmp_path / "reader")


def test_of_two_writers_one_publishes(storage: Storage, demo: DemoRun) -> None:
    send_generation(storage, demo.home.path, None)
    _, read_by_both = read_pointer(storage)
    theirs = Pointer(generation=9, sha256="ab" * 32, bytes=1)
    storage.swap(POINTER, theirs.model_dump_json().encode(), read_by_both)
    with pytest.raises(RaceLost, match="theirs stands"):
        send_generation(storage, demo.home.path, read_by_both)
    pointer, _ = read_pointer(storage)
    assert pointer is not None
    assert pointer.generation == 9


def test_a_copy_that_is_not_what_was_published_is_refused(
    storage: Storage, demo: DemoRun, tmp_path: Path
) -> None:
    send_generation(storage, demo.home.path, None)
    reader = tmp_path / "reader"
    fetch_generation(storage, reader)
    before = facts(reader)
    pointer, _ = read_pointer(storage)
    assert pointer is not None
    whole = storage.read(pointer.name).content
    storage.write(pointer.name, whole[:-5000])
    copy = reader / "published" / f"catalog-{pointer.generation:06d}.duckdb"
    assert fetch_generation(storage, reader), "the copy that is here is whole"
    other = tmp_path / "other"
    with pytest.raises(CopyDamaged, match=r"expected .* bytes with that sha256, found"):
        fetch_generation(storage, other)
    assert list((other / "published").iterdir()) == []
    assert facts(reader) == before
    assert copy.exists()
    storage.write(POINTER, b"torn")
    with pytest.raises(CopyDamaged, match="names no generation"):
        fetch_generation(storage, reader)


def test_a_task_opens_the_generation_that_it_is_told(bucket: Bucket, demo: DemoRun) -> None:
    url = bucket.new_url()
    storage = open_storage(url)
    send_generation(storage, demo.home.path, None)
    generation = current_generation(demo.home.path / "published")
    assert facts(catalog_home(url, generation)) == facts(demo.home.path)
    assert catalog_home(str(demo.home.path), generation) == demo.home.path
    with pytest.raises(NotPublished, match=f"expected generation {generation + 1}, found"):
        catalog_home(url, generation + 1)


@pytest.mark.parametrize(
    "pointer",
    [
        '{"generation": 1, "sha256": "../../../out", "bytes": 5}',
        pytest.param(
            '{"generation": -1, "sha256": "%s", "bytes": 5}' % ("a" * 64), marks=pytest.mark.slow
        ),
        pytest.param(
            '{"generation": 1, "sha256": "%s\\n", "bytes": 5}' % ("a" * 64), marks=pytest.mark.slow
        ),
        pytest.param("[" * 100_000, marks=pytest.mark.slow),
    ],
)
def test_a_pointer_that_leads_anywhere_is_refused(
    storage: Storage, tmp_path: Path, pointer: str
) -> None:
    storage.write("published/current.json", pointer.encode())
    with pytest.raises(CopyDamaged, match="names no generation"):
        fetch_generation(storage, tmp_path / "home")
    assert not (tmp_path / "home").exists()
