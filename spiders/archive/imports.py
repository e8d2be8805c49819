"""Imports pages that others recorded into the archive, as resources with a form, an origin and a
date.

The manifest is a table of tab-separated values with the columns of COLUMNS. A page is seen on the
day it was captured, never on the day of the import, so the order of imports does not matter.

Every row is read before anything is written: one that is refused lets none in.
"""

import hashlib
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import zip_longest
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
FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file that is imported, and of the largest manifest."""
FIELD_LIMIT = 2000
"""Characters of the longest field."""
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
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
    was found. Where there are any, nothing was imported.
    """


class BadManifest(ValueError):
    """A manifest that cannot be read as one."""

    exit_code = 1
    code = "bad-manifest"


class _RowSkipped(Exception):
    """A row that is not for us."""


class _RowRefused(Exception):
    """A row that contradicts itself or its file."""


class _Capture(NamedTuple):
    source: str
    row: dict[str, str]
    path: Path
    outcome: PageOutcome


def import_manifest(
    archive: Archive,
    manifest: Path,
    *,
    run_id: str,
    locate: SourceLocator,
    now: datetime | None = None,
) -> ImportSummary:
    """Import the rows of a manifest into the archive, one file per source: all that are for us, or
    none where one is refused. Importing again adds nothing.

    Raises BadManifest, OSError where the archive cannot be written.
    """
    until = (now or datetime.now(UTC)) + timedelta(days=1)
    known = {_key(outcome) for outcome in archive.outcomes() if outcome.form != "fetched"}
    new: list[_Capture] = []
    already_there = 0
    skipped: Counter[str] = Counter()
    refused: list[str] = []
    for line, row in _rows(manifest):
        try:
            capture = _read_capture(manifest.parent, row, run_id, locate, until)
        except _RowSkipped as reason:
            skipped[str(reason)] += 1
            continue
        except _RowRefused as error:
            refused.append(f"{manifest.name} line {line}, {row['path'][:200]!r}: {error}")
            continue
        if _key(capture.outcome) in known:
            already_there += 1
            continue
        known.add(_key(capture.outcome))
        new.append(capture)
    if not refused:
        _write_all(archive, run_id, new)
    return ImportSummary(
        imported=0 if refused else len(new),
        already_there=already_there,
        skipped=dict(skipped),
        refused=refused,
    )


def _write_all(archive: Archive, run_id: str, captures: list[_Capture]) -> None:
    """Write one file per source. Where one cannot be written, none is kept that is not sealed."""
    writers: dict[str, ArchiveWriter] = {}
    try:
        for capture in captures:
            if capture.source not in writers:
                writers[capture.source] = archive.writer(run_id, capture.source)
            _write(writers[capture.source], capture)
        for writer in writers.values():
            writer.seal()
    finally:
        for writer in writers.values():
            writer.discard()


def _write(writer: ArchiveWriter, capture: _Capture) -> None:
    outcome = capture.outcome
    body = capture.path.read_bytes()
    if hashlib.sha256(body).hexdigest() != outcome.sha256:
        raise BadManifest(f"{capture.path} changed while it was imported; nothing was imported")
    record_id = writer.write_resource(
        url=outcome.final_url,
        seen_at=outcome.seen_at,
        body=body,
        media_type=outcome.media_type,
        form=outcome.form,
        origin=capture.row["origin"],
        note=capture.row["note"],
    )
    writer.write_outcome(outcome.model_copy(update={"record_id": record_id}))


