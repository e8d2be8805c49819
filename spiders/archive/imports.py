"""Imports pages that others recorded into the archive, as resources with a form, an origin and a
date.

The manifest is a table of tab-separated values with the columns of COLUMNS. A page is seen on the
day it was captured, never on the day of the import, so the order of imports does not matter.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple, cast

from spiders.archive.folder import Archive
from spiders.archive.outcome import Form, PageOutcome
from spiders.archive.writer import ArchiveWriter
from spiders.block_detection import detect_block
from spiders.claims import Frozen, Link

COLUMNS = (
    "path",
    "source",
    "kind",
    "form",
    "url",
    "captured_on",
    "bytes",
    "sha256",
    "origin",
    "note",
)
FORMS: tuple[Form, ...] = ("verbatim", "rendered", "reduced")
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".mdx": "text/markdown",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}
_NOT_YET_WRITTEN = "<urn:uuid:00000000-0000-0000-0000-000000000000>"

SourceLocator = Callable[[str], tuple[str, Link] | None]
"""Which source reads a url, and which of its links the url belongs to."""


class ImportSummary(Frozen):
    """The results of the rows of a manifest."""

    imported: int
    already_there: int
    skipped: dict[str, int]
    """Rows that are not for us, by reason."""
    refused: list[str]
    """Rows that contradict themselves or their file: the line, the path, what was expected, what
    was found.
    """


class _RowSkipped(Exception):
    """A row that is not for us."""


class _RowRefused(Exception):
    """A row that contradicts itself or its file."""


class _Capture(NamedTuple):
    source: str
    link: Link
    row: dict[str, str]
    body: bytes
    seen_at: datetime


def import_manifest(
    archive: Archive, manifest: Path, *, run_id: str, locate: SourceLocator
) -> ImportSummary:
    """Import the rows of a manifest into the archive, one file per source. Importing again adds
    nothing.
    """
    known = {_key(outcome) for outcome in archive.outcomes() if outcome.form != "fetched"}
    imported = 0
    already_there = 0
    skipped: Counter[str] = Counter()
    refused: list[str] = []
    writers: dict[str, ArchiveWriter] = {}
    with ExitStack() as sealing:
        for line, row in _rows(manifest):
            try:
                capture = _read_capture(manifest.parent, row, locate)
            except _RowSkipped as reason:
                skipped[str(reason)] += 1
                continue
            except _RowRefused as error:
                refused.append(
                    f"{manifest.name} line {line}, {row['path']}: {error}; this row was left out"
                )
                continue
            outcome = _outcome(run_id, capture)
            if _key(outcome) in known:
                already_there += 1
                continue
            known.add(_key(outcome))
            if capture.source not in writers:
                writers[capture.source] = sealing.enter_context(
                    archive.writer(run_id, capture.source)
                )
            _write(writers[capture.source], capture, outcome)
            imported += 1
    return ImportSummary(
        imported=imported, already_there=already_there, skipped=dict(skipped), refused=refused
    )


def _write(writer: ArchiveWriter, capture: _Capture, outcome: PageOutcome) -> None:
    record_id = writer.write_resource(
        url=outcome.final_url,
        seen_at=outcome.seen_at,
        body=capture.body,
        media_type=outcome.media_type,
        form=outcome.form,
        origin=capture.row["origin"],
        note=capture.row["note"],
    )
    writer.write_outcome(outcome.model_copy(update={"record_id": record_id}))


def _rows(manifest: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with manifest.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        missing = sorted(set(COLUMNS) - set(reader.fieldnames or ()))
        if missing:
            raise ValueError(
                f"{manifest}: expected the columns {', '.join(COLUMNS)}, found none of {', '.join(missing)}"
            )
        for line, row in enumerate(reader, start=2):
            yield line, {name: row[name] for name in COLUMNS}


def _read_capture(folder: Path, row: dict[str, str], locate: SourceLocator) -> _Capture:
    """What a row points to. Raises _RowSkipped if it is not for us, _RowRefused if it is wrong."""
    if row["form"] not in FORMS:
        raise _RowSkipped(f"the form {row['form']} is not imported")
    if not row["url"]:
        raise _RowSkipped("no url")
    located = locate(row["url"])
    if located is None:
        raise _RowSkipped("no source reads the url")
    seen_at = _captured_at(row["captured_on"])
    return _Capture(*located, row, _body(folder, row), seen_at)


def _captured_at(day: str) -> datetime:
    """The beginning of the day of capture, UTC. Raises _RowRefused."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise _RowRefused(f"expected a day such as 2026-02-06 in captured_on, found {day!r}")
    try:
        captured = date.fromisoformat(day)
    except ValueError:
        raise _RowRefused(f"expected a day of the calendar in captured_on, found {day!r}") from None
    return datetime.combine(captured, time(), UTC)


def _body(folder: Path, row: dict[str, str]) -> bytes:
    """The recorded file, whose length and digest are as the row says. Raises _RowRefused."""
    path = (folder / row["path"]).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _RowRefused("expected a path inside the manifest's folder")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise _RowRefused(
            f"expected a file, found none that can be read ({error.strerror})"
        ) from None
    if str(len(body)) != row["bytes"]:
        raise _RowRefused(f"expected {row['bytes'] or 'no number of'} bytes, found {len(body)}")
    sha256 = hashlib.sha256(body).hexdigest()
    if sha256 != row["sha256"]:
        raise _RowRefused(f"expected the sha256 {row['sha256'] or '(none)'}, found {sha256}")
    return body


def _outcome(run_id: str, capture: _Capture) -> PageOutcome:
    link, row = capture.link, capture.row
    block = detect_block(row["url"], 200, _media_type(row), capture.body)
    return PageOutcome(
        run_id=run_id,
        source=capture.source,
        document=link.document,
        kind=link.kind,
        url=link.url,
        final_url=row["url"],
        seen_at=capture.seen_at,
        precision="day",
        form=_form(row),
        outcome="blocked" if block else "ok",
        detail=block or "",
        http_status=None,
        sha256=row["sha256"],
        bytes=len(capture.body),
        media_type=_media_type(row),
        etag="",
        last_modified="",
        record_id=_NOT_YET_WRITTEN,
    )


def _key(outcome: PageOutcome) -> tuple[str, str, str, datetime, str]:
    return (
        outcome.source,
        outcome.document,
        outcome.final_url,
        outcome.seen_at,
        outcome.sha256 or "",
    )


def _media_type(row: dict[str, str]) -> str:
    """The media type by the name of the file: what its server said is not known."""
    return MEDIA_TYPES.get(Path(row["path"]).suffix, "")


def _form(row: dict[str, str]) -> Form:
    return cast(Form, row["form"])  # one of FORMS, or the row was skipped
