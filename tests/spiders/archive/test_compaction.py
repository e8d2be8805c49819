"""Compaction: the files of a closed month become one, every record of them stays, and no kill, full
disk or damage loses one or leaves one twice.
"""

import gzip
import hashlib
import random
import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.cli import cardkeep
from pipeline.failures import Partial
from pipeline.run import clock
from spiders.archive import (
    Archive,
    ArchiveBusy,
    ArchiveDamaged,
    PageOutcome,
    compaction,
    index,
    warc,
)
from tests.support.faults import Fault, no_room_beyond, run_with_faults
from warehouse.errors import Locked
from warehouse.working import Warehouse

FIRST = datetime(2026, 9, 28, 3, 15, tzinfo=UTC)
THIS_MONTH = "2026-11"
NIGHTS = 36
"""From September 28th to November 2nd."""
Pages = dict[str, bytes | None]
"""What a night got by document. None: the server says that nothing changed."""


def page(number: int) -> bytes:
    return random.Random(number).randbytes(1600).hex().encode()


def write_night(folder: Path, night: float, pages: Pages, *, name: str = "acme") -> None:
    """What one night got of one source."""
    seen_at = FIRST + timedelta(days=night)
    archive = Archive(folder)
    with archive.writer(f"{seen_at:%Y%m%dT%H%M%S}000000-refresh", name) as writer:
        for document, body in pages.items():
            url = f"https://{name}.example/{document}"
            earlier = None if body else archive.latest_ok(name, document, url)
            headers = [("Date", f"{seen_at:%c}"), ("Content-Type", "text/html")]
            if earlier:
                record_id = writer.write_revisit(
                    url=url,
                    seen_at=seen_at,
                    status="304 Not Modified",
                    headers=headers,
                    earlier=earlier,
                )
            else:
                sent = gzip.compress(body or b"nothing", mtime=0)
                record_id = writer.write_response(
                    url=url,
                    seen_at=seen_at,
                    status="200 OK",
                    headers=[*headers, ("Content-Encoding", "gzip")],
                    body=sent,
                )
            writer.write_outcome(
                PageOutcome(
                    run_id=writer.run_id,
                    source=name,
                    document=document,
                    kind="pricing",
                    url=url,
                    final_url=url,
                    seen_at=seen_at,
                    precision="second",
                    form="fetched",
                    outcome="not_modified" if earlier else "ok",
                    detail="",
                    http_status=304 if earlier else 200,
                    sha256=earlier.sha256
                    if earlier
                    else hashlib.sha256(body or b"nothing").hexdigest(),
                    bytes=earlier.bytes if earlier else len(body or b"nothing"),
                    media_type="text/html",
                    etag="",
                    last_modified="",
                    record_id=record_id,
                )
            )


