"""What was read of a batch of bodies, as one object of the storage: Arrow tables one after the other.

A part is named by the digest of its content, so that one that arrives twice is the same, and one that
arrives torn is noticed. It is deleted when it is loaded: the archive gives it again.
"""

import hashlib
from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

import pyarrow as pa

from pipeline.facts.extraction import TABLES, ExtractedPage, concatenate
from spiders.archive.storage import Storage

_OPTIONS = pa.ipc.IpcWriteOptions(compression="zstd")


class PartTorn(Exception):
    """A part is not as it was written."""


class PartAddress(NamedTuple):
    """Where a part is: its name is the sha256 of its content. `claims` and `errors` are counts."""

    sha256: str
    bytes: int
    claims: int
    errors: int

    @property
    def name(self) -> str:
        """The name of the object."""
        return f"parts/{self.sha256}.arrow"


def write_part(storage: Storage, pages: Sequence[ExtractedPage]) -> PartAddress:
    """Write what was read on several bodies as a part. Raises StorageFailed."""
    content = BytesIO()
    for name, table in concatenate(pages).items():
        with pa.ipc.new_stream(content, table.schema, options=_OPTIONS) as stream:
            stream.write_table(table.replace_schema_metadata({"table": name}))
    written = content.getvalue()
    address = PartAddress(
        sha256=hashlib.sha256(written).hexdigest(),
        bytes=len(written),
        claims=sum(page.claims for page in pages),
        errors=sum(page.errors for page in pages),
    )
    storage.write(address.name, written)
    return address


def read_part(storage: Storage, address: PartAddress) -> ExtractedPage:
    """What a part holds, in the order of its bodies. Raises PartTorn, ObjectMissing, StorageFailed."""
    content = storage.read(address.name).content
    found = hashlib.sha256(content).hexdigest()
    if found != address.sha256:
        raise PartTorn(
            f"{storage.url}/{address.name}: expected {address.bytes} bytes with that sha256, found "
            f"{len(content)} with {found}"
        )
    reader = BytesIO(content)
    tables = {name: pa.ipc.open_stream(reader).read_all() for name in TABLES}
    return ExtractedPage(address.claims, address.errors, tables)
