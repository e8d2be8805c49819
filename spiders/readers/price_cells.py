"""Cells of price tables: a price is stated as an amount, as free, as not offered, or not at all."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from spiders.claims import Claim, Claims, Meter, PriceClass, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.tables import Row
from spiders.readers.phrases import require_unit

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
_OFFER = re.compile(
    r"(?:~~(?P<struck>[^~]+)~~\s*)?(?P<amount>[$¥￥€]?\d[\d,.]*)\s*(?P<per>(?:/|per\b)[^()]*)?"
    r"(?:\((?:Limited (?P<free>Free))\))?(?:\s(?P<more>\D.*))?"
)


class CellPrice(NamedTuple):
    """A stated price: the fields of its claim that have the same names."""

    quote: Quote
    value: str | None = None
    """"free" or "not offered", where the price is stated in such words."""
    price_class: PriceClass = "list"


def read_cell(cell: Quote) -> CellPrice | None:
    """The price in a cell; None for "-" and the like. Words in brackets that say what an amount is
    roughly equivalent to are left out.

    Raises LayoutChanged for other words without a digit.
    """
    text = cell.text.casefold()
    if text in _SAYS_NOTHING:
        return None
    if text in _FREE:
        return CellPrice(cell, "free", _FREE[text])
    if text in _NOT_OFFERED:
        return CellPrice(cell, "not offered")
    has_digit = any(character.isdigit() for character in text)
    if not has_digit:
        raise LayoutChanged(
            "a price is stated in words that nobody has named", where=cell.locator, found=cell.text
        )
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


def row_prices(
    row: Row, meters: Mapping[str, Meter | None], unit_line: Quote | None, **subject: Quote
) -> Claims:
    """The claims of the prices under these headers, each per its own unit or that of a line about
    all prices.

    A meter of None is for what the unit counts, or for the tokens of both sides.
    """
    for header, meter in meters.items():
        cell = row.pop(header)
        unit = require_unit(cell, unit_line)
        if stated := read_cell(cell.with_context(unit=unit_line)):
            for charge in meter_of_unit(unit, meter):
                yield Claim(meter=charge, unit=unit, **subject, **stated._asdict())


class CellOffer(NamedTuple):
    """A price in a cell that says more than an amount: what it is per, in the cell's words, and
    what else is there.
    """

    stated: CellPrice
    per: str = ""
    more: Quote | None = None


def read_offers(cell: Quote) -> list[CellOffer]:
    """The prices in a cell such as "~~$0.60~~ $0.30 / M tokens" or "$0.15/song (Limited Free)".

    What is struck was replaced by a price with a discount taken off; free for a time is a price
    beside the amount.
    """
    match = _OFFER.fullmatch(cell.text)
    if match is None:
        return [CellOffer(stated)] if (stated := read_cell(cell)) else []
    amount = cell.slice(*match.span("amount")).with_context(cell.as_context("caption"))
    more = cell.slice(*match.span("more")) if match["more"] else None
    offers = [
        CellOffer(
            CellPrice(amount, price_class="net" if match["struck"] else "list"),
            (match["per"] or "").strip(),
            more,
        )
    ]
    if match["free"]:
        offers.append(
            CellOffer(
                CellPrice(cell.slice(*match.span("free")), "free", "promotional"), offers[0].per
            )
        )
    return offers
