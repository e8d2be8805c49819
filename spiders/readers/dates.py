"""Calendar days in sentences: in English, in Chinese, or in numbers with the year first."""

import re
from datetime import date, datetime
from typing import NamedTuple

from spiders.claims import Quote
from spiders.errors import LayoutChanged

_DAY = re.compile(
    r"\b(?P<month_name>[A-Z][a-z]{2,8})\.? (?P<day_of_month>\d{1,2})(?:st|nd|rd|th)?, "
    r"(?P<year_after>\d{4})\b"
    r"|(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2})(?: ?日|\b)"
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


def _date(match: re.Match[str]) -> date:
    month_name = match["month_name"]
    try:
        if month_name is None:
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        written = f"{month_name[:3]} {match['day_of_month']} {match['year_after']}"
        return datetime.strptime(written, "%b %d %Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise LayoutChanged("a day is none of the calendar", found=match[0]) from None
