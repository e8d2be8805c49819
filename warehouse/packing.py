"""Compressed files that stand alone, and that cost little to make beside one that is much alike.

A packed file is a frame of zstd for each piece of the plain file, behind an index in a frame that zstd
skips, so that `zstd -d` unpacks it. A piece that another packed file holds gets a copy of its frame.
"""

import hashlib
import shutil
import struct
import sys
import zlib
from pathlib import Path
from typing import BinaryIO, NamedTuple

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 2**20
"""Bytes of a piece: four blocks of DuckDB. Of smaller ones more are alike, and each packs worse."""
_SKIPPED = 0x184D2A50
_NAME = b"cardkeep pieces1"
_HEAD = struct.Struct("<II16s")
"""The mark of a frame that is skipped, how many bytes follow, and what they are."""
_ENTRY = struct.Struct("<16sII")
"""The digest of a piece, the length of its frame, and the frame's CRC-32."""
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}


class PackedDamaged(Exception):
    """A packed file is cut off, or its frames are not what was written."""


class _Frame(NamedTuple):
    """Where the frame of a piece stands in a packed file."""

    offset: int
    length: int
    checksum: int


def pack_file(plain: Path, target: Path, like: Path | None = None) -> None:
    """Write the packed file of a plain one. Frames that stand in `like`, another packed file, are
    copied from there; one that is damaged there is made anew.
    """
    pieces = -(-plain.stat().st_size // PIECE)
    start = _HEAD.size + pieces * _ENTRY.size
    entries: list[bytes] = []
    with (
        plain.open("rb") as source,
        (like or plain).open("rb") as other,
        target.open("wb") as packed,
    ):
        frames = _frames(other) if like else {}
        packed.seek(start)
        while piece := source.read(PIECE):
            digest = hashlib.sha256(piece).digest()[:16]
            frame = _copied(other, frames.get(digest))
            if frame is None:
                frame = zstd.compress(piece, options=_OPTIONS)
            packed.write(frame)
            entries.append(_ENTRY.pack(digest, len(frame), zlib.crc32(frame)))
        packed.seek(0)
        packed.write(_HEAD.pack(_SKIPPED, start - 8, _NAME))
        packed.write(b"".join(entries))


def unpack_file(packed: Path, target: Path) -> None:
    """Write the plain file of a packed one, or of one that zstd has compressed whole, as older
    versions did. Raises PackedDamaged.
    """
    with packed.open("rb") as file:
        frames = _frames(file)
    if frames and packed.stat().st_size != max(
        each.offset + each.length for each in frames.values()
    ):
        raise PackedDamaged("it does not end where its last frame ends")
    try:
        with zstd.open(packed, "rb") as source, target.open("wb") as plain:
            shutil.copyfileobj(source, plain, PIECE)
    except (zstd.ZstdError, EOFError) as error:
        raise PackedDamaged(str(error)) from None


def _frames(packed: BinaryIO) -> dict[bytes, _Frame]:
    """The frames of a packed file by the digests of their pieces; none where it has no index."""
    head = packed.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return {}
    mark, length, name = _HEAD.unpack(head)
    if (mark, name) != (_SKIPPED, _NAME):
        return {}
    index = packed.read(length + 8 - _HEAD.size)
    index = index[: len(index) // _ENTRY.size * _ENTRY.size]
    offset = length + 8
    frames: dict[bytes, _Frame] = {}
    for digest, frame_length, checksum in _ENTRY.iter_unpack(index):
        frames[digest] = _Frame(offset, frame_length, checksum)
        offset += frame_length
    return frames


def _copied(packed: BinaryIO, place: _Frame | None) -> bytes | None:
    """The frame that stands in a place; None where none does, or a damaged one."""
    if place is None:
        return None
    packed.seek(place.offset)
    frame = packed.read(place.length)
    return frame if zlib.crc32(frame) == place.checksum else None
