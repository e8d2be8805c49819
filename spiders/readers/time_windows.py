"""Times of day in words: the windows that a sentence names, in UTC, and the rest of the day."""

import re

from spiders.errors import LayoutChanged

_WINDOW = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~]\s*(\d{1,2}):(\d\d)")
_BEIJING = re.compile(r"Beijing|北京|UTC\s*\+\s*8")
TIMES = _WINDOW.pattern
"""What a sentence matches that names times of day."""
_DAY = 24 * 60


def read_windows(text: str) -> list[str]:
    """The windows in a phrase such as "01:00 - 04:00 and 06:00 - 10:00 UTC", in order, as
    `Claim.hours` writes them.

    Raises LayoutChanged for a phrase without times of day, and for another time zone than UTC and
    that of Beijing.
    """
    is_beijing = _BEIJING.search(text) is not None
    has_known_zone = is_beijing or "UTC" in text
    matches = list(_WINDOW.finditer(text))
    if not matches or not has_known_zone:
        raise LayoutChanged(
            "no times of day in a known zone", expected="such as '16:30-00:30 UTC'", found=text
        )
    shift = -8 * 60 if is_beijing else 0
    windows: list[str] = []
    for match in matches:
        start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
        start = start_hour * 60 + start_minute + shift
        end = end_hour * 60 + end_minute + shift
        windows.append(_window(start, end))
    return windows


def rest_of_day(windows: list[str]) -> list[str]:
    """The windows between the given windows: from the end of each to the start of the next, and
    from the last one over midnight to the first.
    """
    taken: list[tuple[int, int]] = []
    for window in windows:
        start, _, end = window.partition("-")
        taken.append((_minutes(start), _minutes(end)))
    taken.sort()
    following = [*taken[1:], taken[0]]
    rest: list[str] = []
    for (_, end), (next_start, _) in zip(taken, following, strict=True):
        is_gap = end % _DAY != next_start % _DAY
        if is_gap:
            rest.append(_window(end, next_start))
    return rest


def _minutes(time: str) -> int:
    """The minutes from midnight to a time such as "16:30"."""
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _window(start: int, end: int) -> str:
    """A window as `Claim.hours` writes it, of minutes from midnight, also of another day."""
    return f"{_time(start)}-{_time(end)}"


def _time(minutes: int) -> str:
    hour = minutes % _DAY // 60
    return f"{hour:02}:{minutes % 60:02}"
