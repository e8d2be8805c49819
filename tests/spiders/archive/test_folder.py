"""The archive: what goes in comes out, what is damaged is never given out, what a crash leaves is
salvaged.
"""

import fcntl
import gzip
import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from warcio.archiveiterator import ArchiveIterator

from spiders.archive import (
    Archive,
    ArchiveBusy,
    ArchiveDamaged,
    ArchiveWriter,
    Outcome,
    PageOutcome,
    index,
)
from spiders.archive.warc import scan_open
from tests.support.faults import no_room_beyond

SEEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}

pages = st.tuples(st.binary(min_size=1, max_size=3000), st.sampled_from(sorted(ENCODERS)))


def outcome(
    body: bytes | None,
    record_id: str,
    *,
    run_id: str = "r1",
    name: str = "acme",
    wrong: dict[str, Any] | None = None,
    **more: Any,
) -> PageOutcome:
    return PageOutcome.model_validate(
        {
            "run_id": run_id,
            "source": name,
            "document": "pricing",
            "kind": "pricing",
            "url": "https://acme.example/pricing",
            "final_url": "https://acme.example/pricing",
            "seen_at": SEEN,
            "precision": "second",
            "form": "fetched",
            "outcome": "failed" if body is None else "ok",
            "detail": "",
            "http_status": 200,
            "sha256": None if body is None else hashlib.sha256(body).hexdigest(),
            "bytes": None if body is None else len(body),
            "media_type": "text/html",
            "etag": "",
            "last_modified": "",
            "record_id": record_id,
        }
        | (wrong or {})
        | more
    )


def write_page(writer: ArchiveWriter, body: bytes, encoding: str = "", **more: Any) -> PageOutcome:
    headers = [("Content-Type", "text/html")] + (
        [("Content-Encoding", encoding)] if encoding else []
    )
    record_id = writer.write_response(
        url="https://acme.example/pricing",
        seen_at=SEEN,
        status="200 OK",
        headers=headers,
        body=ENCODERS[encoding](body),
    )
    written = outcome(body, record_id, run_id=writer.run_id, name=writer.source, **more)
    writer.write_outcome(written)
    return written


def write_run(folder: Path, run_id: str, *bodies: bytes, source: str = "acme") -> list[PageOutcome]:
    with Archive(folder).writer(run_id, source) as writer:
        return [
            write_page(writer, body, document=f"page {number}")
            for number, body in enumerate(bodies)
        ]


def contents(folder: Path) -> list[tuple[PageOutcome, bytes]]:
    """Everything that an archive gives out."""
    archive = Archive(folder)
    return [(found, archive.body(found.sha256)) for found in archive.outcomes() if found.sha256]


# --- round trip -----------------------------------------------------------------------------------


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(written=st.lists(pages, max_size=6))
def test_what_goes_in_comes_out(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[bytes, str]]
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    with archive.writer("r1", "acme") as writer:
        expected = [
            write_page(writer, body, encoding, document=f"page {number}")
            for number, (body, encoding) in enumerate(written)
        ]
    assert sorted(archive.outcomes(), key=lambda found: found.document) == expected
    assert [archive.body(found.sha256 or "") for found in expected] == [body for body, _ in written]
    assert list(archive.verify()) == []
    assert contents(archive.folder) == [
        (found, archive.body(found.sha256 or "")) for found in archive.outcomes()
    ]


def test_another_reader_agrees_that_the_file_is_sound(tmp_path: Path) -> None:
    body = b"<table><tr><td>$5</td></tr></table>"
    with Archive(tmp_path).writer("r1", "acme") as writer:
        earlier = write_page(writer, body, "gzip", etag='"v1"')
        revisit = writer.write_revisit(
            url="https://acme.example/pricing",
            seen_at=SEEN,
            status="304 Not Modified",
            headers=[("ETag", '"v1"')],
            earlier=earlier,
        )
        writer.write_resource(
            url="https://acme.example/old",
            seen_at=SEEN,
            body=b"old",
            media_type="",
            form="reduced",
            origin="a\r\nWARC-Type: x",
        )
    kinds: list[str] = []
    with (tmp_path / "r1--acme.warc.gz").open("rb") as file:
        for record in cast(Any, ArchiveIterator(file, check_digests=True)):
            block = record.content_stream().read()
            kinds.append(record.rec_type)
            header = record.rec_headers.get_header
            if record.rec_type == "response":
                assert block == body
                assert record.digest_checker.passed is True
            if record.rec_type == "revisit":
                assert header("WARC-Record-ID") == revisit
                assert header("WARC-Profile").endswith("/revisit/server-not-modified")
                assert header("WARC-Refers-To") == earlier.record_id
                assert header("WARC-Refers-To-Target-URI") == earlier.final_url
                assert header("WARC-Refers-To-Date") == "2026-03-02T10:00:00Z"
            if record.rec_type == "resource":
                assert header("WARC-Cardkeep-Form") == "reduced"
                assert header("WARC-Cardkeep-Origin") == "a  WARC-Type: x"
                assert record.http_headers is None
    assert kinds == ["warcinfo", "response", "metadata", "revisit", "resource", "warcinfo"]


