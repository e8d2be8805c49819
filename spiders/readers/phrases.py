"""Small phrases that pages write around values: names with notes and days of effect, context bands,
units.
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
_UNIT = re.compile(
    rf"(?:/|\bper|每|[(（](?=[百千万]))\s*({'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))}|[\w-]+)",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    r"(?:(?:at )?earliest|not? (?:sooner|earlier) than) (.+)|(.+) or later", re.IGNORECASE
)
_NO = re.compile(r"[✗✘❌]|not? \b|no$|不支持|否", re.IGNORECASE)
_YES = re.compile(r"[✓✔✅]|yes\b|support|支持|是$", re.IGNORECASE)
_SIGNS = {"≤": "<=", "≥": ">="}


class Band(NamedTuple):
    """The ends of an input-context band in tokens, as Claim.over_tokens and Claim.upto_tokens write
    them.
    """

    over: str | None
    upto: str | None


class Name(NamedTuple):
    """A model's name in a label: as quoted and in full, with the note and the days of effect
    written beside it.
    """

    quote: Quote
    full: str
    note: Quote | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    """The first day no longer in effect: half-open."""
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
        """The claim that this route costs so much; the name brings its days of effect and its band
        along.
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
    """The word "free" in a name, as context for its prices; none where it does not stand there."""
    match = re.search(r"\bfree\b", name.text, re.IGNORECASE)
    return [name.slice(*match.span()).as_context("free")] if match else []


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
    note = valid_from = valid_to = None
    conditions: tuple[Context, ...] = ()
    if match := _VALIDITY.search(cell.text):
        day = long_date(match[3])
        if match[2] == "through":
            valid_to = (day + timedelta(days=1)).isoformat()
        elif match[2] == "until":
            valid_to = day.isoformat()
        else:
            valid_from = day.isoformat()
        conditions = (cell.slice(*match.span(1)).as_context("validity"),)
        end = match.start()
    band = Band(None, None)
    if match := _BAND_NOTE.search(cell.text[:end]):
        band = read_band(match[1])
        conditions = (*conditions, cell.slice(*match.span(1)).as_context("band"))
        end = match.start()
    if match := _NOTE.search(cell.text[:end]):
        note = cell.slice(*match.span(1))
        end = match.start()
    quote = cell if end == len(cell.text) else cell.slice(0, end)
    return Name(quote, quote.text, note, valid_from, valid_to, conditions, band)


def names_in(line: Quote, pattern: str, prefix: str) -> list[Name]:
    """The names that match `pattern` in a line of prose, each once, in full with `prefix` where it
    is left out.
    """
    found: dict[str, Name] = {}
    for match in re.finditer(pattern, line.text):
        full = match[0] if match[0].startswith(prefix) else prefix + match[0]
        found.setdefault(full, Name(line.slice(*match.span()), full))
    return list(found.values())


def read_band(text: str) -> Band:
    """The band in a phrase such as "> 200K input tokens" or "<272K context length". LayoutChanged
    where there is none.
    """
    match = _BAND.search(text)
    if match is None:
        raise LayoutChanged(
            "no context band is written here", found=repr(text), expected="such as '<= 200K'"
        )
    tokens = Decimal(match[2]) * {"": 1, "K": 1_000, "M": 1_000_000}[match[3].upper()]
    end = f"{_SIGNS.get(match[1], match[1])}{int(tokens)}"
    return Band(None, end) if end.startswith("<") else Band(end, None)


def read_unit(text: str) -> Unit | None:
    """The unit written after "/" or "per" ("$0.034 / minute", "Prices per 1M tokens."); None where
    there is none.

    Raises LayoutChanged for a unit that nobody has named yet.
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
    """The unit of a price: its own, or that of a line about all prices. Raises LayoutChanged where
    neither has one.
    """
    unit = read_unit(price.text) or (read_unit(statement.text) if statement else None)
    if unit is None:
        raise LayoutChanged(
            "nothing says what a price is per", where=price.locator, found=price.text
        )
    return unit


def read_retirement(cell: Quote) -> tuple[Attribute, Quote]:
    """What a day of retirement is, and the day; one "or later" is a day before which nothing
    happens.
    """
    if match := _EARLIEST.fullmatch(cell.text):
        return "retirement_not_before_date", cell.slice(*match.span(1 if match[1] else 2))
    return "retired_date", cell


def bare_name(name: Quote) -> Quote:
    """A name without its owner and its seller: the Claude 3 Haiku of "Anthropic's Claude 3 Haiku on
    Google Cloud".
    """
    words = re.fullmatch(r"(?:\w+'s )?(.+?)(?: on [A-Z][\w ]+)?", name.text)
    return name.slice(*words.span(1)) if words else name


def read_yes_or_no(cell: Quote) -> str:
    """What a cell answers with a mark or with words: "yes" or "no". Raises LayoutChanged for anything
    else.
    """
    for answer, pattern in (("no", _NO), ("yes", _YES)):
        if pattern.match(cell.text):
            return answer
    raise LayoutChanged(
        "a cell is neither yes nor no",
        where=cell.locator,
        expected="such as ✓ or Not supported",
        found=cell.text,
    )
