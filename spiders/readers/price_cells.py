"""How a cell of a price table states its price: as an amount, as free, as not offered, or not at
all.
"""

import re
from typing import NamedTuple

from spiders.claims import Meter, PriceClass, Quote, Unit
from spiders.errors import LayoutChanged

_SAYS_NOTHING = {"", "-", "\\", "/", "—", "–", "——"}
_FREE: dict[str, PriceClass] = {
    "free": "list",
    "limited-time free": "promotional",
    "免费": "list",
    "不计费": "list",
    "限时免费": "promotional",
}
_NOT_OFFERED = {"not supported", "not available", "not offered", "不支持", "暂不支持"}
_COUNTED: dict[Unit, Meter] = {
    "image": "image",
    "video": "video",
    "page": "page",
    "voice": "voice",
    "second": "second",
    "minute": "minute",
    "hour": "session",
    "request": "request",
    "1K requests": "request",
    "10K characters": "character",
    "1M characters": "character",
    "song": "song",
}
_DIRECTED = {("input", "image"), ("output", "10K characters")}
_EQUIVALENT = re.compile(r"\s*[(（](?:equivalent to|约)[^)）]*[)）]$")


class CellPrice(NamedTuple):
    """A stated price; `says` is "free" or "not offered" where it is stated in such words, as
    Claim.says has it.
    """

    quote: Quote
    value: str | None = None
    price_class: PriceClass = "list"


def read_cell(cell: Quote) -> CellPrice | None:
    """The price in a cell; None for "-" and the like. What an amount is roughly equivalent to is no
    part of it.

    Raises LayoutChanged for other words.
    """
    text = cell.text.casefold()
    if text in _SAYS_NOTHING:
        return None
    if text in _FREE:
        return CellPrice(cell, "free", _FREE[text])
    if text in _NOT_OFFERED:
        return CellPrice(cell, "not offered")
    if not any(character.isdigit() for character in text):
        raise LayoutChanged(
            "a price is stated in words that nobody has named", where=cell.locator, found=cell.text
        )
    match = _EQUIVALENT.search(cell.text)
    return CellPrice(cell.slice(0, match.start()) if match else cell)


def meter_of_unit(unit: Unit, meter: Meter | None = None) -> tuple[Meter, ...]:
    """What a price per `unit` is for: what the unit counts, or of tokens the named meter; unnamed,
    input and output.
    """
    if unit in _COUNTED and (meter, unit) not in _DIRECTED:
        return (_COUNTED[unit],)
    return (meter,) if meter else ("input", "output")
