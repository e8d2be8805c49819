"""Small phrases that pages write around values: names with notes and days of effect, context bands, units."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from spiders.changed import PageChanged
from spiders.claims import Claim, Context, Currency, Lifetime, Meter, Modality, Quote, Tier, Unit

_NOTE = re.compile(r"\s*\(((?:deprecated|retired|limited availability|legacy|beta|preview)\b[^)]*)\)$", re.IGNORECASE)
_BAND_NOTE = re.compile(r"\s*\(([<≤>≥][^)]*context length)\)$")
_VALIDITY = re.compile(r"\s+((through|until|starting|from)\s+([A-Z][a-z]+ \d{1,2}, \d{4}))$")
_BAND = re.compile(r"(<=|≤|<|>=|≥|>)\s*(\d+(?:\.\d+)?)\s*([KM]?)", re.IGNORECASE)
_UNITS: dict[str, Unit] = {
    "1m tokens": "1M tokens", "mtok": "1M tokens", "1k tokens": "1K tokens", "1m characters": "1M characters",
    "second": "second", "minute": "minute", "hour": "hour", "session-hour": "hour", "image": "image", "page": "page",
    "1k calls": "1K requests", "1,000 searches": "1K requests", "gb per day": "GB-day", "gb-day": "GB-day",
    "20-minute session": "20-minute session",
}  # fmt: skip
_UNIT = re.compile(
    rf"(?:/|\bper)\s*({'|'.join(map(re.escape, sorted(_UNITS, key=len, reverse=True)))}|[\w-]+)", re.IGNORECASE
)
_SIGNS = {"≤": "<=", "≥": ">="}


class Band(NamedTuple):
    """The ends of an input-context band in tokens, as Claim.over_tokens and Claim.upto_tokens write them."""

    over: str | None
    upto: str | None


class Name(NamedTuple):
    """A model's name in a label: as quoted and in full, with the note and the days of effect written beside it."""

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
        variant: str | None = None,
        currency: Currency | None = None,
    ) -> Claim:
        """The claim that this route costs so much; the name brings its days of effect and its band along."""
        over, upto = band or self.band
        return Claim(
            route=self.quote,
            named=self.full,
            price=meter,
            quote=quote.within(*self.conditions),
            unit=unit,
            tier=tier,
            over_tokens=over,
            upto_tokens=upto,
            lifetime=lifetime,
            modality=modality,
            variant=variant,
            currency=currency,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )


def long_date(text: str) -> date:
    """A date written as "August 31, 2026". Raises PageChanged for anything else."""
    try:
        return datetime.strptime(text, "%B %d, %Y").date()  # noqa: DTZ007 (a calendar day has no zone)
    except ValueError:
        raise PageChanged("a date is not written as a month's name, a day, a year", found=repr(text)) from None


def read_name(cell: Quote) -> Name:
    """A name with what pages append to it: "Claude Opus 4 (retired)", "Claude Sonnet 5 through August 31, 2026"."""
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
        conditions = (cell.part(*match.span(1)).as_context("validity"),)
        end = match.start()
    band = Band(None, None)
    if match := _BAND_NOTE.search(cell.text[:end]):
        band = read_band(match[1])
        conditions = (*conditions, cell.part(*match.span(1)).as_context("band"))
        end = match.start()
    if match := _NOTE.search(cell.text[:end]):
        note = cell.part(*match.span(1))
        end = match.start()
    quote = cell if end == len(cell.text) else cell.part(0, end)
    return Name(quote, quote.text, note, valid_from, valid_to, conditions, band)


def read_names(cell: Quote) -> list[Name]:
    """The names in a label that lists several, "Claude Sonnet 4.5 / 4": a short one takes its stem from the first."""
    spans = [match.span() for match in re.finditer(r"[^/\s][^/]*?(?=\s*(?:/|$))", cell.text)]
    if len(spans) < 2:
        return [read_name(cell)]
    quotes = [cell.part(start, end) for start, end in spans]
    stem = quotes[0].text.rpartition(" ")[0]
    full = [quote.text if " " in quote.text else f"{stem} {quote.text}" for quote in quotes]
    return [Name(quote, name) for quote, name in zip(quotes, full, strict=True)]


def names_in(line: Quote, pattern: str, prefix: str) -> list[Name]:
    """The names that match `pattern` in a line of prose, each once, in full with `prefix` where it is left out."""
    found: dict[str, Name] = {}
    for match in re.finditer(pattern, line.text):
        full = match[0] if match[0].startswith(prefix) else prefix + match[0]
        found.setdefault(full, Name(line.part(*match.span()), full))
    return list(found.values())


def read_band(text: str) -> Band:
    """The band in a phrase such as "> 200K input tokens" or "<272K context length". PageChanged where there is none."""
    match = _BAND.search(text)
    if match is None:
        raise PageChanged("no context band is written here", found=repr(text), expected="such as '<= 200K'")
    tokens = Decimal(match[2]) * {"": 1, "K": 1_000, "M": 1_000_000}[match[3].upper()]
    end = f"{_SIGNS.get(match[1], match[1])}{int(tokens)}"
    return Band(None, end) if end.startswith("<") else Band(end, None)


def read_unit(text: str) -> Unit | None:
    """The unit written after "/" or "per" ("$0.034 / minute", "Prices per 1M tokens."); None where there is none.

    Raises PageChanged for a unit that nobody has named yet.
    """
    match = _UNIT.search(text)
    if match is None:
        return None
    unit = _UNITS.get(match[1].casefold())
    if unit is None:
        raise PageChanged("a unit is not known", found=repr(match[1]), expected=", ".join(sorted(_UNITS)))
    return unit
