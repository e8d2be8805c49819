"""One machine writes at a time; one that died is noticed, whatever the clocks say."""

import time
from pathlib import Path
from threading import Thread

import pytest

from pipeline.engines import lease as lease_module
from pipeline.engines.lease import NAME, lease
from spiders.archive.storage import Storage, StorageFailed, open_storage
from warehouse.errors import Locked


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    monkeypatch.setattr(lease_module, "LEASE_SECONDS", 0.6)
    return open_storage(str(tmp_path / "kept"))


def test_a_second_writer_is_refused_while_the_first_renews_its_lease(storage: Storage) -> None:
    with (
        lease(storage, 0) as held,
        pytest.raises(Locked, match=r"writes in .*nothing was changed"),
        lease(storage, 1.5),
    ):
        pass
    assert held.told == ""
    with lease(storage, 0) as next_writer:
        assert next_writer.told == "", "it was given back"


def test_a_second_writer_waits_for_the_first(storage: Storage) -> None:
    order: list[str] = []

    def write(name: str) -> None:
        with lease(storage, 20):
            order.append(f"{name} begins")
            time.sleep(0.3)
            order.append(f"{name} ends")

    threads = [Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = order[0][0], order[2][0]
    assert order == [f"{first} begins", f"{first} ends", f"{second} begins", f"{second} ends"]


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_writer_that_died_is_noticed_and_told_whatever_its_clock_says(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    storage.write(NAME, b'{"holder":"other-machine 17 ab12","renewals":3}')
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + hours * 3600)
    with lease(storage, 0) as held:
        assert "the writer other-machine 17 ab12" in held.told
        assert "this run took over" in held.told


def test_a_writer_that_stood_still_and_lost_its_lease_publishes_nothing(storage: Storage) -> None:
    with lease(storage, 0) as stalled:
        storage.write(NAME, b'{"holder":"another","renewals":0}')
        with pytest.raises(Locked, match="another writer took over"):
            stalled.renew()
    assert b"another" in storage.read(NAME).content, "and leaves the other's as it is"


def test_what_is_no_lease_belongs_to_nobody(storage: Storage) -> None:
    storage.write(NAME, b"torn")
    with lease(storage, 0) as held:
        assert held.told == ""


def test_a_moment_without_storage_costs_no_lease(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, moments = storage.swap, [StorageFailed("s3://bucket", "503")]

    def swap(name: str, content: bytes, tag: str | None) -> str:
        if tag is not None and moments:
            raise moments.pop()
        return plain(name, content, tag)

    monkeypatch.setattr(storage, "swap", swap)
    with lease(storage, 0) as held:
        time.sleep(0.5)
        held.renew()
    assert moments == []
