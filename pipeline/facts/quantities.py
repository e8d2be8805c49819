"""Dates with their precision, counts, scores, yes and no, status words, modalities: from text to
one canonical form.
"""

import re
from datetime import date, datetime
from decimal import Decimal

from pipeline.facts.set_aside import SetAside

_STATUS = {
    "live": "active",
    "staging": "preview",
    "active": "active",
    "legacy": "legacy",
    "deprecated": "deprecated",
    "retired": "retired",
    "shut down": "retired",
    "limited availability": "limited",
    "beta": "preview",
    "alpha": "preview",
    "preview": "preview",
    "experimental": "preview",
    "generally available": "active",
    "stable": "active",
    "production": "active",
}
_MODALITIES = {
    "text",
    "image",
    "audio",
    "video",
    "pdf",
    "file",
    "embeddings",
    "speech",
    "rerank",
    "transcription",
}
_MODALITY_SYNONYMS = {
    "code": "text",
    "sound": "audio",
    "embedding_vector": "embeddings",
    "文本": "text",
    "图片": "image",
    "图像": "image",
    "视频": "video",
    "音频": "audio",
    "文件": "file",
}
_SEPARATORS = re.compile(r",\s*and\b|,|、|\+|\band\b|(?<=[一-鿿]) ")
_EXPLAINED = re.compile(r"\(i\.e\. (\w+)\)")
_TOO_MANY = Decimal("1e15")
_SIZE = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([KMBT]\b|million|billion|trillion)?", re.IGNORECASE
)
_LONGEST_SIZE = 100
_SCORE = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*%?")
_LONGEST_SCORE = 24
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
_YES = {"true": "yes", "yes": "yes", "false": "no", "no": "no"}


def read_date(text: str) -> str:
    """An ISO date of the precision the text has: "2026-02-19", "2025-04" or "2025". Invents no day
    and no month.
    """
    text = re.sub(r"^Not sooner than ", "", text.strip()).replace("\N{NON-BREAKING HYPHEN}", "-")
    text = re.sub(r"^Sept\b", "Sep", text)
    if re.fullmatch(r"(?:19|20)\d{2}", text):
        return text
    found = _numeric_date(text) or _date_in_english(text)
    if found is None:
        raise SetAside("not_a_date", f"{text!r} is no date")
    return found


def _numeric_date(text: str) -> str | None:
    """The ISO date of "2026-02-19", also with a time of day in UTC, "2026-2-19", "2026/2/19",
    "2026年2月19日" or "2026-02".
    """
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]00:00)?)?", text)
    if match:
        return _checked(match[1], "%Y-%m-%d").isoformat()
    match = re.fullmatch(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})(?: ?日)?", text)
    if match:
        return _checked(" ".join(match.groups()), "%Y %m %d").isoformat()
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return _checked(text, "%Y-%m").isoformat()[:7]
    return None


def _date_in_english(text: str) -> str | None:
    """The ISO date of "February 19, 2026", "Feb 19th, 2026", "19 February 2026" or "February 2026"."""
    match = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]+)\.?,? (\d{4})", text)
    if match:
        return _checked(" ".join(match.groups()), f"%d {_month(match[2])} %Y").isoformat()
    match = re.fullmatch(r"([A-Z][a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})", text)
    if match:
        return _checked(" ".join(match.groups()), f"{_month(match[1])} %d %Y").isoformat()
    match = re.fullmatch(r"([A-Z][a-z]+)[.,]? (\d{4})", text)
    if match:
        return _checked(" ".join(match.groups()), f"{_month(match[1])} %Y").isoformat()[:7]
    return None


def _month(name: str) -> str:
    """The format of a month's name, short or whole."""
    return "%b" if len(name) == 3 else "%B"


def _checked(text: str, form: str) -> date:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 (a calendar day has no zone)
    except ValueError:
        raise SetAside("not_a_date", f"{text!r} is no date") from None


def read_tokens(text: str) -> Decimal:
    """A number of tokens: "200000", "200,000", "200K", "1M". Zero is how tables write unknown."""
    match = re.fullmatch(
        r"(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s*([KM])?(?: tokens)?", text.strip(), re.IGNORECASE
    )
    if match is None:
        raise SetAside("not_a_count", f"{text!r} is no number of tokens")
    scale = _SCALES[(match[2] or "").casefold()]
    tokens = Decimal(match[1].replace(",", "")) * scale
    if tokens == 0:
        raise SetAside("zero_is_unknown", "0 tokens is how tables write unknown")
    if tokens != tokens.to_integral_value() or tokens >= _TOO_MANY:
        raise SetAside("not_a_count", f"{text!r} is no whole number of tokens")
    return tokens.to_integral_value()


