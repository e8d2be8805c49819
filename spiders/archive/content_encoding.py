"""Content-Encoding undone, strictly: a cut or damaged body is an error and never a shorter page."""

import zlib

ACCEPTED_ENCODINGS = "gzip, deflate"
BODY_LIMIT = 32 * 2**20
"""Bytes of a body, as sent and as decoded, past which it is not read."""


class BodyDamaged(Exception):
    """A body that does not decode to its end."""


class BodyTooLarge(Exception):
    """A body that decodes to more than the limit."""


def decode(body: bytes, content_encoding: str, limit: int = BODY_LIMIT) -> bytes:
    """The body as it was before the encodings that a Content-Encoding header lists."""
    encodings = [
        name
        for name in content_encoding.lower().replace(" ", "").split(",")
        if name and name != "identity"
    ]
    if not body:
        return body
    for name in reversed(encodings):
        match name:
            case "gzip" | "x-gzip":
                body = _decode_gzip(body, limit)
            case "deflate":
                body = _decode_deflate(body, limit)
            case _:
                raise BodyDamaged(
                    f"the body has the Content-Encoding {name!r}; we accept only "
                    f"{ACCEPTED_ENCODINGS}"
                )
    return body


def _decode_gzip(body: bytes, limit: int) -> bytes:
    parts: list[bytes] = []
    # A gzip body may be several members in a row; some servers pad the end with zeros.
    while body.strip(b"\0"):
        part, body = _inflate(body, zlib.MAX_WBITS | 16, limit - sum(map(len, parts)), limit)
        parts.append(part)
    return b"".join(parts)


def _decode_deflate(body: bytes, limit: int) -> bytes:
    # "deflate" means zlib's format; some servers send the bare stream.
    is_zlib = len(body) > 1 and body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2]) % 31 == 0
    decoded, rest = _inflate(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, limit, limit)
    if rest:
        raise BodyDamaged(f"{len(rest)} bytes follow the end of the deflated body")
    return decoded


def _inflate(body: bytes, window: int, room: int, limit: int) -> tuple[bytes, bytes]:
    decoder = zlib.decompressobj(window)
    try:
        decoded = decoder.decompress(body, room + 1)
    except zlib.error as error:
        raise BodyDamaged(f"the compressed body is damaged: {error}") from None
    if len(decoded) > room:
        raise BodyTooLarge(f"the body unpacks to more than {limit} bytes")
    if not decoder.eof:
        raise BodyDamaged(
            f"the compressed body is cut off: {len(body)} bytes decode to {len(decoded)} without "
            "an end"
        )
    return decoded, decoder.unused_data
