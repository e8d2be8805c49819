"""Writes the file of one run and source. It is open and uncompressed while it grows, is sealed
once, and is then never touched.

A file is sealed in an order that a crash cannot break: sync the open file, write the compressed one
under another name, sync it, rename it, sync the folder, and only then delete the open one.
"""

import fcntl
import io
import os
import re
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from spiders.archive import warc
from spiders.archive.file_names import (
    OPEN_SUFFIX,
    PART_SUFFIX,
    SEALED_SUFFIX,
    MonthOfSource,
    all_files,
    merged_files,
    month_of_run,
)
from spiders.archive.outcome import Form, PageOutcome


class ArchiveBusy(Exception):
    """The file of this run and source exists already, or another process is writing it."""

    exit_code = 7
    code = "locked"


class SealResult(NamedTuple):
    """The sealed file, its records, and the bytes cut off at its end. Without any whole record
    there is no file.
    """

    path: Path
    records: int
    cut_bytes: int


class ArchiveWriter:
    """Writes the records of one run and source. A context manager: sealed on a clean exit,
    otherwise left open.
    """

    def __init__(self, folder: Path, run_id: str, source: str) -> None:
        for name, value in (("run_id", run_id), ("source", source)):
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", value) or "--" in value:
                raise ValueError(
                    f"{name} becomes part of a file name: expected letters, digits, . _ and "
                    f"single -, found {value!r}"
                )
        month = month_of_run(run_id)
        merged = merged_files(folder, MonthOfSource(month, source)) if month else []
        folder /= month
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            sync_folder(folder.parent)
        self.run_id, self.source = run_id, source
        self.path = folder / f"{run_id}--{source}{OPEN_SUFFIX}"
        if sealed_path(self.path).exists():
            raise ArchiveBusy(
                f"{sealed_path(self.path)} is sealed and is never appended to; start a run with "
                "another run_id"
            )
        for path in merged:
            if sealed_path(self.path).name in warc.held_files(path):
                raise ArchiveBusy(f"{path} holds this run; start a run with another run_id")
        self._file = _create_locked(self.path)
        self._written: set[tuple[str, ...]] = set()
        self._broken: OSError | None = None
        info = f"software: cardkeep\r\nformat: WARC File Format 1.1\r\nisPartOf: {run_id}\r\ndescription: {source}\r\n"
        self._append(
            "warcinfo",
            url="",
            date=datetime.now(UTC),
            block=info.encode(),
            content_type="application/warc-fields",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.seal()
        finally:
            self._file.close()

    def write_response(
        self,
        *,
        url: str,
        seen_at: datetime,
        status: str,
        headers: Iterable[tuple[str, str]],
        body: bytes,
    ) -> str:
        """One HTTP exchange, the body still content-encoded. Returns the record's id. `status` is
        like "200 OK".
        """
        return self._append("response", url=url, date=seen_at, block=body, http=(status, headers))

    def write_revisit(
        self,
        *,
        url: str,
        seen_at: datetime,
        status: str,
        headers: Iterable[tuple[str, str]],
        earlier: PageOutcome,
    ) -> str:
        """A 304: the page of `earlier` still stands."""
        refers = {
            "WARC-Profile": warc.NOT_MODIFIED,
            "WARC-Refers-To": earlier.record_id,
            "WARC-Refers-To-Target-URI": earlier.final_url,
            "WARC-Refers-To-Date": earlier.seen_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return self._append(
            "revisit",
            url=url,
            date=seen_at,
            block=b"",
            http=(status, headers),
            extra_headers=refers,
        )

    def write_resource(
        self,
        *,
        url: str,
        seen_at: datetime,
        body: bytes,
        media_type: str,
        form: Form,
        origin: str,
        note: str = "",
    ) -> str:
        """A page recorded elsewhere. It has no HTTP headers, and none are invented."""
        about = {
            "WARC-Cardkeep-Form": form,
            "WARC-Cardkeep-Origin": origin,
            "WARC-Cardkeep-Note": note,
        }
        return self._append(
            "resource",
            url=url,
            date=seen_at,
            block=body,
            content_type=media_type or "application/octet-stream",
            extra_headers={name: value for name, value in about.items() if value},
        )

    def write_outcome(self, outcome: PageOutcome) -> None:
        """Write how a planned link ended. Raises ValueError for a second outcome of one link in one
        run.
        """
        if outcome.retrieval in self._written:
            raise ValueError(
                f"{outcome.url} (document {outcome.document!r}) has an outcome in "
                f"{self.path.name} already"
            )
        if (outcome.run_id, outcome.source) != (self.run_id, self.source):
            raise ValueError(
                f"an outcome of {outcome.run_id}, {outcome.source} does not belong in "
                f"{self.path.name}"
            )
        refers = {"WARC-Refers-To": outcome.record_id} if outcome.record_id else {}
        # Only lists have a next page: outcomes of others are as every version writes them.
        body = outcome.model_dump_json(exclude_defaults=True).encode()
        self._append(
            "metadata",
            url=outcome.url,
            date=outcome.seen_at,
            block=body,
            content_type="application/json",
            extra_headers=refers,
        )
        self._written.add(outcome.retrieval)

    def seal(self) -> Path:
        """Close the file for good and return its final path. A second call does nothing."""
        if not self.path.exists():
            return sealed_path(self.path)
        if self._broken is not None:
            raise self._broken
        os.fsync(self._file.fileno())
        return _seal(self.path).path

    def discard(self) -> None:
        """Delete the file unless it is sealed: nothing of it was promised to be kept."""
        if not self._file.closed:
            self.path.unlink(missing_ok=True)
            self._file.close()

    def _append(
        self,
        kind: str,
        *,
        url: str,
        date: datetime,
        block: bytes,
        content_type: str = "",
        http: tuple[str, Iterable[tuple[str, str]]] | None = None,
        extra_headers: dict[str, str] | None = None,
    ) -> str:
        if self._broken is not None:
            raise self._broken
        record_id, raw = warc.to_bytes(
            kind,
            url=url,
            date=date,
            block=block,
            content_type=content_type,
            http=http,
            extra_headers=extra_headers,
        )
        end = self._file.tell()
        rest = memoryview(raw)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            # Half a record would spoil every record after it.
            with suppress(OSError):
                os.ftruncate(self._file.fileno(), end)
            self._broken = error
            raise
        return record_id


def sealed_path(open_path: Path) -> Path:
    return open_path.with_name(open_path.name.removesuffix(OPEN_SUFFIX) + SEALED_SUFFIX)


def _open_files(folder: Path) -> list[Path]:
    """Whatever else has the name of one, such as a pipe, is passed over: reading it may never end."""
    return [path for path in all_files(folder, OPEN_SUFFIX) if path.is_file()]


def files_in_use(folder: Path) -> list[Path]:
    """The open files that another process writes."""
    in_use: list[Path] = []
    for path in _open_files(folder):
        try:
            with _locked(path):
                pass
        except ArchiveBusy:
            in_use.append(path)
        except FileNotFoundError:
            continue  # sealed meanwhile
    return in_use


def salvage_open_files(folder: Path) -> list[SealResult]:
    """Seal what dead runs left open, each file up to its last whole record. A file in use is not
    touched.
    """
    salvaged: list[SealResult] = []
    for path in _open_files(folder):
        with suppress(ArchiveBusy, FileNotFoundError), _locked(path):
            salvaged.append(_seal(path))
    return salvaged


def _seal(path: Path) -> SealResult:
    """Compress the whole records of an open file, which the caller has locked, into its sealed
    form, and delete it.
    """
    part = path.with_name(path.name.removesuffix(OPEN_SUFFIX) + PART_SUFFIX)
    try:
        records, cut_bytes = _compress(path, part)
        if records and sealed_path(path).exists():
            _check_sealed(sealed_path(path), records)
        elif records:
            part.rename(sealed_path(path))
            sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
    path.unlink()
    sync_folder(path.parent)
    return SealResult(sealed_path(path), records, cut_bytes)


def _compress(path: Path, part: Path) -> tuple[int, int]:
    records = cut_bytes = 0
    with path.open("rb") as file, part.open("wb") as out:
        for found in warc.scan_open(file, path.name):
            if found.record is None:
                cut_bytes = found.length
                break
            out.write(warc.compress(found.raw))
            records += 1
        out.write(warc.compress(warc.closing_record(records)))
        out.flush()
        os.fsync(out.fileno())
    return records, cut_bytes


def _check_sealed(sealed: Path, records: int) -> None:
    """Check that a sealed file is whole. A crash after the rename leaves both files, and the open
    one is deleted only then. Raises ArchiveDamaged.
    """
    whole = sum(found.record is not None for found in warc.scan_sealed(sealed))
    if whole != records + 1:  # the closing one
        expected = f"the {records} records that were open, and a closing one"
        raise warc.ArchiveDamaged(warc.Damage(sealed.name, 0, expected, f"{whole} whole ones"))


def _create_locked(path: Path) -> io.FileIO:
    try:
        file = path.open("xb", buffering=0)
    except FileExistsError:
        hint = (
            "another process writes it, or a dead run left it; Archive.salvage() seals the latter"
        )
        raise ArchiveBusy(f"{path} exists: {hint}") from None
    try:
        _lock(file, path)
    except (ArchiveBusy, FileNotFoundError):
        file.close()
        raise ArchiveBusy(
            f"{path} was taken for the file of a dead run in the moment it was made; try again"
        ) from None
    return file


@contextmanager
def _locked(path: Path) -> Generator[None]:
    with path.open("rb+", buffering=0) as file:
        _lock(file, path)
        yield


def _lock(file: io.FileIO, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveBusy(f"{path} is in use") from None
    if not os.fstat(file.fileno()).st_nlink:
        # Its last owner sealed and deleted it while we opened it.
        raise FileNotFoundError(path)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