def test_outcomes_come_in_one_order_whatever_the_order_of_files(tmp_path: Path) -> None:
    write_run(tmp_path / "a", "r2", b"late")
    write_run(tmp_path / "a", "r1", b"one", b"two")
    write_run(tmp_path / "b", "r1", b"one", b"two")
    write_run(tmp_path / "b", "r2", b"late")

    def stable(folder: Path) -> list[tuple[str, str | None]]:
        return [(found.run_id, found.sha256) for found in Archive(folder).outcomes()]

    assert stable(tmp_path / "a") == stable(tmp_path / "b")


def test_a_file_read_while_the_crawl_goes_on_is_found_with_the_others(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one")
    write_run(tmp_path, "r2", b"two")
    archive = Archive(tmp_path)
    archive.add_sealed(tmp_path / "r2--acme.warc.gz")
    assert archive.outcomes() == Archive(tmp_path).outcomes()
    assert (tmp_path / "index.jsonl").read_bytes().count(b"r2--acme") > 1


def test_a_damaged_file_is_no_error_before_the_crawl_has_ended(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one")
    sealed = tmp_path / "r1--acme.warc.gz"
    sealed.write_bytes(sealed.read_bytes()[:-20])
    archive = Archive(tmp_path)
    archive.add_sealed(sealed)
    with pytest.raises(ArchiveDamaged, match="r1--acme"):
        archive.outcomes()


def test_one_body_of_two_runs_is_found_where_it_is_whole(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"the same")
    write_run(tmp_path, "r2", b"the same")
    archive = Archive(tmp_path)
    archive.outcomes()
    (tmp_path / "r1--acme.warc.gz").write_bytes(b"")
    assert archive.body(hashlib.sha256(b"the same").hexdigest()) == b"the same"


def test_a_conditional_request_refers_to_the_latest_page_that_was_fetched_whole(
    tmp_path: Path,
) -> None:
    def run(run_id: str, hours: int, kind: Outcome) -> None:
        with Archive(tmp_path).writer(run_id, "acme") as writer:
            write_page(writer, run_id.encode(), outcome=kind, seen_at=SEEN + timedelta(hours=hours))

    link = ("acme", "pricing", "https://acme.example/pricing")
    assert Archive(tmp_path).latest_ok(*link) is None
    run("r2", 2, "ok")
    run("r1", 1, "ok")
    run("r3", 3, "blocked")
    archive = Archive(tmp_path)
    latest = archive.latest_ok(*link)
    assert latest is not None
    assert latest.run_id == "r2"
    assert archive.latest_ok("acme", "another document", link[2]) is None
    assert archive.latest_ok("another", "pricing", link[2]) is None
    run("r4", 4, "ok")
    assert archive.latest_ok(*link) == latest, (
        "a crawl asks for every link: the folder is not listed anew for each"
    )


# --- what is refused ------------------------------------------------------------------------------


def test_a_sealed_file_is_never_appended_to(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"page")
    with pytest.raises(ArchiveBusy, match="is sealed"):
        Archive(tmp_path).writer("r1", "acme")


def test_a_run_is_written_by_one_process(tmp_path: Path) -> None:
    with (
        Archive(tmp_path).writer("r1", "acme"),
        pytest.raises(ArchiveBusy, match="another process writes it"),
    ):
        Archive(tmp_path).writer("r1", "acme")


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a--b", ".hidden", "a b", "a\n"])
def test_a_run_id_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="becomes part of a file name"):
        Archive(tmp_path).writer(name, "acme")


def test_a_link_has_one_outcome_in_a_run(tmp_path: Path) -> None:
    with Archive(tmp_path).writer("r1", "acme") as writer:
        write_page(writer, b"page")
        with pytest.raises(ValueError, match="has an outcome in"):
            write_page(writer, b"page again")


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "ok", "record_id": ""},
        {"outcome": "fine"},
        {"sha256": None},
        {"sha256": "0" * 63},
        {"seen_at": datetime(2026, 3, 2)},  # noqa: DTZ001 (that is what is wrong with it)
        {"seen_at": SEEN.replace(microsecond=1)},
        {"surprise": 1},
    ],
)
def test_an_outcome_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        outcome(b"page", "<urn:uuid:1>", wrong=wrong)


