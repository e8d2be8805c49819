"""The calendar of endings (RFC 5545): offers that retire, and prices that hold until a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from reports.values.visible_text import visible
from warehouse.store import Database

_LINE_BYTES = 75
_PRODUCT = "-//cardkeep//endings//EN"


def endings_calendar(catalog: Database, day: date, base_url: str = "") -> str:
    """The calendar as text, from a month before the day on. The same catalog gives the same bytes."""
    endings = catalog.query("dataset/endings", {"day": day}).dicts()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Endings of language models",
    ]
    for ending in endings:
        lines += _event(ending, day, base_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(ending: Mapping[str, Any], day: date, base_url: str) -> Iterator[str]:
    name = ending["provider_model_id"] or ending["model_id"] or "an offer"
    seller = ending["provider_name"]
    is_price = ending["what"] == "price ends"
    summary = f"{name} at {seller} {ending['what']}"
    details = [f"Receipt: fact {ending['fact_id']}"]
    if is_price:
        details.insert(0, f"Until then: {ending['value_text']}")
    elif ending["successor"]:
        details.insert(0, f"Successor named by the seller: {ending['successor']}")
    yield "BEGIN:VEVENT"
    yield f"UID:{ending['fact_id']}-{ending['what'].replace(' ', '-')}@cardkeep"
    yield f"DTSTAMP:{day:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{ending['ends_on']:%Y%m%d}"
    yield f"SUMMARY:{_escaped(summary)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(details))}"
    if base_url:
        yield f"URL:{base_url}receipts/index.html"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    safe = visible(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return safe.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterable[str]:
    """A content line in pieces of at most 75 octets, those after the first behind a space."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _LINE_BYTES:
            yield piece
            piece, size = " ", 1
        piece += letter
        size += width
    yield piece
