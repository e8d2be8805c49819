"""Names of models in labels and in prose, with the notes, days of effect and bands beside them."""

import re
from typing import NamedTuple

from spiders.claims import (
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
from spiders.conditions import split_label
from spiders.readers.token_ranges import Band, read_band

_NOTE = re.compile(
    r"\s*\(\s*((?:deprecated|retired|limited availability|legacy|beta|preview)\b[^)]*?)\s*\)$",
    re.IGNORECASE,
)
_FREE = r"(?i)(?:^|[\s:/_(\[-])(free)(?: tier)?[)\]]?$"
_FREE_OF_SOMETHING = (
    r"(?i)\b(?:royalty|duty|tax|toll|hands|ad|ads|care|risk|error|noise|bias|lock|reference|"
    r"training|sugar|gluten|fat|fee|script|gradient|tokenizer|alignment|likelihood|vector)-free$"
)
_BAND_NOTE = re.compile(r"\s*\(([<≤>≥][^)]*context length)\)$")


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
    """The word "free" at the end of a name, as context for its prices: that of "nova:free" and
    "Nova (free)". Empty for a name without it, and where it says free of what: "royalty-free".
    """
    free = name.find(_FREE)
    if free is None or name.find(_FREE_OF_SOMETHING):
        return []
    return [free.as_context("free")]


def read_name(cell: Quote) -> Name:
    """A name with what pages append to it: "Claude Opus 4 (retired)", "Claude Sonnet 5 through
    August 31, 2026".
    """
    end = len(cell.text)
    valid_from: str | None = None
    valid_to: str | None = None
    conditions: list[Context] = []
    label = split_label(cell.text)
    if label and label.says_days_alone:
        for condition in label.conditions:
            valid_from = condition.valid_from or valid_from
            valid_to = condition.valid_to or valid_to
            words = cell.slice(condition.start, condition.end)
            conditions.append(words.as_context("validity"))
        end = label.end
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


def names_in(line: Quote, pattern: str, prefix: str) -> list[Name]:
    """The names that match `pattern` in a line of prose, each once. The full name has `prefix`,
    also when the line leaves it out.
    """
    found: dict[str, Name] = {}
    for match in re.finditer(pattern, line.text):
        full = match[0] if match[0].startswith(prefix) else prefix + match[0]
        found.setdefault(full, Name(line.slice(*match.span()), full))
    return list(found.values())


def bare_name(name: Quote) -> Quote:
    """A name without its owner and its seller: the Claude 3 Haiku of "Anthropic's Claude 3 Haiku on
    Google Cloud".
    """
    match = re.fullmatch(r"(?:\w+'s )?(.+?)(?: on [A-Z][\w ]+)?", name.text)
    if match is None:
        return name
    return name.slice(*match.span(1))
