"""Conditions in words beside prices: days of effect, offers for a time, times of day. They stand in
labels, headers and cells alike.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from spiders.claims import PriceClass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)


def _day(name: str) -> str:
    """A pattern for a day, a month, or a day without its year; `name` begins its groups' names."""
    return (
        rf"(?P<{name}>\d{{4}}-\d{{1,2}}(?:-\d{{1,2}})?\b|\d{{4}}/\d{{1,2}}/\d{{1,2}}\b|"
        rf"\d{{4}} ?年 ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?|"
        rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b|"
        rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}}\b)?|{_MONTH},? \d{{4}}\b)"
    )


_TO = (
    r"(?:valid |available |ends? |ending |expires? |expiring )?"
    r"(?P<to>through|thru|until|till|up to and including|before|on|to)"
)
_FROM = (
    r"(?:(?P<from>starting|beginning|effective|valid from|from|as of|since|after)"
    r"(?: on| from| at \d{1,2}:\d\d UTC on)?)"
)
_DATED = rf"\b{_FROM} {_day('first')}(?: onwards?| ?(?:-|–|to|until|through|till) ?{_day('last')})?"
_ENDING = rf"\b{_TO} {_day('end')}"
_CHINESE = (
    rf"(?:截至|截止|至|到) ?{_day('until')} ?(?:止|前|24:00)?|自?从? ?{_day('since')} ?(?:起|开始)"
)
_OFFER = (
    r"\b(?P<introductory>introductory)(?: price| pricing| rate| offer)?\b|"
    r"(?P<offer>\b(?:promotional|promotion|promo|limited[- ]time|special|launch|sale|discounted)"
    r"(?: price| pricing| rate| offer| discount)?\b|"
    r"\bfor a limited time\b|限时(?:优惠|特惠|特价|折扣)?价?|优惠价|活动价|特价)"
)
_PERIOD = (
    r"(?P<period>\boff[- ]?peak(?: hours?| time)?\b|\bpeak(?: hours?| time)?\b|\bweekends?\b|"
    r"\bweekdays?\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|\bbusiness hours\b|"
    r"\b(?:night|day)[- ]?time\b|\bnights?\b|高峰(?:时段|期)?|空闲时段|闲时|忙时|夜间|周末|工作日|"
    r"\d{1,2}:\d\d ?[-–~] ?\d{1,2}:\d\d(?: ?UTC)?)"
)
CONDITION = re.compile(
    rf"{_DATED}|{_ENDING}|{_CHINESE}|{_OFFER}|{_PERIOD}",
    re.IGNORECASE,
)
_LAST_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]$")
_BAND_WORDS = re.compile(r"\s*[<≤>≥]=? ?\d[^,;]*")
_BEHIND_NAME = re.compile(r"[\s,:–—-]+$")


class Condition(NamedTuple):
    """A condition in a text: where its words stand, and what they say."""

    start: int
    end: int
    valid_from: str | None = None
    """First day of effect, ISO date."""
    valid_to: str | None = None
    """First day no longer in effect, ISO date."""
    price_class: PriceClass = "list"
    period: str | None = None
    """The words for a time of day or of the week: "off-peak"."""
    is_unclear: bool = False
    """Whether the words do not say enough: a day without its year."""


def conditions_in(text: str) -> list[Condition]:
    """The conditions in a text, in order. Empty for a text without any."""
    return list(_conditions(text))


def _conditions(text: str) -> Iterator[Condition]:
    for match in CONDITION.finditer(text):
        span = match.span()
        if match["period"]:
            yield Condition(*span, period=match["period"].casefold())
        elif match["introductory"]:
            yield Condition(*span, price_class="introductory")
        elif match["offer"]:
            yield Condition(*span, price_class="promotional")
        elif match["to"] and match["to"].casefold() in ("on", "to") and match[0][:1] in "oOtT":
            continue  # "to May 2026" alone says no end
        else:
            yield _dated(match)


def _dated(match: re.Match[str]) -> Condition:
    """The condition of words with a day."""
    start_words = match["first"] or match["since"]
    end_words = match["last"] or match["end"] or match["until"]
    start = _first_day(start_words) if start_words else None
    end = _first_day(end_words) if end_words else None
    is_unclear = bool(start_words and not start) or bool(end_words and not end)
    if start and (match["from"] or "").casefold() == "after":
        start = _day_after(start_words, start)
    if end and _is_inclusive(match, end):
        end = _day_after(end_words, end)
    return Condition(
        *match.span(),
        valid_from=start.isoformat() if start else None,
        valid_to=end.isoformat() if end else None,
        is_unclear=is_unclear,
    )