def pages_of(night: int) -> Pages:
    """A page that changes every ten nights, one that changes each night, one asked for
    conditionally.
    """
    return {
        "prices": page(night // 10),
        "news": page(1000 + night),
        "terms": page(500) if night < 1 else None,
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nights of two sources, from September to November."""
    folder = tmp_path_factory.mktemp("compaction") / "archive"
    for night in range(NIGHTS):
        write_night(folder, night, pages_of(night))
        write_night(folder, night, {"models": page(2000 + night // 20)}, name="beta")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def names(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def given_out(folder: Path) -> list[tuple[PageOutcome, bytes]]:
    """Everything that an archive gives out."""
    archive = Archive(folder)
    return [(found, archive.body(found.sha256)) for found in archive.outcomes() if found.sha256]


def records(folder: Path) -> dict[str, bytes]:
    """Every record as it was written, by its id, but for what begins and ends merged files."""
    found: dict[str, bytes] = {}
    for path in index.sealed_files(folder)[0].values():
        merged = path.name.startswith("20") and path.name[4] == "-"
        scanned = list(warc.scan_sealed(path))
        payloads: dict[str, bytes] = {}
        for each in scanned[1:-1] if merged else scanned:
            assert each.record
            raw = each.raw
            if each.record.first_copy:
                raw = warc.from_repeat(raw, payloads[each.record.first_copy])
            else:
                payloads[each.record.record_id] = each.record.payload[0]
            assert each.record.record_id not in found, "nothing is there twice"
            found[each.record.record_id] = raw
    return found


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*.warc.gz"))


# --- what stays -----------------------------------------------------------------------------------


def test_closed_months_become_a_file_each_and_every_record_stays(folder: Path) -> None:
    outcomes, all_records, before = given_out(folder), records(folder), size(folder)
    done = list(Archive(folder).compact(THIS_MONTH))
    assert [(*each.group, len(each.files), len(each.repeats)) for each in done] == [
        ("2026-09", "acme", 3, 2),
        ("2026-09", "beta", 3, 2),
        ("2026-10", "acme", 31, 27),
        ("2026-10", "beta", 31, 29),
    ]
    assert names(folder) == [
        "2026-09/2026-09-1--acme.warc.gz",
        "2026-09/2026-09-1--beta.warc.gz",
        "2026-10/2026-10-1--acme.warc.gz",
        "2026-10/2026-10-1--beta.warc.gz",
        *(
            f"2026-11/2026110{n}T031500000000-refresh--{name}.warc.gz"
            for n in (1, 2)
            for name in ("acme", "beta")
        ),
        "index.jsonl",
    ]
    assert given_out(folder) == outcomes
    assert records(folder) == all_records
    assert list(Archive(folder).verify()) == []
    assert size(folder) < 0.75 * before
    assert list(Archive(folder).compact(THIS_MONTH)) == [], "a second time there is nothing to do"
    sound = (folder / "index.jsonl").read_bytes()
    assert Archive(folder).reindex() == []
    assert (folder / "index.jsonl").read_bytes() == sound, "the index is as if made from the files"


def test_another_reader_reads_what_was_merged(folder: Path) -> None:
    list(Archive(folder).compact(THIS_MONTH))
    seen: dict[str, bytes] = {}
    repeats = 0
    with (folder / "2026-10" / "2026-10-1--acme.warc.gz").open("rb") as file:
        for record in cast(Any, ArchiveIterator(file, check_digests=True)):
            header = record.rec_headers.get_header
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False
            if record.rec_type == "response":
                seen[header("WARC-Record-ID")] = body
            if (header("WARC-Profile") or "").endswith("/revisit/identical-payload-digest"):
                repeats += 1
                assert record.http_headers.get_header("Content-Type") == "text/html"
                assert header("WARC-Refers-To") in seen
                assert header("WARC-Refers-To-Target-URI") == header("WARC-Target-URI")
                assert header("WARC-Refers-To-Date") < header("WARC-Date")
                assert header("WARC-Payload-Digest").startswith("sha1:")
    assert repeats == 27


nights = st.lists(
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 3), min_size=0, max_size=3),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=nights, after=nights)
def test_whatever_the_nights_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[dict[str, int]],
    after: list[dict[str, int]],
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    for night, pages in enumerate(before):
        write_night(folder, night, {document: page(number) for document, number in pages.items()})
    list(Archive(folder).compact(THIS_MONTH))
    for night, pages in enumerate(after, len(before)):
        write_night(folder, night, {document: page(number) for document, number in pages.items()})
    outcomes, all_records = given_out(folder), records(folder)
    assert len(outcomes) == sum(map(len, before)) + sum(map(len, after))
    list(Archive(folder).compact(THIS_MONTH))
    assert given_out(folder) == outcomes
    # What began and ended a merged file that was merged again is a record as any other.
    merged_again = records(folder)
    assert all_records.items() <= merged_again.items()
    assert list(Archive(folder).verify()) == []
    assert list(Archive(folder).compact(THIS_MONTH)) == []


def test_files_of_before_there_were_months_are_read_and_find_their_place(folder: Path) -> None:
    for path in list(folder.rglob("*.warc.gz")):
        path.rename(folder / path.name)
    expected = given_out(folder)
    write_night(folder, -40, {"prices": page(1)}, name="alone")
    (folder / "2026-08").joinpath("20260819T031500000000-refresh--alone.warc.gz").rename(
        folder / "20260819T031500000000-refresh--alone.warc.gz"
    )
    shutil.copy(
        folder / "20260819T031500000000-refresh--alone.warc.gz", folder / "r1--undated.warc.gz"
    )
    done = list(Archive(folder).compact(THIS_MONTH))
    assert [len(each.files) for each in done] == [1, 3, 3, 31, 31]
    assert names(folder)[:2] == [
        "2026-08/20260819T031500000000-refresh--alone.warc.gz",
        "2026-09/2026-09-1--acme.warc.gz",
    ]
    assert (folder / "r1--undated.warc.gz").exists(), (
        "a run without a day has no month that could close"
    )
    (folder / "r1--undated.warc.gz").unlink()
    (folder / "index.jsonl").unlink()
    assert [each for each in given_out(folder) if each[0].source != "alone"] == expected


def test_a_file_that_comes_late_is_merged_too_and_an_open_archive_goes_on(folder: Path) -> None:
    list(Archive(folder).compact(THIS_MONTH))
    write_night(folder, 5.5, {"late": page(77)})
    reader = Archive(folder)
    expected = [(found, reader.body(found.sha256 or "")) for found in reader.outcomes()]
    (done,) = Archive(folder).compact(THIS_MONTH)
    assert done.files == ("2026-10-1--acme.warc.gz", "20261003T151500000000-refresh--acme.warc.gz")
    assert (folder / "2026-10" / "2026-10-2--acme.warc.gz").exists()
    assert not (folder / "2026-10" / "2026-10-1--acme.warc.gz").exists()
    assert [(found, reader.body(found.sha256 or "")) for found in reader.outcomes()] == expected
    assert given_out(folder) == expected


def test_runs_that_are_known_are_not_read_again_from_a_merged_file(folder: Path) -> None:
    known = {(found.run_id, found.source) for found in Archive(folder).outcomes()}
    one = min(known)
    rest = Archive(folder).outcomes(known - {one})
    assert len(rest) == 3
    list(Archive(folder).compact(THIS_MONTH))
    assert Archive(folder).outcomes(known - {one}) == rest
    shutil.rmtree(folder / "2026-10")
    (folder / "index.jsonl").unlink()
    assert Archive(folder).outcomes(known) == []


def test_the_last_page_of_a_merged_month_can_be_confirmed(folder: Path) -> None:
    shutil.rmtree(folder / "2026-11")
    (folder / "index.jsonl").unlink()
    link = ("acme", "prices", "https://acme.example/prices")
    expected = Archive(folder).latest_ok(*link)
    list(Archive(folder).compact(THIS_MONTH))
    archive = Archive(folder)
    assert archive.latest_ok(*link) == expected
    assert expected
    assert archive.body(expected.sha256 or "") == page(3)


def test_a_merged_file_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FULL_BYTES", 8000)
    expected = given_out(folder)
    done = [
        each for each in Archive(folder).compact(THIS_MONTH) if each.group == ("2026-10", "acme")
    ]
    assert len(done) > 3
    for each, _ in pairwise(done):
        assert 8000 <= each.bytes_after < 16_000
    assert given_out(folder) == expected
    assert list(Archive(folder).compact(THIS_MONTH)) == []


def test_a_dry_run_tells_what_would_be_and_changes_nothing(folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    planned = list(Archive(folder).compact(THIS_MONTH, dry_run=True))
    assert {name: (folder / name).read_bytes() for name in names(folder)} == before
    done = list(Archive(folder).compact(THIS_MONTH))
    assert [each.files for each in planned] == [each.files for each in done]
    for plan, real in zip(planned, done, strict=True):
        assert plan.bytes_after == pytest.approx(real.bytes_after, abs=1500)


# --- what is refused, and what is left ------------------------------------------------------------


def test_nothing_is_merged_while_a_file_is_written(folder: Path) -> None:
    before = names(folder)
    with Archive(folder).writer("20261103T000000-refresh", "acme"), pytest.raises(ArchiveBusy):
        list(Archive(folder).compact(THIS_MONTH))
    assert [name for name in names(folder) if "20261103" not in name] == before


def test_a_run_that_was_merged_is_not_written_again(folder: Path) -> None:
    list(Archive(folder).compact(THIS_MONTH))
    with pytest.raises(ArchiveBusy, match="2026-10-1--acme"):
        write_night(folder, 5, {"late": page(77)})


def test_a_damaged_file_is_left_as_it_is_and_costs_no_other(folder: Path) -> None:
    path = folder / "2026-10" / "20261015T031500000000-refresh--acme.warc.gz"
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    given = Archive(folder)
    done = list(given.compact(THIS_MONTH))
    (left,) = [each for each in done if each.damage]
    assert left.damage
    assert left.damage.file == path.name
    assert path.read_bytes() == damaged
    (merged,) = [each for each in done if each.group == ("2026-10", "acme") and each.files]
    assert len(merged.files) == 30
    assert {damage.file for damage in Archive(folder).verify()} == {path.name}


@pytest.mark.parametrize("wrong", ["a byte", "another page", "a record less", "no end"])
def test_a_merged_file_that_does_not_read_as_what_it_is_made_of_is_thrown_away(
    folder: Path, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    write, to_repeat = vars(compaction)["_write"], warc.to_repeat

    def write_wrongly(part: Path, *arguments: Any) -> None:
        write(part, *arguments)
        scanned = list(warc.scan_sealed(part))
        last = scanned[-2 if wrong == "a record less" else -1].offset
        if wrong == "a byte":
            body = bytearray(part.read_bytes())
            body[last // 2] ^= 16
            part.write_bytes(body)
        elif wrong != "another page":
            part.write_bytes(part.read_bytes()[:last])

    def repeat_wrongly(raw: bytes, first: warc.WarcRecord) -> bytes:
        return to_repeat(raw, first._replace(headers=first.headers | {"warc-record-id": "<urn:x>"}))

    monkeypatch.setattr(compaction, "_write", write_wrongly)
    if wrong == "another page":
        monkeypatch.setattr(warc, "to_repeat", repeat_wrongly)
    with pytest.raises(ArchiveDamaged):
        list(Archive(folder).compact(THIS_MONTH))
    after = {name: (folder / name).read_bytes() for name in names(folder)}
    after.pop("index.jsonl", None)
    assert after == {name: body for name, body in before.items() if name != "index.jsonl"}


def test_no_flipped_bit_and_no_cut_of_a_merged_file_is_given_out(folder: Path) -> None:
    shutil.rmtree(folder / "2026-11")
    shutil.rmtree(folder / "2026-10")
    (folder / "index.jsonl").unlink(missing_ok=True)
    list(Archive(folder).compact(THIS_MONTH))
    expected = given_out(folder)
    path = folder / "2026-09" / "2026-09-1--acme.warc.gz"
    sound = path.read_bytes()
    ends = [found.offset for found in warc.scan_sealed(path)]
    saved = (folder / "index.jsonl").read_bytes()
    flips = [
        bytes([*sound[:at], sound[at] ^ 8, *sound[at + 1 :]]) for at in range(0, len(sound), 97)
    ]
    for damaged in [*flips, *(sound[:end] for end in ends)]:
        for indexed in (saved, None):
            path.write_bytes(damaged)
            (folder / "index.jsonl").unlink(missing_ok=True)
            if indexed:
                (folder / "index.jsonl").write_bytes(indexed)
            try:
                assert given_out(folder) == expected
            except ArchiveDamaged:
                assert list(Archive(folder).verify())


def test_a_merged_file_whose_first_record_is_damaged_is_told_and_its_loss_can_be_accepted(
    folder: Path,
) -> None:
    list(Archive(folder).compact(THIS_MONTH))
    write_night(folder, 5.5, {"late": page(77)})
    expected = given_out(folder)
    path = folder / "2026-10" / "2026-10-1--acme.warc.gz"
    body = bytearray(path.read_bytes())
    body[60] ^= 255
    path.write_bytes(body)
    assert {damage.file for damage in Archive(folder).verify()} == {path.name}
    (folder / "index.jsonl").unlink()
    with pytest.raises(ArchiveDamaged, match=path.name):
        Archive(folder).outcomes()
    archive = Archive(folder)
    assert [damage.file for damage in archive.reindex()] == [path.name]
    assert archive.outcomes() == [outcome for outcome, _ in expected]
    assert given_out(folder) == expected
    done = list(Archive(folder).compact(THIS_MONTH))
    assert [each.damage.file for each in done if each.damage] == [path.name]


# --- kills and full disks -------------------------------------------------------------------------

COMPACT = """
import sys
from pathlib import Path
from spiders.archive import Archive
list(Archive(Path(sys.argv[1])).compact("2026-11"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_fault_at_any_step_loses_nothing_leaves_nothing_twice_and_a_rerun_ends_the_same(
    tmp_path: Path, fault: Fault
) -> None:
    folder = tmp_path / "archive"
    for night in range(5):
        write_night(folder, night, {"prices": page(night // 2), "news": page(night)})
    flat = folder / "2026-09" / "20260928T031500000000-refresh--acme.warc.gz"
    flat.rename(folder / flat.name)
    expected, all_records = given_out(folder), records(folder)
    before = shutil.copytree(folder, tmp_path / "before")
    undisturbed = shutil.copytree(folder, tmp_path / "undisturbed")
    list(Archive(undisturbed).compact(THIS_MONTH))
    steps = 0
    for _ in run_with_faults(COMPACT, folder, fault, str(folder)):
        steps += 1
        left = names(folder)
        assert given_out(folder) == expected
        assert records(folder) == all_records
        assert list(Archive(folder).verify()) == []
        list(Archive(folder).compact(THIS_MONTH))
        assert records(folder) == all_records
        assert given_out(folder) == expected
        parts = [name for name in names(folder) if name.endswith(".part")]
        assert [name for name in names(folder) if name not in parts] == names(undisturbed), left
        assert not parts or fault == "kill"
        shutil.rmtree(folder)
        shutil.copytree(before, folder)
    assert steps > 30, "every step was tried"


@pytest.mark.parametrize("room", [0, 100, 3000, 12_000])
def test_a_disk_that_is_full_while_a_file_is_merged_leaves_all_as_it_was(
    folder: Path, room: int
) -> None:
    list(Archive(folder).outcomes())
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    with no_room_beyond(room), pytest.raises(OSError, match="File too large"):
        list(Archive(folder).compact(THIS_MONTH))
    left = {name: (folder / name).read_bytes() for name in names(folder)}
    acme = {name for name in before if "acme" in name and "/202610" in name}
    assert left.items() >= {name: before[name] for name in acme}.items()
    assert not [name for name in left if name.endswith(".part")]
    list(Archive(folder).compact(THIS_MONTH))
    assert len(names(folder)) == 9


# --- the command ----------------------------------------------------------------------------------


def compact(home: Path, *options: str) -> list[str]:
    done = CliRunner().invoke(
        cardkeep, ["--home", str(home), "archive", "compact", *options], standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return done.stdout.splitlines()


def test_the_command_says_what_it_saved(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 30, tzinfo=UTC))
    home = folder.parent
    planned = compact(home, "--dry-run")
    assert "62 files" in planned[1]
    assert "would become about" in planned[1]
    done = compact(home)
    assert [line.partition(" of ")[0] for line in done] == [
        "2026-09: 6 files",
        "2026-10: 62 files",
        "68 files",
    ]
    assert "are now 4 of" in done[-1]
    assert done[-1].endswith("60 pages that came again unchanged are stored once")
    assert compact(home) == ["there is nothing to merge"]


def test_the_command_waits_for_no_writer(folder: Path) -> None:
    before = names(folder)
    with Warehouse(folder.parent), pytest.raises(Locked):
        compact(folder.parent)
    assert names(folder) == before


def test_the_command_tells_of_damage_at_the_end(folder: Path) -> None:
    path = folder / "2026-10" / "20261015T031500000000-refresh--acme.warc.gz"
    given_out(folder)
    body = path.read_bytes()
    path.write_bytes(body[:300] + b"\0" * 50 + body[350:])
    with pytest.raises(Partial, match="1 damaged files were left out"):
        compact(folder.parent)
    assert path.exists()