# --- crashes --------------------------------------------------------------------------------------


def leave_open(folder: Path, *bodies: bytes) -> Path:
    """The file of a run that died."""
    try:
        with Archive(folder).writer("r1", "acme") as writer:
            for number, body in enumerate(bodies):
                write_page(writer, body, document=f"page {number}")
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return folder / "r1--acme.warc.open"


def test_a_writer_that_fails_leaves_its_file_open(tmp_path: Path) -> None:
    assert leave_open(tmp_path, b"page").exists()
    assert Archive(tmp_path).outcomes() == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(bodies=st.lists(st.binary(max_size=400), min_size=1, max_size=4), data=st.data())
def test_salvage_keeps_exactly_the_whole_records(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    path = leave_open(folder, *(body or b"-" for body in bodies))
    with path.open("rb") as file:
        ends = [found.offset + found.length for found in scan_open(file, path.name)]
    cut = data.draw(st.integers(0, path.stat().st_size), label="cut")
    os.truncate(path, cut)
    whole = [end for end in ends if end <= cut]
    archive = Archive(folder)
    (sealed,) = archive.salvage()
    assert (sealed.records, sealed.cut_bytes) == (len(whole), cut - (whole[-1] if whole else 0))
    assert not path.exists()
    assert sealed.path.exists() == bool(whole)
    assert len(archive.outcomes()) == max(0, (len(whole) - 1) // 2)
    assert list(archive.verify()) == []
    assert archive.salvage() == []


def test_salvage_leaves_a_file_in_use_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    with archive.writer("r1", "acme") as writer:
        write_page(writer, b"page")
        assert archive.salvage() == []
    assert len(archive.outcomes()) == 1


@pytest.mark.parametrize("damaged", [False, True])
def test_a_crash_between_renaming_and_deleting_is_made_good(
    tmp_path: Path, *, damaged: bool
) -> None:
    path = leave_open(tmp_path, b"page")
    copy = shutil.copy(path, tmp_path / "copy")
    Archive(tmp_path).salvage()
    Path(copy).rename(path)
    if damaged:
        sealed = tmp_path / "r1--acme.warc.gz"
        sealed.write_bytes(sealed.read_bytes()[:-5])
        with pytest.raises(ArchiveDamaged, match="expected the 3 records that were open"):
            Archive(tmp_path).salvage()
        assert path.exists()
    else:
        assert [sealed.records for sealed in Archive(tmp_path).salvage()] == [3]
        assert not path.exists()
        assert len(Archive(tmp_path).outcomes()) == 1


def test_a_full_disk_loses_no_whole_record(tmp_path: Path) -> None:
    writer = Archive(tmp_path).writer("r1", "acme")
    write_page(writer, b"page")
    with (
        no_room_beyond(writer.path.stat().st_size + 700),
        pytest.raises(OSError, match="File too large"),
    ):
        write_page(writer, b"x" * 5000, document="next")
    with pytest.raises(
        OSError, match="File too large"
    ):  # the disk has room again, but this file is given up
        write_page(writer, b"small", document="third")
    with pytest.raises(OSError, match="File too large"), writer:
        pass
    (sealed,) = Archive(tmp_path).salvage()
    assert (sealed.records, sealed.cut_bytes) == (3, 0)
    assert [found.document for found in Archive(tmp_path).outcomes()] == ["pricing"]


def test_a_full_disk_while_sealing_leaves_the_open_file(tmp_path: Path) -> None:
    path = leave_open(tmp_path, os.urandom(5000))
    with no_room_beyond(1000), pytest.raises(OSError, match="File too large"):
        Archive(tmp_path).salvage()
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert [sealed.records for sealed in Archive(tmp_path).salvage()] == [3]


def test_a_file_taken_by_salvage_in_the_moment_of_its_making_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def salvaged_first(file: Any, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        Archive(tmp_path).salvage()
        lock(file, operation)

    monkeypatch.setattr(fcntl, "flock", salvaged_first)
    with pytest.raises(ArchiveBusy, match="try again"):
        Archive(tmp_path).writer("r1", "acme")
    write_run(tmp_path, "r1", b"page")


# --- damage ---------------------------------------------------------------------------------------


def give_out(folder: Path) -> list[tuple[PageOutcome, bytes]] | None:
    """Everything that an archive gives out, or None if it says that it is damaged."""
    try:
        return contents(folder)
    except ArchiveDamaged:
        return None


def unpacked(sealed: bytes) -> bytes | None:
    """What a sealed file holds, or None if it cannot be unpacked."""
    try:
        return gzip.decompress(sealed)
    except (OSError, EOFError, zlib.error):
        return None


@pytest.mark.parametrize("indexed", [False, True])
def test_no_flipped_bit_is_given_out(tmp_path: Path, *, indexed: bool) -> None:
    write_run(tmp_path, "r1", b"price $5.00 " * 20, b"price $7.00 " * 20)
    expected = contents(tmp_path)
    path, index_path = tmp_path / "r1--acme.warc.gz", tmp_path / "index.jsonl"
    sound, sound_index = path.read_bytes(), index_path.read_bytes()
    for position in range(0, len(sound), 7):
        flipped = bytearray(sound)
        flipped[position] ^= 1 << position % 8
        path.write_bytes(flipped)
        index_path.write_bytes(sound_index)
        if not indexed:
            index_path.unlink()
        # Some bits of a gzip member mean nothing: in its header, and what fills up its last byte.
        assert unpacked(bytes(flipped)) == unpacked(sound) or list(Archive(tmp_path).verify())
        assert give_out(tmp_path) in (None, expected)


def test_no_cut_is_given_out(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one" * 50, b"two" * 50)
    contents(tmp_path)
    path, index_path = tmp_path / "r1--acme.warc.gz", tmp_path / "index.jsonl"
    sound = path.read_bytes()
    (entries,) = (index.load(tmp_path) or {}).values()
    for end in {*range(0, len(sound), 11), *(entry.offset for entry in entries)}:
        path.write_bytes(sound[:end])
        assert give_out(tmp_path) is None
        assert list(Archive(tmp_path).verify())
        index_path.rename(tmp_path / "aside")
        assert give_out(tmp_path) is None
        assert list(Archive(tmp_path).verify())
        (tmp_path / "aside").rename(index_path)
    path.write_bytes(sound)
    assert give_out(tmp_path)


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one", b"two")
    expected = contents(tmp_path)
    path = tmp_path / "index.jsonl"
    sound = path.read_bytes()
    for position in range(0, len(sound), 13):
        flipped = bytearray(sound)
        flipped[position] ^= 4
        path.write_bytes(flipped)
        assert [damage.file for damage in Archive(tmp_path).verify()] == ["index.jsonl"]
        assert contents(tmp_path) == expected
        assert path.read_bytes() == sound


def test_an_index_that_misses_a_record_is_found_and_not_believed(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one", b"two")
    expected = contents(tmp_path)
    files = index.load(tmp_path) or {}
    for missing in range(5):
        index.save(
            tmp_path,
            {name: entries[:missing] + entries[missing + 1 :] for name, entries in files.items()},
        )
        assert [
            "an index that misses some" in str(damage) for damage in Archive(tmp_path).verify()
        ] == [True]
        assert contents(tmp_path) == expected


def test_a_missing_file_is_missed_until_the_loss_is_accepted(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one")
    write_run(tmp_path, "r2", b"two")
    contents(tmp_path)
    (tmp_path / "r1--acme.warc.gz").unlink()
    archive = Archive(tmp_path)
    for _ in range(2):
        with pytest.raises(
            ArchiveDamaged, match=r"r1--acme\.warc\.gz at byte 0: expected a sealed file"
        ):
            archive.outcomes()
    assert ["no file of this name" in str(damage) for damage in archive.verify()] == [True]
    assert archive.reindex() == []
    assert [found.run_id for found in archive.outcomes()] == ["r2"]
    assert list(archive.verify()) == []


def test_reindexing_a_damaged_file_keeps_every_whole_record(tmp_path: Path) -> None:
    write_run(tmp_path, "r1", b"one" * 100, b"two" * 100, b"three" * 100)
    contents(tmp_path)
    (entries,) = (index.load(tmp_path) or {}).values()
    path = tmp_path / "r1--acme.warc.gz"
    broken = bytearray(path.read_bytes())
    second = [entry for entry in entries if entry.kind == "response"][1]
    broken[second.offset + second.length // 2] ^= 255
    path.write_bytes(broken)
    archive = Archive(tmp_path)
    (damage,) = archive.reindex()
    assert (damage.file, damage.offset) == (path.name, second.offset)
    assert [found.document for found in archive.outcomes()] == [
        "page 0",
        "page 1",
        "page 2",
    ] or len(archive.outcomes()) == 3
    for found in archive.outcomes():
        if found.document == "page 1":
            with pytest.raises(ArchiveDamaged, match="expected a body with the sha256"):
                archive.body(found.sha256 or "")
        else:
            assert archive.body(found.sha256 or "")
    assert any("given up as damaged" in str(found) for found in archive.verify())


def test_a_body_that_was_never_archived_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        ArchiveDamaged, match=r"expected a body with the sha256 0000.*found none.*reindex"
    ):
        Archive(tmp_path).body("0" * 64)
