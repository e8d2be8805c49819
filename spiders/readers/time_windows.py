"""Times of day in words: the windows that a sentence names, in UTC, and what they leave of the day."""

import re
from collections.abc import Sequence

from spiders.claims import Quote
from spiders.errors import LayoutChanged

_WINDOW = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~]\s*(\d{1,2}):(\d\d)")
_BEIJING = re.compile(r"Beijing|北京|UTC\s*\+\s*8")
_SOME_DAYS = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun|week|holi)days?\b|weekend|周|节假日", re.IGNORECASE
)
_PERIOD = re.compile(r"(off-peak|空闲时段)|peak|高峰时段", re.IGNORECASE)
TIMES = _WINDOW.pattern
"""What a sentence matches that names times of day."""
_DAY = 24 * 60


def read_windows(text: str) -> list[str]:
    """The windows in a phrase such as "01:00 - 04:00 and 06:00 - 10:00 UTC", as Claim.hours writes
    them; in order.

    Raises LayoutChanged where there is none.
    """
    windows = [tuple(map(int, window.groups())) for window in _WINDOW.finditer(text)]
    is_beijing = _BEIJING.search(text)
    if not windows or not (is_beijing or "UTC" in text):
        raise LayoutChanged(
            "no times of day in a known zone", expected="such as '16:30-00:30 UTC'", found=text
        )
    shift = -8 * 60 if is_beijing else 0
    minutes = [(a * 60 + b + shift, c * 60 + d + shift) for a, b, c, d in windows]
    return [_written(start, end) for start, end in minutes]


def read_times(words: str, notes: Sequence[Quote]) -> list[tuple[str | None, str | None]]:
    """When a price holds that is labelled so: its hours, one window each, or a variant; (None,
    None) for all day.

    Labels name the hours, or say PEAK or OFF-PEAK; then the one sentence of the page that has times
    of day says when that is. Claim.hours are hours of every day: where it names days, "peak" and
    "off-peak" are variants.
    """
    if _WINDOW.search(words):
        return [(window, None) for window in read_windows(words)]
    if not (period := _PERIOD.search(words)):
        return [(None, None)]
    if len(notes) != 1:
        raise LayoutChanged(
            f"{len(notes)} sentences say when the peak hours are",
            expected="exactly one",
            found=words,
        )
    if _SOME_DAYS.search(notes[0].text):
        return [(None, "off-peak" if period[1] else "peak")]
    windows = read_windows(notes[0].text)
    return [(window, None) for window in (rest_of_day(windows) if period[1] else windows)]


def utc_window(start: str, end: str) -> str:
    """The window between two times in UTC, "00:30:00Z" and "16:30:00Z". Raises LayoutChanged for
    another zone.
    """
    times = [re.fullmatch(r"(\d\d:\d\d)(?::00)?Z", time) for time in (start, end)]
    if not times[0] or not times[1]:
        raise LayoutChanged(
            "a time is not one of whole minutes in UTC", expected="such as '16:30:00Z'", found=start
        )
    return f"{times[0][1]}-{times[1][1]}"


def rest_of_day(windows: list[str]) -> list[str]:
    """What windows leave of the day, as windows."""
    ends = sorted(tuple(map(_minutes, window.split("-"))) for window in windows)
    following = [start for start, _ in ends[1:]] + [ends[0][0]]
    return [
        _written(end, start)
        for (_, end), start in zip(ends, following, strict=True)
        if end % _DAY != start % _DAY
    ]


def _minutes(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _written(start: int, end: int) -> str:
    return "-".join(f"{minute % _DAY // 60:02}:{minute % 60:02}" for minute in (start, end))