def read_parameters(text: str, part: str = "total") -> Decimal:
    """A number of parameters: "4B", "70.6B", "1 trillion"; of "671B total / 37B activated" the one
    that is `part`.

    Of a size with the exact number in brackets, "1B (1.23B)" or "11B (10.6)", it is the exact one.
    """
    sizes = list(_SIZE.finditer(text)) if len(text) <= _LONGEST_SIZE else []
    if any(word in text.casefold() for word in ("activ", "total")):
        sizes = _sizes_of_part(sizes, text, part)
    elif len(sizes) == 2 and re.fullmatch(r"\s*\(", text[sizes[0].end() : sizes[1].start()]):
        rounded, exact = sizes
        return _parameters(exact[1], exact[2] or rounded[2], text)
    if len(sizes) != 1:
        raise SetAside("not_a_count", f"{text!r} is no one number of parameters")
    return _parameters(sizes[0][1], sizes[0][2], text)


def _sizes_of_part(sizes: list[re.Match[str]], text: str, part: str) -> list[re.Match[str]]:
    """The sizes that the word `part` stands behind, before the next size."""
    found: list[re.Match[str]] = []
    ends = [*(size.start() for size in sizes[1:]), len(text)]
    for size, end in zip(sizes, ends, strict=False):
        if part[:5] in text[size.end() : end].casefold():
            found.append(size)
    return found


def _parameters(number: str, scale: str | None, text: str) -> Decimal:
    parameters = Decimal(number.replace(",", "")) * _SCALES[(scale or "")[:1].casefold()]
    if not 0 < parameters < _TOO_MANY or parameters != parameters.to_integral_value():
        raise SetAside("not_a_count", f"{text!r} is no number of parameters")
    return parameters.to_integral_value()


def read_score(text: str) -> Decimal:
    """A score as a number: "66.7", "1,287", "45.3%"."""
    match = _SCORE.fullmatch(text.strip())
    if match is None or len(text) > _LONGEST_SCORE:
        raise SetAside("not_a_score", f"{text!r} is no one number")
    return round(Decimal(match[1].replace(",", "")), 12).normalize()


def read_rate(text: str) -> Decimal:
    """An exchange rate: "7.7539"."""
    rate = Decimal(0)
    if re.fullmatch(r"\d{1,9}\.?\d{0,12}", text.strip()):
        rate = Decimal(text.strip())
    if rate == 0:
        raise SetAside("not_a_rate", f"{text!r} is no rate between two currencies")
    return rate.normalize()


def read_yes_no(text: str) -> str:
    """ "yes" or "no"."""
    if text.casefold() not in _YES:
        raise SetAside("not_yes_or_no", f"{text!r} is neither yes nor no")
    return _YES[text.casefold()]


def read_status(text: str) -> str:
    """active, legacy, deprecated, retired, limited or preview; "retired, except on Bedrock" is
    retired.
    """
    word = text.partition(",")[0].strip().casefold()
    if word not in _STATUS:
        raise SetAside(
            "status_unknown",
            f"{text!r} is no status in the vocabulary: {', '.join(sorted(_STATUS))}",
        )
    return _STATUS[word]


def read_modalities(text: str) -> str:
    """The modalities of a list, each once, in alphabetical order: "Text, mixed texts (i.e. PDFs)"
    is "pdf, text".
    """
    found = {_modality(word) for word in _SEPARATORS.split(text.casefold())}
    unknown = found - _MODALITIES
    if unknown:
        raise SetAside("modality_unknown", f"{', '.join(sorted(unknown))}: not in the vocabulary")
    return ", ".join(sorted(found))


def _modality(word: str) -> str:
    """The modality that a word of a list means, or the word in the singular where it means none."""
    word = word.strip().removeprefix("multilingual ")
    explained = _EXPLAINED.search(word)
    if explained:
        word = explained[1]
    if word not in _MODALITIES:
        word = word.removesuffix("s")
    return _MODALITY_SYNONYMS.get(word, word)


def read_factor(text: str) -> Decimal:
    """What a price is multiplied by: 1.1 for "1.1x" and for "10% premium", 0.5 for "50% discount"."""
    times = re.fullmatch(r"(\d+(?:\.\d+)?)x", text)
    if times:
        return Decimal(times[1])
    percent = re.fullmatch(r"(\d+(?:\.\d+)?)% (premium|uplift|surcharge|discount)", text)
    if percent:
        change = Decimal(percent[1]) / 100
        return 1 - change if percent[2] == "discount" else 1 + change
    raise SetAside("not_a_factor", f"{text!r} is no factor of a price")
