"""Writes and reads WARC records. warcio writes them; this module reads them, more strictly than
warcio does.

To warcio a record cut short is no error and an unchecked digest no verdict. Here a record is read
only if it is framed to the byte, its digest was computed and agrees, and its gzip member ends where
the index says.
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import warcio.statusandheaders as warcio_headers
import warcio.warcwriter as warcio_writer

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
RECORD_LIMIT = 128 * 2**20
_BLOCK_END = b"\r\n\r\n"
_GZIP_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 64 * 1024
_WARC_FIELDS = "application/warc-fields"
_HOLDS = "holds: "
_FIRST_BYTES = 2**20
"""Room for the names of tens of thousands of files, compressed."""
_PROFILE = "WARC-Profile"

HttpHeaders = Iterable[tuple[str, str]]


class Damage(NamedTuple):
    """A place in the archive that is not as it was written. `offset` is in bytes."""

    file: str
    offset: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.file} at byte {self.offset}: expected {self.expected}, found {self.found}"


class ArchiveDamaged(Exception):
    """Archived bytes cannot be given out, because they are not what was archived."""

    exit_code = 1
    code = "archive-damaged"

    def __init__(self, damage: Damage) -> None:
        self.damage = damage
        super().__init__(
            f"the archive is damaged: {damage}; nothing was changed; put the file back from a copy, or accept the loss "
            "with `cardkeep archive reindex`, which keeps every whole record"
        )


class _Unreadable(Exception):
    """Bytes that are not one whole record."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected, self.found = expected, found


class WarcRecord(NamedTuple):
    """A record as it stands in a file: header names in lower case, and the block."""

    headers: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("warc-type", "")

    @property
    def record_id(self) -> str:
        return self.headers.get("warc-record-id", "")

    @property
    def first_copy(self) -> str:
        """Of a repeat, the id of the record that holds its payload; otherwise empty."""
        if self.headers.get("warc-profile") != SAME_PAYLOAD:
            return ""
        return self.headers.get("warc-refers-to", "")

    @property
    def payload(self) -> tuple[bytes, str]:
        """The body, and its Content-Encoding."""
        if self.kind != "response":
            return self.block, ""
        head, _, body = self.block.partition(_BLOCK_END)
        found = re.search(rb"^content-encoding:([^\r]*)", head, re.IGNORECASE | re.MULTILINE)
        return body, found[1].decode("latin-1").strip() if found else ""


class ScannedRecord(NamedTuple):
    """A part of a file: a record, or what is wrong with it. `raw` is the record without
    compression.
    """

    offset: int
    length: int
    record: WarcRecord | None
    raw: bytes = b""
    damage: Damage | None = None


# --- writing ------------------------------------------------------------------------------------------------------


class _Writer(warcio_writer.WARCWriter):
    # The block's digest covers the payload; a digest for each would cost a tenth of a crawl.
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "response", "revisit", "resource", "metadata")


def to_bytes(
    kind: str,
    *,
    url: str,
    date: datetime,
    block: bytes,
    content_type: str = "",
    http: tuple[str, HttpHeaders] | None = None,
    extra_headers: dict[str, str] | None = None,
) -> tuple[str, bytes]:
    """The id and the bytes of a new record. `http` is the status line after the protocol, and the
    headers.
    """
    out = BytesIO()
    writer = cast(Any, _Writer(out, gzip=False, warc_version="1.1"))
    headers = {"WARC-Date": date.strftime("%Y-%m-%dT%H:%M:%SZ")} | (extra_headers or {})
    record = writer.create_warc_record(
        _one_line(url),
        kind,
        payload=BytesIO(block),
        length=len(block),
        warc_content_type=content_type,
        warc_headers_dict={name: _one_line(value) for name, value in headers.items()},
        http_headers=_status_and_headers(*http) if http else None,
    )
    writer.write_record(record)
    return cast(str, record.rec_headers.get_header("WARC-Record-ID")), out.getvalue()


def closing_record(records: int) -> bytes:
    """The bytes of the record that ends a sealed file. It has the number of records before it, so
    that a cut between two records is noticed.
    """
    block = f"records: {records}\r\n".encode()
    _, raw = to_bytes(
        "warcinfo", url="", date=datetime.now(UTC), block=block, content_type=_WARC_FIELDS
    )
    return raw


def is_closing_record(record: WarcRecord | None, records: int) -> bool:
    """Whether this is the closing record of a file with so many records before it."""
    return (
        record is not None
        and record.kind == "warcinfo"
        and record.block == f"records: {records}\r\n".encode()
    )


