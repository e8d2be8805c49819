"""Short phrases around values: names with notes and days of effect, context bands, units, dates,
ids.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple, TypeVar

from spiders.claims import (
    Attribute,
    Claim,
    Context,
    Currency,
    Lifetime,
    Meter,
    Modality,
    Quote,
    Tier,
    Unit,
)
from spiders.errors import LayoutChanged

T = TypeVar("T")

_NOTE = re.compile(
    r"\s*\(\s*((?:deprecated|retired|limited availability|legacy|beta|preview)\b[^)]*?)\s*\)$",
    re.IGNORECASE,
)
_BAND_NOTE = re.compile(r"\s*\(([<≤>≥][^)]*context length)\)$")
_VALIDITY = re.compile(r"\s+((through|until|starting|from)\s+([A-Z][a-z]+ \d{1,2}, \d{4}))$")
_BAND = re.compile(r"(<=|≤|<|>=|≥|>)\s*(\d+(?:\.\d+)?)\s*([KM]?)", re.IGNORECASE)
_UNITS: dict[str, Unit] = {
    "1m tokens": "1M tokens",
    "mtok": "1M tokens",
    "1k tokens": "1K tokens",
    "1m characters": "1M characters",
    "second": "second",
    "minute": "minute",
    "hour": "hour",
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
    "1k characters": "1K characters",
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
}
# Longer names first, so that "1M tokens per hour" is not read as "1M tokens".
_UNIT_NAMES = "|".join(re.escape(name) for name in sorted(_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:/|\bper|每|[(（](?=[百千万]))\s*({_UNIT_NAMES}|[\w-]+)", re.IGNORECASE)
_EARLIEST = re.compile(
    r"(?:(?:at )?earliest|not? (?:sooner|earlier) than) (.+)|(.+) or later", re.IGNORECASE
)
_NO = re.compile(r"[✗✘❌]|not? \b|no$|不支持|否", re.IGNORECASE)
_YES = re.compile(r"[✓✔✅]|yes\b|support|支持|是$", re.IGNORECASE)
_SIGNS = {"≤": "<=", "≥": ">="}
_SCALES = {"": 1, "K": 1_000, "M": 1_000_000}


class Band(NamedTuple):
    """An input-context band: its ends in tokens, as `Claim.over_tokens` and `Claim.upto_tokens`
    write them. None for an open end.
    """

    over: str | None
    """Such as ">200000"."""
    upto: str | None
    """Such as "<=200000"."""


class Name(NamedTuple):
    """A model's name in a label, with the note, the days of effect and the band beside it."""

    quote: Quote
    full: str
    """The full name, where the label shortens it."""
    note: Quote | None = None
    """Such as "retired"."""
    valid_from: str | None = None
    """The first day of effect, ISO date."""
    valid_to: str | None = None
    """The first day no longer in effect, ISO date."""
    conditions: tuple[Context, ...] = ()
    """The words that state the days of effect and the band."""
    band: Band = Band(None, None)

    def price(
        self,
        meter: Meter,
        quote: Quote,
        unit: Unit,
        *,
        tier: Tier = "standard",
        band: Band | None = None,
        lifetime: Lifetime | None = None,
        modality: Modality | None = None,
        region: str | None = None,
        variant: str | None = None,
        currency: Currency | None = None,
    ) -> Claim:
        """The claim of a price of this route, with the name's days of effect and, unless another is
        given, its band.
        """
        over, upto = band or self.band
        return Claim(
            route=self.quote,
            full_name=self.full,
            meter=meter,
            quote=quote.with_context(*self.conditions),
            unit=unit,
            tier=tier,
            over_tokens=over,
            upto_tokens=upto,
            lifetime=lifetime,
            modality=modality,
            region=region,
            variant=variant,
            currency=currency,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def free_context(name: Quote) -> list[Context]:
    """The word "free" in a name, as context for its prices; empty for a name without it."""
    free = name.find(r"(?i)\bfree\b")
    return [free.as_context("free")] if free else []


def long_date(text: str) -> date:
    """A date written as "August 31, 2026". Raises LayoutChanged for anything else."""
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007 (a calendar day has no zone)
    except ValueError:
        raise LayoutChanged(
            "a date is not written as a month's name, a day, a year", found=repr(text)
        ) from None


def read_name(cell: Quote) -> Name:
    """A name with what pages append to it: "Claude Opus 4 (retired)", "Claude Sonnet 5 through
    August 31, 2026".
    """
    end = len(cell.text)
    valid_from: str | None = None
    valid_to: str | None = None
    conditions: list[Context] = []
    validity = _VALIDITY.search(cell.text)
    if validity:
        valid_from, valid_to = _days_of_effect(validity[2], long_date(validity[3]))
        conditions.append(cell.slice(*validity.span(1)).as_context("validity"))
        end = validity.start()
    band = Band(None, None)
    band_note = _BAND_NOTE.search(cell.text[:end])
    if band_note:
        band = read_band(band_note[1])
        conditions.append(cell.slice(*band_note.span(1)).as_context("band"))
        end = band_note.start()
    note: Quote | None = None
    status_note = _NOTE.search(cell.text[:end])
    if status_note:
        note = cell.slice(*status_note.span(1))
        end = status_note.start()
    quote = cell if end == len(cell.text) else cell.slice(0, end)
    return Name(quote, quote.text, note, valid_from, valid_to, tuple(conditions), band)


def _days_of_effect(preposition: str, day: date) -> tuple[str | None, str | None]:
    """`valid_from` and `valid_to` of words such as "through August 31, 2026", as ISO dates."""
    match preposition:
        case "through":
            return None, (day + timedelta(days=1)).isoformat()
        case "until":
            return None, day.isoformat()
        case _:
            return day.isoformat(), None


def names_in(line: Quote, pattern: str, prefix: str) -> list[Name]:
    """The names that match `pattern` in a line of prose, each once. The full name has `prefix`, also
    when the line leaves it out.
    """
    found: dict[str, Name] = {}
    for match in re.finditer(pattern, line.text):
        full = match[0] if match[0].startswith(prefix) else prefix + match[0]
        found.setdefault(full, Name(line.slice(*match.span()), full))
    return list(found.values())


def read_band(text: str) -> Band:
    """The band in a phrase such as "> 200K input tokens" or "<272K context length". Raises
    LayoutChanged for a phrase without one.
    """
    match = _BAND.search(text)
    if match is None:
        raise LayoutChanged(
            "no context band is written here", found=repr(text), expected="such as '<= 200K'"
        )
    sign, number, suffix = match.groups()
    tokens = Decimal(number) * _SCALES[suffix.upper()]
    end = f"{_SIGNS.get(sign, sign)}{int(tokens)}"
    return Band(None, end) if end.startswith("<") else Band(end, None)


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
    neither has one.
    """
    unit = read_unit(price.text)
    if unit is None and statement is not None:
        unit = read_unit(statement.text)
    if unit is None:
        raise LayoutChanged(
            "nothing says what a price is per", where=price.locator, found=price.text
        )
    return unit


def read_retirement(cell: Quote) -> tuple[Attribute, Quote]:
    """The attribute that a day of retirement states, and the day: with "or later" it is only the
    earliest possible one.
    """
    match = _EARLIEST.fullmatch(cell.text)
    if match is None:
        return "retired_date", cell
    group = 1 if match[1] else 2
    return "retirement_not_before_date", cell.slice(*match.span(group))


def bare_name(name: Quote) -> Quote:
    """A name without its owner and its seller: the Claude 3 Haiku of "Anthropic's Claude 3 Haiku on
    Google Cloud".
    """
    match = re.fullmatch(r"(?:\w+'s )?(.+?)(?: on [A-Z][\w ]+)?", name.text)
    if match is None:
        return name
    return name.slice(*match.span(1))


def read_yes_or_no(cell: Quote) -> str:
    """Returns "yes" or "no", as a cell says with a mark or with words. Raises LayoutChanged for anything
    else.
    """
    if _NO.match(cell.text):
        return "no"
    if _YES.match(cell.text):
        return "yes"
    raise LayoutChanged(
        "a cell is neither yes nor no",
        where=cell.locator,
        expected="such as ✓ or Not supported",
        found=cell.text,
    )
