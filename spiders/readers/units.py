"""The units of prices, as pages write them: "per 1M tokens", "/ minute", "每百万tokens"."""

import re
from typing import NamedTuple

from spiders.claims import Quote, Unit
from spiders.errors import LayoutChanged

_UNITS: dict[str, Unit] = {
    "1m tokens": "1M tokens",
    "mtok": "1M tokens",
    "1k tokens": "1K tokens",
    "1k tok": "1K tokens",
    "ktok": "1K tokens",
    "k tokens": "1K tokens",
    "k tok": "1K tokens",
    "1,000 tokens": "1K tokens",
    "thousand tokens": "1K tokens",
    "1m characters": "1M characters",
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "hr": "hour",
    "session-hour": "hour",
    "image": "image",
    "page": "page",
    "1k calls": "1K requests",
    "1,000 searches": "1K requests",
    "gb per day": "GB-day",
    "gb-day": "GB-day",
    "20-minute session": "20-minute session",
    "1,000,000 tokens": "1M tokens",
    "1,000,000 tokens per hour": "1M token-hours",
    "1,000 grounded prompts": "1K requests",
    "1,000 search queries": "1K requests",
    "1k searches": "1K requests",
    "use": "request",
    "request": "request",
    "video": "video",
    "张": "image",
    "秒": "second",
    "分钟": "minute",
    "小时": "hour",
    "次": "request",
    "千次": "1K requests",
    "万字符": "10K characters",
    "个音色": "voice",
    **dict.fromkeys(("百万tokens", "百万token", "百万 tokens", "百万 token"), "1M tokens"),
    **dict.fromkeys(("千tokens", "千token", "千 tokens", "千 token"), "1K tokens"),
    **dict.fromkeys(("百万tokens/小时", "百万token/小时"), "1M token-hours"),
    "m tokens": "1M tokens",
    "m tok": "1M tokens",
    "m chars": "1M characters",
    "m characters": "1M characters",
    **dict.fromkeys(
        ("1k characters", "1,000 characters", "1000 characters", "thousand characters", "1k chars"),
        "1K characters",
    ),
    "1k pages": "1K pages",
    "1000 pages": "1K pages",
    "1000 annotated pages": "1K pages",
    "1k images": "1K images",
    "min": "minute",
    "call": "request",
    "month per model": "model-month",
    "million tokens": "1M tokens",
    "1k requests": "1K requests",
    "1,000 calls": "1K requests",
    "1m token": "1M tokens",
    "token": "token",
    "1 million tokens": "1M tokens",
    "million input tokens": "1M tokens",
    "million output tokens": "1M tokens",
    "1k sources": "1K requests",
    "1,000 sources": "1K requests",
    "首": "song",
    "音色": "voice",
    "视频": "video",
}
# "$0.6 (min. $0.01 per request)": what stands in the brackets is not what the price is per.
_LEAST_CHARGE = re.compile(r"[(（][^()（）]*\bmin(?:imum|\.)?\b[^()（）]*[)）]", re.IGNORECASE)
# Longer names first, so that "1M tokens per hour" is not read as "1M tokens".
_UNIT_NAMES = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:/|\bper|每|[(（](?=[百千万]))\s*({_UNIT_NAMES}|[\w-]+)", re.IGNORECASE)

# "Price (1M Tokens)", a cell that is "1M tokens": a unit of tokens that no word leads to.
_PER_HOUR = re.compile(r"\s*(?:/|per)\s*h(?:ou)?r\b", re.IGNORECASE)
_BARE_UNIT = re.compile(
    r"\b(?P<millions>1M|1,000,000|1 million|million|1K|1,000)(?: |$)(?=(?:input |output )?tok(?:en)?s?\b)"
    r"(?:tok(?:en)?s?\b)?|\bMTok\b|(?<![\d十百千万])(?P<chinese>[百千]万?) ?tokens?",
    re.IGNORECASE,
)
_BARE_COUNTS: dict[str, Unit] = {"1 次": "request", "1 call": "request"}


class FoundUnit(NamedTuple):
    """A unit in a text, and where its words stand. None for one that is not known."""

    unit: Unit | None
    start: int
    end: int


def find_unit(text: str) -> FoundUnit | None:
    """The unit after "/" or "per", or else a unit of tokens that stands alone; None for a text
    without one.
    """
    if text.casefold() in _BARE_COUNTS:
        return FoundUnit(_BARE_COUNTS[text.casefold()], 0, len(text))
    unknown: FoundUnit | None = None
    for match in _UNIT.finditer(text):
        unit = _UNITS.get(match[1].casefold())
        if unit is not None:
            return _with_hours(text, FoundUnit(unit, *match.span()))
        is_said = match.start() == 0 or not match[0].startswith("/ ")
        if is_said and unknown is None:
            unknown = FoundUnit(None, *match.span())
    bare = _BARE_UNIT.search(text)
    if bare:
        words = bare["millions"] or bare["chinese"] or "million"
        is_thousand = words.casefold() in ("1k", "1,000", "千")
        return _with_hours(
            text, FoundUnit("1K tokens" if is_thousand else "1M tokens", *bare.span())
        )
    return unknown


def _with_hours(text: str, found: FoundUnit) -> FoundUnit:
    """The unit, or that of what is kept for an hour, where "/ hour" stands behind it."""
    behind = _PER_HOUR.match(text, found.end)
    if found.unit == "1M tokens" and behind:
        return FoundUnit("1M token-hours", found.start, behind.end())
    return found


def read_unit(text: str) -> Unit | None:
    """The unit after "/" or "per" ("$0.034 / minute", "Prices per 1M tokens."); None for a text
    without one.

    Raises LayoutChanged for a unit that is not known.
    """
    match = _UNIT.search(text)
    if match is None:
        return None
    unit = _UNITS.get(match[1].casefold())
    if unit is None:
        raise LayoutChanged(
            "a unit is not known", found=repr(match[1]), expected=", ".join(sorted(_UNITS))
        )
    return unit


def require_unit(price: Quote, statement: Quote | None = None) -> Unit:
    """The unit of a price: its own, or that of a line about all prices. Raises LayoutChanged when
    neither has one. A price with a unit that is not known becomes no fact, and has the line's.
    """
    try:
        unit = read_unit(_LEAST_CHARGE.sub("", price.text))
    except LayoutChanged:
        if statement is None:
            raise
        unit = None
    if unit is None and statement is not None:
        unit = read_unit(statement.text)
    if unit is None:
        raise LayoutChanged(
            "nothing says what a price is per", where=price.locator, found=price.text
        )
    return unit