def merged_record(month: str, source: str, holds: Iterable[str]) -> bytes:
    """The bytes of the record that begins a merged file. It has the names of the files it holds."""
    lines = ["software: cardkeep", "format: WARC File Format 1.1", f"isPartOf: {month}"]
    lines += [f"description: {source}", *(f"{_HOLDS}{name}" for name in holds)]
    block = "".join(f"{line}\r\n" for line in lines).encode()
    _, raw = to_bytes(
        "warcinfo", url="", date=datetime.now(UTC), block=block, content_type=_WARC_FIELDS
    )
    return raw


def to_repeat(raw: bytes, first: WarcRecord) -> bytes:
    """A record without its payload, which is that of `first`: a revisit as WARC defines it. A header
    of ours keeps what it was, so that `from_repeat` gives back its very bytes.
    """
    record = _parse(raw)
    payload, _ = record.payload
    block = record.block[: len(record.block) - len(payload)]
    about = {
        _PROFILE: SAME_PAYLOAD,
        "WARC-Refers-To": first.record_id,
        "WARC-Refers-To-Target-URI": first.headers["warc-target-uri"],
        "WARC-Refers-To-Date": first.headers["warc-date"],
        "WARC-Payload-Digest": _digest(payload),
        "WARC-Cardkeep-Was": f"{record.kind} {record.headers['warc-block-digest']}",
    }
    lines = "".join(f"\r\n{name}: {value}" for name, value in about.items())
    head = _with_block(raw.partition(_BLOCK_END)[0], "revisit", _digest(block), len(block))
    return head + lines.encode() + _BLOCK_END + block + _BLOCK_END


def from_repeat(raw: bytes, payload: bytes) -> bytes:
    """The bytes of the record that `to_repeat` was given, if this is the payload that it had."""
    record = _parse(raw)
    kind, digest = record.headers["warc-cardkeep-was"].split()
    block = record.block + payload
    head = raw.partition(_BLOCK_END)[0].partition(f"\r\n{_PROFILE}: ".encode())[0]
    return _with_block(head, kind, digest, len(block)) + _BLOCK_END + block + _BLOCK_END


def is_repeat_of(record: WarcRecord, payload: bytes) -> bool:
    """Whether this is the payload that a record had before it became a repeat."""
    return record.headers["warc-cardkeep-was"].endswith(" " + _digest(record.block + payload))


def _with_block(head: bytes, kind: str, digest: str, length: int) -> bytes:
    """The headers of a record, with those that tell of its kind and block changed."""
    changed = {"WARC-Type": kind, "WARC-Block-Digest": digest, "Content-Length": str(length)}
    lines: list[bytes] = []
    for line in head.split(b"\r\n"):
        name = line.partition(b":")[0].decode("latin-1")
        lines.append(f"{name}: {changed[name]}".encode() if name in changed else line)
    return b"\r\n".join(lines)