def _rows(manifest: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and the columns of each line after the header. A field that a line lacks is empty.
    Raises BadManifest.
    """
    if not manifest.is_file() or manifest.stat().st_size > FILE_LIMIT:
        raise BadManifest(f"{manifest}: expected a file of at most {FILE_LIMIT} bytes")
    try:
        header, *lines = manifest.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise BadManifest(f"{manifest}: expected UTF-8, found {error.reason}") from None
    names = header.rstrip("\r").split("\t")
    missing = sorted(set(COLUMNS) - set(names))
    if missing:
        raise BadManifest(
            f"{manifest}: expected the columns {', '.join(COLUMNS)}, found none of "
            f"{', '.join(missing)}"
        )
    for number, line in enumerate(lines, start=2):
        if line.strip():
            fields = dict(zip_longest(names, line.rstrip("\r").split("\t"), fillvalue=""))
            yield number, {name: fields[name] for name in COLUMNS}


def _read_capture(
    folder: Path, row: dict[str, str], run_id: str, locate: SourceLocator, until: datetime
) -> _Capture:
    """What a row points to. Raises _RowSkipped if it is not for us, _RowRefused if it is wrong."""
    if row["form"] not in FORMS:
        raise _RowSkipped(f"the form {row['form'][:40]} is not imported")
    if not row["url"]:
        raise _RowSkipped("no url")
    located = locate(row["url"])
    if located is None:
        raise _RowSkipped("no source reads the url")
    _check_text(row)
    seen_at = _captured_at(row["captured_on"], until)
    path = _path(folder, row["path"])
    body = _body(path, row)
    source, link = located
    return _Capture(source, row, path, _outcome(run_id, source, link, row, body, seen_at))


def _check_text(row: dict[str, str]) -> None:
    """Raises _RowRefused for a field that is no line of text of a sensible length."""
    for name, value in row.items():
        if len(value) > FIELD_LIMIT:
            raise _RowRefused(
                f"expected at most {FIELD_LIMIT} characters in {name}, found {len(value)}"
            )
        if _CONTROL.search(value):
            raise _RowRefused(f"expected no control characters in {name}, found {value!r}")


def _captured_at(day: str, until: datetime) -> datetime:
    """The beginning of the day of capture, UTC. Raises _RowRefused."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII):
        raise _RowRefused(f"expected a day such as 2026-02-06 in captured_on, found {day!r}")
    try:
        captured = date.fromisoformat(day)
    except ValueError:
        raise _RowRefused(f"expected a day of the calendar in captured_on, found {day!r}") from None
    captured_at = datetime.combine(captured, time(), UTC)
    if captured_at > until:
        raise _RowRefused(
            f"expected a day that has begun in captured_on, found {day!r}: a page from the future "
            "would "
            "stand before every later one"
        )
    return captured_at


def _path(folder: Path, name: str) -> Path:
    """The recorded file, inside the manifest's folder. Raises _RowRefused."""
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError) as error:  # too long, or a loop of links
        raise _RowRefused(
            f"expected the path of a file, found one that leads nowhere ({error})"
        ) from None
    if not path.is_relative_to(folder.resolve()):
        raise _RowRefused("expected a path inside the manifest's folder")
    return path


def _body(path: Path, row: dict[str, str]) -> bytes:
    """The recorded bytes, whose length and digest are as the row says. Raises _RowRefused."""
    try:
        found = path.stat()
    except OSError as error:
        raise _RowRefused(
            f"expected a file, found none that can be read ({error.strerror})"
        ) from None
    if not stat.S_ISREG(found.st_mode):
        raise _RowRefused("expected a file, found a folder, a pipe or a device")
    if found.st_size > FILE_LIMIT:
        raise _RowRefused(f"expected at most {FILE_LIMIT} bytes, found {found.st_size}")
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


def _outcome(
    run_id: str, source: str, link: Link, row: dict[str, str], body: bytes, seen_at: datetime
) -> PageOutcome:
    block = detect_block(row["url"], 200, _media_type(row), body)
    return PageOutcome(
        run_id=run_id,
        source=source,
        document=link.document,
        kind=link.kind,
        url=link.url,
        final_url=row["url"],
        seen_at=seen_at,
        precision="day",
        form=_form(row),
        outcome="blocked" if block else "ok",
        detail=block or "",
        http_status=None,
        sha256=row["sha256"],
        bytes=len(body),
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
