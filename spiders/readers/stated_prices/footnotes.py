"""Notes that the marks behind amounts lead to, where they state a condition."""

import re

from spiders.claims import Claim
from spiders.conditions import conditions_in
from spiders.readers.stated_prices.amounts import NUMBER, first_amount

_SIGN = re.compile(r"(?<=[\w)$€元])[*†‡§¶]+(?!\w)")
RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_NOTE_NUMBER = r"(?:<sup>\s*\(?(\d)\)?\s*</sup>|\^\(?(\d)\)?\^|([¹²³⁴⁵⁶⁷⁸⁹]))"
_NUMBERED_NOTE = re.compile(
    rf"^[ \t>|*-]*(?:<(?!sup\b)[^<>]{{1,200}}>\s*)*{_NOTE_NUMBER}[\s)\].:]*(\S.{{1,200}})",
    re.MULTILINE,
)
_CELL_OF_NOTE = re.compile(rf"((?:[$¥￥€] ?)?{NUMBER})[^\n|<>^¹²³⁴⁵⁶⁷⁸⁹]{{0,20}}{_NOTE_NUMBER}")


def conditional_note(cell: str, page_text: str) -> str:
    """The note that the sign behind an amount leads to, "*", where it states a condition; else
    nothing.
    """
    sign = _SIGN.search(cell)
    if sign is None:
        return ""
    begin = (
        rf"^[ \t>|]*(?:<[^<>]{{1,200}}>\s*)*\\?{re.escape(sign[0])}[\s)\]:]*([^*†‡\n].{{1,200}})"
    )
    for note in re.finditer(begin, page_text, re.MULTILINE):
        words = re.sub(r"<[^<>]*>", "", note[1]).strip()
        if conditions_in(words):
            return words[:100]
    return ""


def numbered_conditions(page_text: str) -> dict[str, str]:
    """The numbered notes of a page that state a condition, by their number."""
    notes: dict[str, str] = {}
    if page_text[:200].lstrip()[:1] in ("{", "["):
        return notes
    for note in _NUMBERED_NOTE.finditer(page_text):
        number = next(filter(None, note.groups()[:3])).translate(RAISED)
        words = re.sub(r"<[^<>]*>", "", note[4]).strip()
        if conditions_in(words):
            notes[number] = words[:100]
    return notes


def numbered_note(claim: Claim, notes: dict[str, str], page_text: str) -> str:
    """The note of a condition whose number stands behind this very amount of its subject."""
    amount = first_amount(claim.quote.text)
    name = claim.subject.text
    for cell in _CELL_OF_NOTE.finditer(page_text):
        number = next(filter(None, cell.groups()[1:])).translate(RAISED)
        if cell[1] != amount or number not in notes:
            continue
        row_start = max(page_text.rfind(mark, 0, cell.start()) for mark in ("\n|", "<tr"))
        if name in page_text[max(row_start, 0) : cell.start()]:
            return notes[number]
    return ""
