"""Packed files: each unpacks alone, and takes from another what both hold."""

import random
import zlib
from pathlib import Path

import pytest

from warehouse import packing
from warehouse.packing import PIECE, PackedDamaged, pack_file, unpack_file, zstd

Compressed = list[bytes]


def pieces(*seeds: int) -> list[bytes]:
    """Of each seed a piece that packs well."""
    return [random.Random(seed).randbytes(4096) * (PIECE // 4096) for seed in seeds]


@pytest.fixture
def compressed(monkeypatch: pytest.MonkeyPatch) -> Compressed:
    """The pieces that were compressed, and not copied."""
    seen: Compressed = []
    compress = zstd.compress

    def note(piece: bytes, *, options: dict[int, int]) -> bytes:
        seen.append(piece)
        return compress(piece, options=options)

    monkeypatch.setattr(packing.zstd, "compress", note)
    return seen


def packed(folder: Path, name: str, content: bytes, like: Path | None = None) -> Path:
    plain, path = folder / name, folder / f"{name}.zst"
    plain.write_bytes(content)
    pack_file(plain, path, like)
    return path


def unpacked(path: Path) -> bytes:
    target = path.with_suffix(".unpacked")
    unpack_file(path, target)
    return target.read_bytes()


def test_only_pieces_that_the_other_file_has_not_are_compressed(
    tmp_path: Path, compressed: Compressed
) -> None:
    first, second, third, fourth = pieces(1, 2, 3, 4)
    older = packed(tmp_path, "older", first + second + third + b"end")
    compressed.clear()
    content = second + fourth + first + first + b"another end"
    newer = packed(tmp_path, "newer", content, like=older)
    assert compressed == [fourth, b"another end"]
    older.unlink()
    assert unpacked(newer) == content
    assert zstd.decompress(newer.read_bytes()) == content, "any reader of zstd unpacks it"


def test_a_frame_that_is_damaged_is_made_anew(tmp_path: Path, compressed: Compressed) -> None:
    first, second = pieces(1, 2)
    older = packed(tmp_path, "older", first + second)
    damaged = bytearray(older.read_bytes())
    damaged[-10] ^= 4
    older.write_bytes(damaged)
    compressed.clear()
    newer = packed(tmp_path, "newer", first + second, like=older)
    assert compressed == [second]
    assert unpacked(newer) == first + second


@pytest.mark.parametrize("content", [b"", b"short", b"\0" * 3 * PIECE])
def test_any_content(tmp_path: Path, content: bytes) -> None:
    older = packed(tmp_path, "older", content)
    assert unpacked(packed(tmp_path, "newer", content, like=older)) == content


def test_a_file_that_is_cut_off_between_two_frames_is_damaged(tmp_path: Path) -> None:
    path = packed(tmp_path, "whole", b"".join(pieces(1, 2)))
    whole = path.read_bytes()
    for start in range(len(whole) - 1, 0, -1):
        last = zlib.crc32(whole[start:])
        if last.to_bytes(4, "little") in whole[:100]:
            path.write_bytes(whole[:start])
            break
    with pytest.raises(PackedDamaged, match="does not end"):
        unpacked(path)


def test_what_older_versions_compressed_whole_is_unpacked_and_taken_nothing_from(
    tmp_path: Path,
) -> None:
    older = tmp_path / "older.zst"
    older.write_bytes(zstd.compress(b"of an older version"))
    assert unpacked(older) == b"of an older version"
    assert unpacked(packed(tmp_path, "newer", b"of this one", like=older)) == b"of this one"
