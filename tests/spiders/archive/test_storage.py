"""Storage in a folder and in a bucket behave alike; a bucket's bad moments lose and double nothing."""

import builtins
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from spiders.archive.storage import (
    ObjectMissing,
    RaceLost,
    ScaleMissing,
    Storage,
    StorageFailed,
    open_storage,
)
from tests.support.bucket import SLOW, Bucket, bucket_server, impatient


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with bucket_server() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, bucket: Bucket, tmp_path: Path) -> Storage:
    return open_storage(bucket.new_url() if request.param == "bucket" else str(tmp_path / "kept"))


def test_what_is_written_is_read(storage: Storage, tmp_path: Path) -> None:
    storage.write("parts/one", b"abcdef")
    assert storage.read("parts/one").content == b"abcdef"
    assert storage.read_range("parts/one", 1, 3) == b"bcd"
    assert storage.read_range("parts/one", 4, 30) == b"ef", "less at the end"
    storage.fetch("parts/one", tmp_path / "deep" / "copy")
    assert (tmp_path / "deep" / "copy").read_bytes() == b"abcdef"
    assert storage.sizes("parts/") == {"parts/one": 6}
    storage.delete("parts/one")
    storage.delete("parts/one")
    assert storage.sizes("parts/") == {}


def test_what_is_not_there_is_named(storage: Storage, tmp_path: Path) -> None:
    for read in (
        lambda: storage.read("none"),
        lambda: storage.read_range("none", 0, 1),
        lambda: storage.fetch("none", tmp_path / "copy"),
    ):
        with pytest.raises(ObjectMissing, match=f"{storage.url} has no none"):
            read()
    assert not (tmp_path / "copy").exists()


def test_an_object_is_created_once(storage: Storage, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"first")
    assert storage.create("archive/a.warc.gz", file)
    file.write_bytes(b"second")
    assert not storage.create("archive/a.warc.gz", file)
    assert storage.read("archive/a.warc.gz").content == b"first"


def test_of_two_writers_at_once_one_is_told_that_it_lost(storage: Storage) -> None:
    first = storage.swap("current", b"0", None)
    with pytest.raises(RaceLost, match="theirs stands"):
        storage.swap("current", b"1", None)
    told: list[str] = []
    together = Barrier(2)

    def write(content: bytes) -> None:
        together.wait()
        try:
            storage.swap("current", content, first)
            told.append(content.decode())
        except RaceLost:
            told.append("lost")

    threads = [Thread(target=write, args=(content,)) for content in (b"1", b"2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = storage.read("current").content.decode()
    assert sorted(told) == sorted(["lost", winner])


@pytest.fixture(scope="module")
def in_bucket(bucket: Bucket) -> Storage:
    """Storage in a bucket that is asked twice before it counts as down."""
    with impatient():
        return open_storage(bucket.new_url())


@pytest.mark.parametrize("fault", [503, SLOW])
def test_a_bad_moment_of_a_bucket_is_waited_out(
    bucket: Bucket, in_bucket: Storage, fault: int
) -> None:
    bucket.faults.append(fault)
    in_bucket.write("parts/one", b"abc")
    assert bucket.faults == []
    assert in_bucket.read("parts/one").content == b"abc"


def test_a_write_whose_answer_was_lost_is_no_lost_race(bucket: Bucket, in_bucket: Storage) -> None:
    bucket.faults.append(SLOW)
    bucket.applies = True
    try:
        tag = in_bucket.swap("current", b"mine", None)
    finally:
        bucket.applies = False
    assert in_bucket.read("current") == (b"mine", tag)


def test_a_bucket_that_stays_down_is_an_error_that_says_what_is_kept(
    bucket: Bucket, in_bucket: Storage
) -> None:
    bucket.faults += [503] * 2
    with pytest.raises(StorageFailed, match=r"other/one cannot be read or written: .*is kept"):
        in_bucket.write("other/one", b"abc")
    assert bucket.faults == []
    assert in_bucket.sizes("other/") == {}


def test_without_the_extra_a_bucket_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_s3fs(name: str, *rest: object) -> object:
        if name == "s3fs":
            raise ImportError("No module named 's3fs'", name="s3fs")
        return real(name, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(builtins, "__import__", without_s3fs)
    with pytest.raises(ScaleMissing, match=r"needs s3fs.*pip install 'cardkeep\[scale\]'"):
        open_storage("s3://bucket/prefix")


@pytest.mark.timeout(30)
def test_a_pipe_in_a_shared_folder_is_no_object(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    storage = open_storage(str(tmp_path))
    with pytest.raises(StorageFailed, match="expected a file"):
        storage.read("pipe")
    with pytest.raises(StorageFailed, match="expected a file"):
        storage.fetch("pipe", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
