"""Times of day and days of the week in words: the windows that a sentence names, in UTC, and the
rest of the day or of the week.
"""

import re
from collections.abc import Iterable, Sequence

from spiders.errors import LayoutChanged

_WINDOW = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~]\s*(\d{1,2}):(\d\d)")
_BEIJING = re.compile(r"Beijing|北京|UTC\s*\+\s*8")
TIMES = _WINDOW.pattern
"""What a sentence matches that names times of day."""
_DAY = 24 * 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_NAME = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"
_CHINESE_DAYS = "一二三四五六日"
_DAY_RANGE = re.compile(rf"\b{_DAY_NAME} ?(?:-|–|—|to|through|thru) ?{_DAY_NAME}", re.IGNORECASE)
_CHINESE_RANGE = re.compile(
    rf"(?:周|星期)([{_CHINESE_DAYS}]) ?(?:至|到|-|–) ?(?:周|星期)([{_CHINESE_DAYS}])"
)
_WORKING_DAYS = re.compile(r"\b(?:week|working |business )days\b|工作日", re.IGNORECASE)
_WEEKENDS = re.compile(r"\bweekends\b|周末", re.IGNORECASE)
_NO_HOLIDAYS = re.compile(
    r"\b(?:excluding|except|excepting|not|other than)\b[\w ]*\bholidays?\b|不含[^，,;；)）]*节假日",
    re.IGNORECASE,
)
_ANY_DAY = re.compile(
    rf"\b{_DAY_NAME}\b|\b(?:holi|week|working |business )days?\b|\bweekends?\b|周|星期|节假日|工作日",
    re.IGNORECASE,
)
_WITHOUT_HOLIDAYS = " without holidays"
_WITH_HOLIDAYS = " with holidays"


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


def names_days(text: str) -> bool:
    """Whether a text names days of the week or holidays."""
    return _ANY_DAY.search(text) is not None


def read_weekly_windows(text: str) -> list[str]:
    """The windows of a sentence such as "01:00 - 04:00 UTC, Monday through Friday, excluding public
    holidays", as `Claim.hours` writes them: "Mon-Fri without holidays 01:00-04:00". What a sentence
    says behind a semicolon is of other times.

    Raises LayoutChanged as read_windows does, for other words of days, and where a window is on
    another day in UTC than where its days are counted.
    """
    clause = re.split("[;；]", text)[0]
    days, rest = _named_days(clause)
    holidays = _NO_HOLIDAYS.search(rest)
    if holidays:
        rest = rest[: holidays.start()] + rest[holidays.end() :]
    windows = read_windows(clause)
    is_shifted = _BEIJING.search(clause) is not None
    crosses_midnight = any(
        _minutes(window[-5:]) <= _minutes(window[:5]) or _minutes(window[:5]) >= _DAY - 8 * 60
        for window in windows
    )
    if not days or names_days(rest) or (is_shifted and crosses_midnight):
        raise LayoutChanged(
            "no known days of the week", expected="Monday through Friday", found=text
        )
    words = f"{_day_words(days)}{_WITHOUT_HOLIDAYS if holidays else ''}"
    return [f"{words} {window}" for window in windows]


def days_of_week(names: Iterable[str]) -> str | None:
    """Days that are named one by one, "monday", "tue", as `Claim.hours` writes them; None where a
    name is of no day.
    """
    known = {name.casefold(): index for index, name in enumerate(_DAYS)}
    days = [known.get(name.strip()[:3].casefold()) for name in names]
    found = [day for day in days if day is not None]
    return _day_words(found) if found and len(found) == len(days) else None


def _named_days(clause: str) -> tuple[list[int], str]:
    """The days of the week that a clause names, counted from Monday, and the clause without the
    words for them.
    """
    for pattern, first_day, last_day in ((_WORKING_DAYS, 0, 4), (_WEEKENDS, 5, 6)):
        match = pattern.search(clause)
        if match:
            return list(range(first_day, last_day + 1)), _without(clause, match)
    match = _DAY_RANGE.search(clause)
    if match:
        first, last = (_DAYS.index(name.capitalize()) for name in match.groups())
        return _day_range(first, last), _without(clause, match)
    match = _CHINESE_RANGE.search(clause)
    if match:
        first, last = (_CHINESE_DAYS.index(name) for name in match.groups())
        return _day_range(first, last), _without(clause, match)
    return [], clause


def _without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + text[match.end() :]


def _day_range(first: int, last: int) -> list[int]:
    """The days from one to another, over the week's end where it is behind."""
    count = (last - first) % 7 + 1
    return [(first + step) % 7 for step in range(count)]


def _day_words(days: Sequence[int]) -> str:
    """Days of the week in order: "Mon-Fri", "Mon,Wed"."""
    ordered = sorted(set(days))
    is_run = len(ordered) > 1 and ordered[-1] - ordered[0] == len(ordered) - 1
    if is_run:
        return f"{_DAYS[ordered[0]]}-{_DAYS[ordered[-1]]}"
    return ",".join(_DAYS[day] for day in ordered)


def _days_in(words: str) -> list[int]:
    """The days that `Claim.hours` names before a window; all seven for none."""
    if not words:
        return list(range(7))
    first, _, last = words.partition("-")
    if last:
        return _day_range(_DAYS.index(first), _DAYS.index(last))
    return [_DAYS.index(name) for name in words.split(",")]


def rest_of_week(windows: Sequence[str]) -> list[str]:
    """The times beside these windows, of which some name days: on each day the rest of it, on the
    other days, and on holidays that are left out, the whole day.
    """
    taken: dict[int, list[tuple[int, int]]] = {day: [] for day in range(7)}
    leaves_holidays = any(_WITHOUT_HOLIDAYS in window for window in windows)
    for window in windows:
        days_words = window[:-11].replace(_WITHOUT_HOLIDAYS, "").strip()
        start, end = _minutes(window[-11:-6]), _minutes(window[-5:]) or _DAY
        for day in _days_in(days_words):
            if start < end:
                taken[day].append((start, end))
            else:
                taken[day].append((start, _DAY))
                taken[(day + 1) % 7].append((0, end))
    by_gaps: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for day, spans in taken.items():
        by_gaps.setdefault(_gaps(spans), []).append(day)
    rest: list[str] = []
    for gaps, days in by_gaps.items():
        is_whole = gaps == ((0, _DAY),)
        holidays = ""
        if leaves_holidays:
            holidays = _WITH_HOLIDAYS if is_whole else _WITHOUT_HOLIDAYS
        rest += [f"{_day_words(days)}{holidays} {_window(*gap)}" for gap in gaps]
    return rest


def _gaps(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans of a day, in minutes from midnight, that the given ones leave."""
    gaps: list[tuple[int, int]] = []
    begin = 0
    for start, end in [*sorted(spans), (_DAY, _DAY)]:
        if start > begin:
            gaps.append((begin, start))
        begin = max(begin, end)
    return tuple(gaps)


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
