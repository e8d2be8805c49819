"""Pages that others recorded: taken in as what they are, once, and only if the manifest and the
file agree.
"""

import hashlib
import os
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.archive import Archive, ImportSummary, import_manifest
from spiders.archive.imports import COLUMNS, BadManifest
from spiders.claims import Link
from tests.support.faults import no_room_beyond
from tests.support.recorded_pages import recorded_folder

PRICING = Link(
    kind="pricing",
    url="https://acme.example/pricing.md",
    aliases=("https://old.acme.example/pricing.md",),
)
MODELS = Link(kind="models", url="https://acme.example/models.json")
OTHER = Link(kind="list", url="https://other.example/list", document="catalog")
LINKS = {url: ("acme", link) for link in (PRICING, MODELS) for url in (link.url, *link.aliases)} | {
    OTHER.url: ("other", OTHER)
}


class Recorded:
    """A folder of recorded pages with its manifest."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.manifest = folder, folder / "MANIFEST.tsv"
        self.rows: list[dict[str, str]] = []

    def add(self, path: str = "a.md", body: bytes = b"| Model | $5 |\n", **columns: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(body)
        row = dict.fromkeys(COLUMNS, "") | {
            "path": path,
            "form": "verbatim",
            "url": PRICING.url,
            "captured_on": "2026-02-06",
            "bytes": str(len(body)),
            "sha256": hashlib.sha256(body).hexdigest(),
            "origin": "someone/else@0123",
            "note": "kept by someone else",
        }
        self.rows.append(row | columns)

    def write(self) -> Path:
        lines = [
            "\t".join(COLUMNS),
            *("\t".join(row[name] for name in COLUMNS) for row in self.rows),
        ]
        self.manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.manifest

    def into(self, archive: Archive, run_id: str = "import-1") -> ImportSummary:
        return import_manifest(archive, self.write(), run_id=run_id, locate=LINKS.get)


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    return Recorded(tmp_path / "recorded")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive")


def test_a_recorded_page_is_seen_on_its_day_of_capture(
    recorded: Recorded, archive: Archive
) -> None:
    recorded.add(form="reduced", url=PRICING.aliases[0])
    assert recorded.into(archive) == ImportSummary(
        imported=1, already_there=0, skipped={}, refused=[]
    )
    (found,) = archive.outcomes()
    assert (found.source, found.document, found.kind, found.url) == (
        "acme",
        "pricing",
        "pricing",
        PRICING.url,
    )
    assert found.final_url == PRICING.aliases[0]
    assert (found.seen_at, found.precision) == (datetime(2026, 2, 6, tzinfo=UTC), "day")
    assert (found.form, found.outcome, found.http_status) == ("reduced", "ok", None)
    assert (found.media_type, found.etag, found.last_modified) == ("text/markdown", "", "")
    assert archive.body(found.sha256 or "") == b"| Model | $5 |\n"
    assert list(archive.verify()) == []
    assert (
        archive.latest_ok("acme", "pricing", PRICING.url) is None
    )  # nothing to make a request conditional on


def test_a_second_import_adds_nothing(recorded: Recorded, archive: Archive) -> None:
    recorded.add("a.md")
    recorded.add("b.md", b"another day", captured_on="2026-02-07")
    recorded.add("again.md")
    assert (recorded.into(archive).imported, len(archive.outcomes())) == (2, 2)
    files = sorted(archive.folder.iterdir())
    again = recorded.into(archive, "import-2")
    assert (again.imported, again.already_there) == (0, 3)
    assert sorted(archive.folder.iterdir()) == files
    recorded.add("c.md", b"later", captured_on="2026-02-08")
    assert recorded.into(archive, "import-3").imported == 1


def test_one_file_an_import_and_source(recorded: Recorded, archive: Archive) -> None:
    recorded.add("a.md")
    recorded.add("b.json", b"{}", url=MODELS.url)
    recorded.add("c.csv", b"a,b", url=OTHER.url)
    recorded.into(archive)
    assert sorted(path.name for path in archive.folder.glob("*.gz")) == [
        "import-1--acme.warc.gz",
        "import-1--other.warc.gz",
    ]
    assert {found.document: found.media_type for found in archive.outcomes()} == {
        "pricing": "text/markdown",
        "models": "application/json",
        "catalog": "text/csv",
    }


def test_the_order_of_imports_does_not_matter(recorded: Recorded, tmp_path: Path) -> None:
    for day in range(1, 6):
        recorded.add(f"{day}.md", b"day %d" % day, captured_on=f"2026-02-0{day}")
    orders: list[list[str | None]] = []
    for name in ("forward", "backward"):
        archive = Archive(tmp_path / name)
        recorded.into(archive)
        orders.append([found.sha256 for found in archive.outcomes()])
        recorded.rows.reverse()
    assert orders[0] == orders[1]


def test_rows_that_are_not_for_us_are_counted_by_reason(
    recorded: Recorded, archive: Archive
) -> None:
    recorded.add("a.md", form="converted")
    recorded.add("b.md", form="truth")
    recorded.add("c.md", form="truth")
    recorded.add("d.md", url="")
    recorded.add("e.md", url="https://nobody.example/")
    assert recorded.into(archive).skipped == {
        "the form converted is not imported": 1,
        "the form truth is not imported": 2,
        "no url": 1,
        "no source reads the url": 1,
    }
    assert not archive.folder.exists()


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no date": ({"captured_on": ""}, "expected a day such as 2026-02-06 in captured_on, found ''"),
    "not a date": ({"captured_on": "last week"}, "found 'last week'"),
    "a month": ({"captured_on": "2026-02"}, "found '2026-02'"),
    "a week": ({"captured_on": "2026-W06-5"}, "found '2026-W06-5'"),
    "no such day": (
        {"captured_on": "2026-02-30"},
        "expected a day of the calendar in captured_on, found '2026-02-30'",
    ),
    "wrong length": ({"bytes": "14"}, "expected 14 bytes, found 15"),
    "no length": ({"bytes": ""}, "expected no number of bytes, found 15"),
    "wrong digest": ({"sha256": "0" * 64}, f"expected the sha256 {'0' * 64}, found "),
    "no file": ({"path": "gone.md"}, "expected a file, found none that can be read"),
    "a day to come": (
        {"captured_on": "2099-01-01"},
        "expected a day that has begun in captured_on, found '2099-01-01'",
    ),
    "digits of another script": ({"captured_on": "٢٠٢٦-02-06"}, "expected a day such as"),
    "a pipe": ({"path": "pipe"}, "expected a file, found a folder, a pipe or a device"),
    "a folder": ({"path": "."}, "expected a file, found a folder, a pipe or a device"),
    "a loop": ({"path": "loop"}, "expected the path of a file, found one that leads nowhere"),
    "a huge file": ({"path": "huge"}, "expected at most 67108864 bytes, found 67108865"),
    "a long name": ({"path": "n" * 300}, "expected a file, found none that can be read"),
    "a NUL": ({"path": "bad\0.md"}, "expected no control characters in path, found 'bad\\x00.md'"),
    "an escape": ({"note": "\x1b[2J"}, "expected no control characters in note"),
    "a long field": (
        {"origin": "o" * 300_000},
        "expected at most 2000 characters in origin, found 300000",
    ),
    "a path outside": ({"path": "../secret.md"}, "expected a path inside the manifest's folder"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_row_that_contradicts_itself_is_refused_and_nothing_goes_in(
    recorded: Recorded, archive: Archive, reason: str
) -> None:
    columns, message = REFUSED[reason]
    recorded.folder.mkdir()
    (recorded.folder.parent / "secret.md").write_bytes(b"| Model | $5 |\n")
    os.mkfifo(recorded.folder / "pipe")
    (recorded.folder / "loop").symlink_to("loop")
    with (recorded.folder / "huge").open("wb") as huge:
        huge.truncate(64 * 2**20 + 1)
    recorded.add("good.md", b"good")
    recorded.add("bad.md")
    recorded.rows[-1] |= columns
    recorded.add("also-good.md", b"also good")
    summary = recorded.into(archive)
    assert summary.imported == 0
    (refused,) = summary.refused
    path = columns.get("path", "bad.md")[:200]
    assert refused.startswith(f"MANIFEST.tsv line 3, {path!r}: ")
    assert message in refused
    assert not archive.folder.exists()


def test_a_page_of_tomorrow_is_taken_and_one_after_that_is_not(
    recorded: Recorded, archive: Archive
) -> None:
    now = datetime(2026, 2, 6, 12, tzinfo=UTC)
    recorded.add("a.md", captured_on="2026-02-07")
    summary = import_manifest(archive, recorded.write(), run_id="i1", locate=LINKS.get, now=now)
    assert (summary.imported, summary.refused) == (1, [])
    recorded.add("b.md", b"b", captured_on="2026-02-08")
    summary = import_manifest(archive, recorded.write(), run_id="i2", locate=LINKS.get, now=now)
    assert (summary.imported, len(summary.refused)) == (0, 1)


def test_a_full_disk_lets_no_page_in(recorded: Recorded, archive: Archive) -> None:
    recorded.add("a.md")
    recorded.add("b.json", random.Random(1).randbytes(20_000), url=MODELS.url)
    recorded.add("c.csv", random.Random(2).randbytes(20_000), url=OTHER.url)
    recorded.write()
    with no_room_beyond(10_000), pytest.raises(OSError, match="File too large"):
        import_manifest(archive, recorded.manifest, run_id="import-1", locate=LINKS.get)
    assert archive.salvage() == []
    assert archive.outcomes() == []
    assert recorded.into(archive).imported == 3


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"path\tsource\n", None])
def test_what_is_no_manifest_is_refused(
    tmp_path: Path, archive: Archive, content: bytes | None
) -> None:
    path = tmp_path / "MANIFEST.tsv"
    if content is None:
        os.mkfifo(path)
    else:
        path.write_bytes(content)
    with pytest.raises(BadManifest):
        import_manifest(archive, path, run_id="import-1", locate=LINKS.get)


def test_a_recorded_wall_is_no_page(recorded: Recorded, archive: Archive) -> None:
    recorded.add("wall.html", b"<!doctype html><title>Just a moment...</title>", url=OTHER.url)
    recorded.into(archive)
    (found,) = archive.outcomes()
    assert found.outcome == "blocked"
    assert "Just a moment" in found.detail


def test_a_manifest_with_other_columns_is_refused_as_a_whole(
    recorded: Recorded, archive: Archive
) -> None:
    recorded.add()
    path = recorded.write()
    path.write_text(path.read_text().replace("captured_on", "date"))
    with pytest.raises(ValueError, match="found none of captured_on"):
        import_manifest(archive, path, run_id="import-1", locate=LINKS.get)
    assert not archive.folder.exists()


@pytest.mark.recorded
def test_every_page_recorded_with_a_url_goes_in(archive: Archive) -> None:
    def locate(url: str) -> tuple[str, Link]:
        return "any", Link(kind="page", url=url, document=url)

    folder = recorded_folder()
    assert folder is not None
    manifest = folder / "MANIFEST.tsv"
    summary = import_manifest(archive, manifest, run_id="import-1", locate=locate)
    assert summary.refused == []
    assert summary.imported > 150
    assert {found.outcome for found in archive.outcomes()} == {"ok"}
    assert list(archive.verify()) == []
    assert import_manifest(archive, manifest, run_id="import-2", locate=locate).imported == 0
