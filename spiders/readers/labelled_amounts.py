"""Cells that state several amounts of money, each with words that say what it is for."""

import re
from typing import NamedTuple

from spiders.claims import Modality, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.readers.phrases import Band, read_band, read_unit

_AMOUNT = re.compile(r"\$\d[\d,]*(?:\.\d+)?")
_BAND = re.compile(r"\bprompts? (?:<=|>=|[<>≤≥]) ?\d+[km]?\b(?: tokens?)?", re.IGNORECASE)
_PER_PICTURE = re.compile(r"\bper (?:(\d\S*) )?(image)\b")
_PER = re.compile(
    r"(?:/|\bper\b) ?[\w,]+(?: (?:tokens per hour|tokens|grounded prompts|search queries|calls))?"
)
_MARK = re.compile(r"\^?[*†]+\^?")
_SIZE = re.compile(r"\d+[kp]", re.IGNORECASE)
_MODALITIES: dict[str, Modality] = {
    "text": "text",
    "image": "image",
    "images": "image",
    "audio": "audio",
    "video": "video",
}
_SAYS_NO_MORE = ("thinking", "storage price", "default")
_NO_MEANING = re.compile(r"\band\b|[,;.]")


class Amount(NamedTuple):
    """An amount, and what is written about it up to the next one."""

    quote: Quote
    lead: Quote
    """The words before the first amount of the cell; the same for all of them."""
    unit: Unit | None
    size: str | None
    """The pictures it is for: the 1K/2K of "per 1K/2K image", the 720p of "(720p)"."""
    band: Band
    modalities: tuple[Modality, ...]
    """Those that the words in brackets name: text, image and video of "(text / image / video)"."""
    has_mark: bool
    """Whether the mark of a footnote stands at it."""


def read_amounts(cell: Quote) -> list[Amount]:
    """The amounts in a cell such as "$2.00, prompts <= 200k tokens $4.00, prompts > 200k".

    What an amount is "equivalent to" is no amount of its own. Raises LayoutChanged for words with no
    known meaning.
    """
    spans = [match.span() for match in _AMOUNT.finditer(cell.text)]
    ends = [*(start for start, _ in spans[1:]), len(cell.text)]
    found: list[Amount] = []
    same = False
    for span, end in zip(spans, ends, strict=False):
        after = cell.slice(span[1], end)
        if not same:
            lead = cell.slice(0, spans[0][0])
            found.append(
                _read(cell.slice(*span).with_context(after.as_context("caption")), lead, after)
            )
        same = after.text.rstrip().endswith("equivalent to") or (
            same and after.text.rstrip().endswith("and")
        )
    return found


def _read(quote: Quote, lead: Quote, after: Quote) -> Amount:
    remarks = [
        word.strip()
        for inside in re.findall(r"\(([^)]*)\)", after.text)
        for word in re.split(r"/|,|\band\b", inside)
        if word.strip() not in _SAYS_NO_MORE
    ]
    words, marks = _MARK.subn("", re.sub(r"\([^)]*\)|equivalent to\s*$", " ", after.text))
    band, picture = _BAND.search(words), _PER_PICTURE.search(words)
    words = _PER_PICTURE.sub("", _BAND.sub("", words))
    sizes = [word for word in remarks if _SIZE.fullmatch(word)]
    left = [word for word in remarks if word not in sizes and word not in _MODALITIES]
    if left := [*left, *_NO_MEANING.sub("", _PER.sub("", words)).split()]:
        raise LayoutChanged(
            "words after an amount have no known meaning", where=after.locator, found=" ".join(left)
        )
    return Amount(
        quote=quote,
        lead=lead,
        unit="image" if picture else read_unit(words),
        size=picture[1] if picture and picture[1] else ", ".join(sizes) or None,
        band=read_band(band[0]) if band else Band(None, None),
        modalities=tuple(_MODALITIES[word] for word in remarks if word in _MODALITIES),
        has_mark=marks > 0,
    )
