"""Calendar days in sentences and cells: in English, in Chinese, or in numbers with the year first."""

import re
from datetime import date, datetime
from typing import NamedTuple

from spiders.claims import Attribute, Quote
from spiders.errors import LayoutChanged

_DAY = re.compile(
    r"\b(?P<month_name>[A-Z][a-z]{2,8})\.? (?P<day_of_month>\d{1,2})(?:st|nd|rd|th)?, "
    r"(?P<year_after>\d{4})\b"
    r"|\b(?P<day_before>\d{1,2})(?:st|nd|rd|th)? (?P<month_after>[A-Z][a-z]{2,8})\.?,? "
    r"(?P<year_last>\d{4})\b"
    r"|(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})(?: ?日|\b)"
)
_EARLIEST = re.compile(
    r"(?:(?:at )?earliest|not? (?:sooner|earlier) than) (.+)|(.+) or later", re.IGNORECASE
)


class Day(NamedTuple):
    """A day in a text: its words, and its ISO date."""

    quote: Quote
    iso: str


def read_days(quote: Quote) -> list[Day]:
    """The days in a text, in order. Raises LayoutChanged for a month or a day that does not
    exist.
    """
    matches = _DAY.finditer(quote.text)
    return [Day(quote.slice(*match.span()), _date(match).isoformat()) for match in matches]


def read_one_day(quote: Quote) -> Day:
    """The day in a text that names just one; any other is a changed page."""
    days = read_days(quote)
    if len(days) != 1:
        raise LayoutChanged("a text does not name one day", where=quote.locator, found=quote.text)
    return days[0]


def long_date(text: str) -> date:
    """A date written as "August 31, 2026". Raises LayoutChanged for anything else."""
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007 (a calendar day has no zone)
    except ValueError:
        raise LayoutChanged(
            "a date is not written as a month's name, a day, a year", found=repr(text)
        ) from None


def read_retirement(cell: Quote) -> tuple[Attribute, Quote]:
    """The attribute that a day of retirement states, and the day: with "or later" it is only the
    earliest possible one.
    """
    match = _EARLIEST.fullmatch(cell.text)
    if match is None:
        return "retired_date", cell
    group = 1 if match[1] else 2
    return "retirement_not_before_date", cell.slice(*match.span(group))


def _date(match: re.Match[str]) -> date:
    month_name = match["month_name"] or match["month_after"]
    try:
        if month_name is None:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        day = match["day_of_month"] or match["day_before"]
        year = match["year_after"] or match["year_last"]
        written = f"{month_name[:3]} {day} {year}"
        return datetime.strptime(written, "%b %d %Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise LayoutChanged("a day is none of the calendar", found=match[0]) from None
