"""Input-context bands in phrases such as "<= 200K input tokens"."""

import re
from decimal import Decimal
from typing import NamedTuple

from spiders.errors import LayoutChanged

_BAND = re.compile(r"(<=|≤|<|>=|≥|>)\s*(\d+(?:\.\d+)?)\s*([KM]?)", re.IGNORECASE)
_SIGNS = {"≤": "<=", "≥": ">="}
_SCALES = {"": 1, "K": 1_000, "M": 1_000_000}


class Band(NamedTuple):
    """An input-context band: its ends in tokens, as `Claim.over_tokens` and `Claim.upto_tokens`
    write them. None for an open end.
    """

    over: str | None
    """Such as ">200000"."""
    upto: str | None
    """Such as "<=200000"."""


def read_band(text: str) -> Band:
    """The band in a phrase such as "> 200K input tokens" or "<272K context length". Raises
    LayoutChanged for a phrase without one.
    """
    match = _BAND.search(text)
    if match is None:
        raise LayoutChanged(
            "no context band is written here", found=repr(text), expected="such as '<= 200K'"
        )
    sign, number, suffix = match.groups()
    tokens = Decimal(number) * _SCALES[suffix.upper()]
    end = f"{_SIGNS.get(sign, sign)}{int(tokens)}"
    return Band(None, end) if end.startswith("<") else Band(end, None)
