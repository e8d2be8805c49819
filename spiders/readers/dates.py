"""Calendar days in sentences, as pages write them: in English, in Chinese, in numbers with the year
first.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from spiders.claims import Quote
from spiders.errors import LayoutChanged

_DAY = re.compile(
    r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})\b"
    r"|(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?: ?日|\b)"
)


class Day(NamedTuple):
    """A day: where it is written, and its ISO date."""

    quote: Quote
    iso: str


def read_days(quote: Quote) -> list[Day]:
    """The days in a text, in order. A name of no month, or a day that no month has, is a changed
    page.
    """
    return [
        Day(quote.slice(*match.span()), _date(match).isoformat())
        for match in _DAY.finditer(quote.text)
    ]


def read_one_day(quote: Quote) -> Day:
    """The day in a text that names just one; any other is a changed page."""
    days = read_days(quote)
    if len(days) != 1:
        raise LayoutChanged("a text does not name one day", where=quote.locator, found=quote.text)
    return days[0]


def _date(match: re.Match[str]) -> date:
    name, day, year, *numbers = match.groups()
    try:
        if name is None:
            return date(*map(int, numbers))
        return datetime.strptime(f"{name[:3]} {day} {year}", "%b %d %Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise LayoutChanged("a day is none of the calendar", found=match[0]) from None