def compress(raw: bytes) -> bytes:
    """A record as a gzip member of its own, so that it can be read without the records before it."""
    deflater = zlib.compressobj(5, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return deflater.compress(raw) + deflater.flush()


def _status_and_headers(status: str, headers: HttpHeaders) -> Any:
    safe = [(_one_line(name), _one_line(value)) for name, value in headers]
    return cast(Any, warcio_headers.StatusAndHeaders(status, safe, protocol="HTTP/1.1"))


def _one_line(text: str) -> str:
    # A line break in a value would let a server, or a manifest, write headers of its own.
    return " ".join(text.split("\n")).replace("\r", " ")


# --- reading ------------------------------------------------------------------------------------------------------


def read_at(path: Path, offset: int, length: int) -> WarcRecord:
    """The record in a sealed file at exactly this place. Raises ArchiveDamaged."""
    (record,) = read_places(path, [(offset, length)])
    return record


def read_places(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[WarcRecord]:
    """The records in a sealed file at exactly these places: offsets and lengths. Raises
    ArchiveDamaged.
    """
    offset = 0
    try:
        _require_file(path)
        with path.open("rb") as file:
            for offset, length in places:
                file.seek(offset)
                yield _parse_member(file.read(length), length)
    except FileNotFoundError:
        raise ArchiveDamaged(
            Damage(path.name, offset, "the file", "no file of this name")
        ) from None
    except _Unreadable as error:
        raise ArchiveDamaged(Damage(path.name, offset, error.expected, error.found)) from None


def parse_member(name: str, offset: int, length: int, member: bytes) -> WarcRecord:
    """The record in the bytes that were read at a place in the file `name`. Raises ArchiveDamaged."""
    try:
        return _parse_member(member, length)
    except _Unreadable as error:
        raise ArchiveDamaged(Damage(name, offset, error.expected, error.found)) from None


def _parse_member(member: bytes, length: int) -> WarcRecord:
    if len(member) != length:
        raise _Unreadable(
            f"a record of {length} bytes", f"{len(member)} bytes before the end of the file"
        )
    raw, consumed = _decompress_member(member)
    if consumed != length:
        raise _Unreadable(f"a record of {length} bytes", f"one of {consumed} bytes")
    return _parse(raw)


def held_files(path: Path) -> list[str]:
    """The names of the files that a merged file holds, from its first record; none where that is
    damaged or the file is gone, which whoever reads the file will report.
    """
    try:
        _require_file(path)
        with path.open("rb") as file:
            record = _parse(_decompress_member(file.read(_FIRST_BYTES))[0])
    except (FileNotFoundError, _Unreadable):
        return []
    lines = record.block.decode("utf-8", "replace").splitlines()
    return [line.removeprefix(_HOLDS) for line in lines if line.startswith(_HOLDS)]


def _require_file(path: Path) -> None:
    """Raises _Unreadable where a pipe, a folder or a device stands in the place of a file: opening
    it may wait for ever.
    """
    if path.exists() and not path.is_file():
        raise _Unreadable("a file", "a pipe, a folder or a device")


def scan_sealed(path: Path) -> Iterator[ScannedRecord]:
    """Everything in a sealed file: its records and, between them, what is damaged."""
    try:
        _require_file(path)
    except _Unreadable as error:
        damage = Damage(path.name, 0, error.expected, error.found)
        yield ScannedRecord(0, path.stat().st_size, None, damage=damage)
        return
    data = path.read_bytes()
    offset = 0
    while offset < len(data):
        try:
            raw, length = _decompress_member(memoryview(data)[offset:])
            yield ScannedRecord(offset, length, _parse(raw), raw)
        except _Unreadable as error:
            length = _next_member(data, offset) - offset
            yield ScannedRecord(
                offset, length, None, damage=Damage(path.name, offset, error.expected, error.found)
            )
        offset += length


def scan_open(file: BinaryIO, name: str) -> Iterator[ScannedRecord]:
    """The records of an uncompressed file up to its end, or to the first place that is not a whole
    record.
    """
    offset = 0
    while True:
        file.seek(offset)
        raw = file.read(_CHUNK)
        if not raw:
            return
        try:
            head, end, _ = raw.partition(_BLOCK_END)
            length = len(head) + len(end) + _content_length(head, bool(end)) + len(_BLOCK_END)
            raw = raw[:length] + file.read(max(0, length - len(raw)))
            yield ScannedRecord(offset, length, _parse(raw), raw)
        except _Unreadable as error:
            rest = file.seek(0, 2) - offset
            yield ScannedRecord(
                offset, rest, None, damage=Damage(name, offset, error.expected, error.found)
            )
            return
        offset += length


def _parse(raw: bytes) -> WarcRecord:
    head, end, rest = raw.partition(_BLOCK_END)
    length = _content_length(head, bool(end))
    if len(rest) != length + len(_BLOCK_END) or not rest.endswith(_BLOCK_END):
        raise _Unreadable(f"a block of {length} bytes and its end", f"{len(rest)} bytes")
    lines = head.decode("utf-8", "replace").split("\r\n")[1:]
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    block = rest[: -len(_BLOCK_END)]
    digest = _digest(block)
    recorded = headers.get("warc-block-digest")
    if recorded != digest:
        raise _Unreadable(f"the digest {recorded or 'that every record has'}", digest)
    return WarcRecord(headers, block)


def _digest(block: bytes) -> str:
    sha1 = hashlib.sha1(block, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(sha1).decode()


def _content_length(head: bytes, whole: bool) -> int:
    if not whole or not head.startswith(b"WARC/1.1\r\n"):
        raise _Unreadable("the headers of a record", f"{head[:40]!r}" if head else "nothing")
    found = re.search(rb"^Content-Length: (\d{1,12})\r?$", head, re.MULTILINE)
    if found is None or int(found[1]) > RECORD_LIMIT:
        raise _Unreadable(
            f"a Content-Length of at most {RECORD_LIMIT}", found[1].decode() if found else "none"
        )
    return int(found[1])


def _decompress_member(data: bytes | memoryview) -> tuple[bytes, int]:
    """The first gzip member of `data`, unpacked, and its length."""
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    raw, position = bytearray(), 0
    # In pieces: the inflater copies whatever it was given beyond the end of the member.
    while not inflater.eof:
        piece = data[position : position + _CHUNK]
        if not piece or len(raw) > RECORD_LIMIT:
            raise _Unreadable("a whole gzip member", "one that does not end")
        try:
            raw += inflater.decompress(piece)
        except zlib.error as error:
            raise _Unreadable("a whole gzip member", str(error)) from None
        position += len(piece)
    return bytes(raw), position - len(inflater.unused_data)


def _next_member(data: bytes, offset: int) -> int:
    """The offset of the next readable record after a damaged one, or the end."""
    while (offset := data.find(_GZIP_MAGIC, offset + 1)) >= 0:
        try:
            _parse(_decompress_member(memoryview(data)[offset:])[0])
        except _Unreadable:
            continue
        return offset
    return len(data)
