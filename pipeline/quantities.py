"""Dates with their precision, token counts, yes and no, status words, modalities: from text to one canonical form."""

import re
from datetime import date, datetime
from decimal import Decimal

from pipeline.set_aside import SetAside

_STATUS = {
    "active": "active", "legacy": "legacy", "deprecated": "deprecated", "retired": "retired", "shut down": "retired",
    "limited availability": "limited", "beta": "preview", "alpha": "preview", "preview": "preview",
    "experimental": "preview", "generally available": "active",
}  # fmt: skip
_MODALITIES = {"text", "image", "audio", "video", "pdf", "file", "embeddings", "speech", "rerank", "transcription"}
_TOO_MANY = Decimal("1e15")
_YES = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}


def read_date(text: str) -> str:
    """An ISO date of the precision the text has: "2026-02-19", "2025-04" or "2025". Invents no day and no month."""
    text = re.sub(r"^Not sooner than ", "", text.strip()).replace("\N{NON-BREAKING HYPHEN}", "-")
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]00:00)?)?", text):
        return _checked(match[1], "%Y-%m-%d").isoformat()
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return _checked(text, "%Y-%m").isoformat()[:7]
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return text
    if match := re.fullmatch(r"([A-Z][a-z]+) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})", text):
        return _checked(" ".join(match.groups()), f"{_month(match[1])} %d %Y").isoformat()
    if match := re.fullmatch(r"([A-Z][a-z]+) (\d{4})", text):
        return _checked(text, f"{_month(match[1])} %Y").isoformat()[:7]
    raise SetAside("not_a_date", f"{text!r} is no date")


def _month(name: str) -> str:
    return "%b" if len(name) == 3 else "%B"


def _checked(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 (a calendar day has no zone)
    except ValueError:
        raise SetAside("not_a_date", f"{text!r} is no date") from None


def read_tokens(text: str) -> Decimal:
    """A number of tokens: "200000", "200,000", "200K", "1M". Zero is how tables write unknown."""
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([KM])?(?: tokens)?", text.strip(), re.IGNORECASE)
    if match is None:
        raise SetAside("not_a_count", f"{text!r} is no number of tokens")
    tokens = Decimal(match[1].replace(",", "")) * {None: 1, "K": 1_000, "M": 1_000_000}[match[2] and match[2].upper()]
    if tokens == 0:
        raise SetAside("zero_is_unknown", "0 tokens is how tables write unknown")
    if tokens != tokens.to_integral_value() or tokens >= _TOO_MANY:
        raise SetAside("not_a_count", f"{text!r} is no whole number of tokens")
    return tokens.to_integral_value()


def read_yes_no(text: str) -> str:
    """ "yes" or "no"."""
    if text.casefold() not in _YES:
        raise SetAside("not_yes_or_no", f"{text!r} is neither yes nor no")
    return _YES[text.casefold()]


def read_status(text: str) -> str:
    """active, legacy, deprecated, retired, limited or preview; "retired, except on Bedrock" is retired."""
    word = text.partition(",")[0].strip().casefold()
    if word not in _STATUS:
        raise SetAside("status_unknown", f"{text!r} is no status in the vocabulary: {', '.join(sorted(_STATUS))}")
    return _STATUS[word]


def read_modalities(text: str) -> str:
    """The modalities of a list, each once, in alphabetical order."""
    found = {word.strip().casefold() for word in text.split(",")}
    unknown = found - _MODALITIES
    if unknown:
        raise SetAside("modality_unknown", f"{', '.join(sorted(unknown))}: not in the vocabulary")
    return ", ".join(sorted(found))
