"""A year of nights in the archive: what it takes, what `archive compact` makes of it, and how long
it takes to open.
"""

import hashlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spiders.archive import Archive, PageOutcome, warc

FIRST = datetime(2025, 11, 1, 3, 15, tzinfo=UTC)
NIGHTS, SOURCES = 365, 77
CHANGES = 0.05
"""Of a hundred nights a page of prices changes in five."""
BEFORE = "2026-11"


def run(scale: float = 1) -> None:
    nights = max(40, int(NIGHTS * scale))
    with tempfile.TemporaryDirectory() as folder:
        _one_source(Path(folder), nights)
    with tempfile.TemporaryDirectory() as folder:
        _many_files(Path(folder), nights, max(2, int(SOURCES * scale)))


def _one_source(folder: Path, nights: int) -> None:
    """A source of two pages: prices of 150 KB that change now and then, and news of 30 KB that
    change every night.
    """
    prices = _Page(150_000)
    for night in range(nights):
        if random.Random(night).random() < CHANGES:
            prices.change(night)
        _write_night(
            folder, night, "acme", {"prices": prices.body, "news": _Page(30_000, night).body}
        )
    before = _size(folder)
    print(f"  one source, {nights} nights: {before.files} files, {before.megabytes:.1f} MB")
    seconds = _timed(lambda: list(Archive(folder).compact(BEFORE)))
    after = _size(folder)
    saved = before.megabytes / after.megabytes
    print(
        f"  compacted: {after.files} files, {after.megabytes:.1f} MB, {saved:.1f} times less, "
        f"{seconds:.1f} CPU s"
    )


def _many_files(folder: Path, nights: int, sources: int) -> None:
    """Small pages of many sources: what counts is the number of files."""
    for night in range(nights):
        for number in range(sources):
            body = _Page(400, number).body
            _write_night(folder, night, f"source{number}", {"prices": body})
    print(f"  {sources} sources, {nights} nights: {_size(folder).files:,} files")
    known = _start(folder)
    seconds = _timed(lambda: list(Archive(folder).compact(BEFORE)))
    print(f"  compacted: {_size(folder).files:,} files, {seconds:.1f} CPU s")
    assert _start(folder) == known


def _start(folder: Path) -> set[tuple[str, str]]:
    """Print how long an archive takes to open: without an index, with one, and where all is known."""
    known: set[tuple[str, str]] = set()

    def read_all() -> None:
        known.update((found.run_id, found.source) for found in Archive(folder).outcomes())

    (folder / "index.jsonl").unlink(missing_ok=True)
    print(f"    read all outcomes, no index    {_timed(read_all):6.2f} CPU s")
    print(f"    read all outcomes              {_timed(read_all):6.2f} CPU s")
    seconds = _timed(lambda: Archive(folder).outcomes(exclude=known))
    print(f"    a night: all but new are known {seconds:6.2f} CPU s")
    return known


class _Page:
    """A page of prices that can change in one place."""

    def __init__(self, size: int, seed: int = 0) -> None:
        chance = random.Random(seed)
        self._rows = [
            f"<tr><td>model-{chance.randrange(10**6)}<td>${chance.randrange(999) / 100}"
            for _ in range(size // 34)
        ]

    def change(self, seed: int) -> None:
        chance = random.Random(seed)
        self._rows[chance.randrange(len(self._rows))] = (
            f"<tr><td>model-{seed}<td>${chance.randrange(999) / 100}"
        )

    @property
    def body(self) -> bytes:
        return "\n".join(self._rows).encode()


class _Size:
    def __init__(self, paths: Iterator[Path]) -> None:
        sizes = [path.stat().st_size for path in paths]
        self.files = len(sizes)
        self.megabytes = sum(sizes) / 1e6


def _size(folder: Path) -> _Size:
    return _Size(folder.rglob("*.warc.gz"))


def _timed(action: Callable[[], object]) -> float:
    began = time.process_time()
    action()
    return time.process_time() - began


def _write_night(folder: Path, night: int, source: str, pages: dict[str, bytes]) -> None:
    """A sealed file as ArchiveWriter writes it, but that it is not synced: there are many."""
    seen_at = FIRST + timedelta(days=night)
    run_id = f"{seen_at:%Y%m%dT%H%M%S}000000-refresh"
    raw = [warc.to_bytes("warcinfo", url="", date=seen_at, block=b"software: cardkeep\r\n")[1]]
    for document, body in pages.items():
        url = f"https://{source}.example/{document}"
        headers = [("Date", f"{seen_at:%c}"), ("Content-Type", "text/html")]
        record_id, response = warc.to_bytes(
            "response", url=url, date=seen_at, block=body, http=("200 OK", headers)
        )
        outcome = PageOutcome(
            run_id=run_id,
            source=source,
            document=document,
            kind="pricing",
            url=url,
            final_url=url,
            seen_at=seen_at,
            precision="second",
            form="fetched",
            outcome="ok",
            detail="",
            http_status=200,
            sha256=hashlib.sha256(body).hexdigest(),
            bytes=len(body),
            media_type="text/html",
            etag="",
            last_modified="",
            record_id=record_id,
        )
        metadata = warc.to_bytes(
            "metadata", url=url, date=seen_at, block=outcome.model_dump_json().encode()
        )
        raw += [response, metadata[1]]
    raw.append(warc.closing_record(len(raw)))
    path = folder / f"{seen_at:%Y-%m}" / f"{run_id}--{source}.warc.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"".join(map(warc.compress, raw)))
