"""Times of day in words: the windows that a sentence names, in UTC, and what they leave of the day."""

import re

from spiders.errors import LayoutChanged

_WINDOW = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~]\s*(\d{1,2}):(\d\d)")
_BEIJING = re.compile(r"Beijing|北京|UTC\s*\+\s*8")
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
