"""Cells of price tables: a price is stated as an amount, as free, as not offered, or not at all."""

import re
from typing import NamedTuple

from spiders.claims import Meter, PriceClass, Quote, Unit

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
    "1K characters": "character",
    "10K characters": "character",
    "1M characters": "character",
    "song": "song",
}
_DIRECTED = {
    ("input", "image"),
    ("input", "1K characters"),
    ("output", "1K characters"),
    ("output", "10K characters"),
}
_EQUIVALENT = re.compile(r"\s*[(（](?:equivalent to|约)[^)）]*[)）]$")


class CellPrice(NamedTuple):
    """A stated price: the fields of its claim that have the same names."""

    quote: Quote
    value: str | None = None
    """"free" or "not offered", where the price is stated in such words."""
    price_class: PriceClass = "list"


def read_cell(cell: Quote) -> CellPrice | None:
    """The price in a cell; None for "-" and the like. Words in brackets that say what an amount is
    roughly equivalent to are left out.

    Other words, "Contact us", stay as they are: they become no fact, and are listed.
    """
    text = cell.text.casefold()
    if text in _SAYS_NOTHING:
        return None
    if text in _FREE:
        return CellPrice(cell, "free", _FREE[text])
    if text in _NOT_OFFERED:
        return CellPrice(cell, "not offered")
    equivalent = _EQUIVALENT.search(cell.text)
    if equivalent is None:
        return CellPrice(cell)
    return CellPrice(cell.slice(0, equivalent.start()))


def meter_of_unit(unit: Unit, meter: Meter | None = None) -> tuple[Meter, ...]:
    """The meters of a price per `unit`. For a unit such as an image it is what the unit counts; for
    tokens it is the given meter, or input and output when none is given.
    """
    if unit in _COUNTED and (meter, unit) not in _DIRECTED:
        return (_COUNTED[unit],)
    if meter is None:
        return ("input", "output")
    return (meter,)
