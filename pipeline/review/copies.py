"""Which publisher is known to take prices from which: such two are one witness."""

import tomllib
from pathlib import Path
from typing import NamedTuple

_DECLARED = Path(__file__).parents[1] / "vocabulary" / "copies.toml"


class Copying(NamedTuple):
    """A publisher that takes prices from another one, `copied`."""

    publisher: str
    copied: str
    reason: str


def declared_copying() -> list[Copying]:
    """What pipeline/vocabulary/copies.toml declares. Raises ValueError for a pair without a reason,
    and for a publisher that is said to copy itself.
    """
    table = tomllib.loads(_DECLARED.read_text(encoding="utf-8"))
    pairs = [
        Copying(publisher, copied, reason)
        for publisher, reasons in table.items()
        for copied, reason in reasons.items()
    ]
    for pair in pairs:
        if not pair.reason.strip() or pair.publisher == pair.copied:
            raise ValueError(
                f"{_DECLARED.name}: expected another publisher and a reason,"
                f" found {pair.copied!r} = {pair.reason!r} under [{pair.publisher}]"
            )
    return pairs