def _is_inclusive(match: re.Match[str], end: date) -> bool:
    """Whether the end that is named belongs to the time: "until December 1" ends before it, "until
    December 31" with the month.
    """
    if match["until"] or match["last"]:
        return True
    word = match["to"].casefold()
    if word == "before":
        return False
    is_day = (
        re.fullmatch(rf"{_MONTH},? \d{{4}}|\d{{4}}-\d{{1,2}}", match["end"], re.IGNORECASE) is None
    )
    ends_month = is_day and end.day == monthrange(end.year, end.month)[1]
    return word not in ("until", "till") or ends_month


def _first_day(words: str) -> date | None:
    """The day, or the first day of the month, that words name; None for a day without its year, and
    for one that is in no calendar.
    """
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month_name = re.search(_MONTH, words, re.IGNORECASE)
    if month_name is None:
        parts = numbers if len(numbers) == 3 else [*numbers, 1]
    else:
        month = _MONTHS.index(month_name[0][:3].casefold()) + 1
        years = [number for number in numbers if number > 31]
        days = [number for number in numbers if number <= 31] or [1]
        if not years:
            return None
        parts = [years[0], month, days[0]]
    try:
        return date(*parts[:3])
    except ValueError:
        return None


def _day_after(words: str, day: date) -> date:
    """The day after a day, or the first day after a month."""
    has_day = len(re.findall(r"\d+", words)) > (1 if re.search(_MONTH, words, re.IGNORECASE) else 2)
    if has_day:
        return day + timedelta(days=1)
    return day + timedelta(days=monthrange(day.year, day.month)[1])


def without_conditions(label: str) -> str:
    """A label without the conditions in it: "Input, through May 1, 2027, per 1M tokens" is "Input,
    per 1M tokens".
    """
    found = conditions_in(label)
    if not found or found[0].start == 0:
        return label
    rest = label
    for condition in reversed(found):
        rest = rest[: condition.start] + rest[condition.end :]
    without_brackets = re.sub(r"[(\[（]\s*[)\]）]", "", rest)
    without_commas = re.sub(r"(?:\s*,)+(?=\s*(?:,|$))", "", without_brackets)
    one_spaced = " ".join(without_commas.split()).replace(" ,", ",")
    return one_spaced.rstrip(" ,:;-–—")


class LabelConditions(NamedTuple):
    """What stands behind a name or a header: where the name ends, and the conditions behind it."""

    end: int
    conditions: list[Condition]
    band: tuple[int, int] | None = None
    """Where a band of input stands among them: "<272K context length"."""
    unread: str = ""
    """Words among the conditions that mean nothing known."""

    @property
    def says_days_alone(self) -> bool:
        """Whether days of effect are all that it says."""
        are_days = [bool(found.valid_from or found.valid_to) for found in self.conditions]
        return all(are_days) and self.band is None and not self.unread


def split_label(text: str) -> LabelConditions | None:
    """The conditions at the end of a label, in brackets or without: "Nova 2 (until May 1, 2027)",
    "Nova 2 from June 2027". None for a label without conditions.
    """
    brackets = _LAST_BRACKETS.search(text)
    if brackets:
        return _in_brackets(text, brackets)
    found = conditions_in(text)
    if not found or found[-1].end != len(text) or found[-1].start == 0:
        return None
    conditions: list[Condition] = []
    end = len(text)
    for condition in reversed(found):
        if text[condition.end : end].strip(" ,;:-–—"):
            break
        conditions.insert(0, condition)
        end = condition.start
    behind = _BEHIND_NAME.search(text[:end])
    is_apart = behind is not None and behind.start() > 0
    if not is_apart or behind is None:
        return None
    is_offer_alone = all(condition.price_class != "list" for condition in conditions)
    if is_offer_alone and behind[0] == " ":
        return None  # "Nova Special" is a name
    return LabelConditions(behind.start(), conditions)


def _in_brackets(text: str, brackets: re.Match[str]) -> LabelConditions | None:
    inside_start, inside_end = brackets.span(1)
    conditions: list[Condition] = []
    rest = list(text[inside_start:inside_end])
    for condition in conditions_in(text[inside_start:inside_end]):
        rest[condition.start : condition.end] = " " * (condition.end - condition.start)
        conditions.append(
            condition._replace(
                start=condition.start + inside_start, end=condition.end + inside_start
            )
        )
    if not conditions or brackets.start() == 0:
        return None
    words = "".join(rest)
    band = _BAND_WORDS.search(words)
    band_span: tuple[int, int] | None = None
    if band:
        band_span = (band.start() + inside_start, band.end() + inside_start)
        words = words[: band.start()] + words[band.end() :]
    unread = " ".join(re.sub(r"[,;:]|\b(?:price|pricing|rate|only)\b", " ", words).split())
    return LabelConditions(brackets.start(), conditions, band_span, unread)
