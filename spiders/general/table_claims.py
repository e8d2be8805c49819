"""What an amount of a table means by all that is said around it: claims of prices."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from spiders.claims import Claim, Context, Currency, Lifetime, Meter, Modality, Unit
from spiders.general.amounts import Amount
from spiders.general.price_words import TOKEN_UNITS, PriceWords, read_price_words
from spiders.general.surroundings import Surroundings
from spiders.general.table_subjects import Subject
from spiders.readers.price_cells import meter_of_unit
from spiders.readers.token_ranges import Band

_TAKES_INPUT_ONLY = re.compile(
    r"embed|re-?rank|\bbge\b|\bgte\b|\be5\b|向量|重排|moderation|classif", re.IGNORECASE
)
_GENERATES = re.compile(
    r"image generation|video generation|\bvideo models?\b|图像生成|视频生成|图片生成|生图|生视频",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"audio|speech|transcri|whisper|\bASR\b|\bTTS\b|voice", re.IGNORECASE)
_RUNS = re.compile(r"session|container|runtime|code execution|interpreter", re.IGNORECASE)
_FREE_TIER = re.compile(r"(?i)\bfree(?: tier)?\b")
_HAVE_MODALITIES: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "second",
    "minute",
)


class Labels(NamedTuple):
    """All that is said of a price besides its cell, the nearest first."""

    words: Sequence[PriceWords]
    context: Sequence[Context]
    region: str | None
    is_single: bool = False
    """Whether the table has one price for all tokens."""


class StatedPrice(NamedTuple):
    """A price that the general reader found, and the column it stands in."""

    claim: Claim
    column: str
    """The label of its column; of its row, where the models are columns."""
    table: str
    """The locator of its table."""


def words_of_amount(amount: Amount) -> list[PriceWords]:
    return [read_price_words(amount.words)] if amount.words else []


def claims_of_amount(
    subject: Subject,
    amount: Amount,
    labels: Labels,
    around: Surroundings,
    column_unit: Unit | None,
) -> Iterator[Claim]:
    """The claims of an amount; none where its meter, its unit or its currency is not said."""
    words = labels.words
    says_unit = any(said.unit for said in words)
    unit = _unit(words, around)
    if amount.value and column_unit and not says_unit:
        unit = column_unit
    currency = _currency(amount, words, around)
    if unit is None or currency is None:
        return
    context = [*amount.quote.context, *labels.context, *subject.context]
    if around.unit_line and not says_unit:
        context.append(around.unit_line.as_context("unit"))
    about: dict[str, Any] = {
        "service" if subject.is_service else "route": subject.quote,
        "full_name": subject.full_name,
        "unit": unit,
        "currency": currency,
        "quote": amount.quote.with_context(*context),
        "value": amount.value,
        "price_class": amount.price_class,
        "region": labels.region,
        "valid_from": subject.valid_from,
        "valid_to": subject.valid_to,
        **_conditions(amount, words, around),
    }
    lifetime: Lifetime | None = _first(said.lifetime for said in words)
    modalities: Sequence[Modality] = _first(said.modalities for said in words) or ()
    for meter in _meters(words, unit, subject, around, is_single=labels.is_single):
        of_meter = lifetime if meter == "cache_write" else None
        for modality in _modalities(meter, modalities):
            yield Claim(**about, meter=meter, lifetime=of_meter, modality=modality)


def _conditions(
    amount: Amount, words: Sequence[PriceWords], around: Surroundings
) -> dict[str, Any]:
    """Under which conditions an amount holds, as a claim's attributes: the band, tier, mode and
    variant that the nearest words say.
    """
    band: Band = _first(said.band for said in words if any(said.band)) or Band(None, None)
    rest = dict.fromkeys(said.rest for said in words if said.rest)
    variant = ", ".join(rest) or None
    if amount.value == "free" and variant and _FREE_TIER.search(variant):
        variant = "free tier"
    return {
        "tier": _first(said.tier for said in words) or around.tier or "standard",
        "over_tokens": band.over,
        "upto_tokens": band.upto,
        "mode": _first(said.mode for said in words),
        "variant": variant,
    }


def _first(values: Iterable[Any]) -> Any:
    """The first value that says something; None for none. Its type is that of the values."""
    for value in values:
        if value:
            return value
    return None


def _unit(words: Sequence[PriceWords], around: Surroundings) -> Unit | None:
    for said in words:
        if said.unit or said.has_unknown_unit:
            return said.unit
    return around.unit


def _currency(amount: Amount, words: Sequence[PriceWords], around: Surroundings) -> Currency | None:
    sign = re.sub(r"[\d.,\s]+", " ", amount.quote.text)
    own: Currency | None = read_price_words(sign).currency
    return own or _first(said.currency for said in words) or around.currency


def _meters(
    words: Sequence[PriceWords],
    unit: Unit,
    subject: Subject,
    around: Surroundings,
    *,
    is_single: bool,
) -> Sequence[Meter]:
    """What an amount is a price of; nothing where no word says it."""
    if unit in ("1M token-hours", "GB-day"):
        return ("storage",)
    if unit == "hour":
        return _meters_of_hours(subject, around)
    stated: tuple[Meter, ...] = _first(said.meters for said in words) or ()
    if unit not in TOKEN_UNITS:
        return _counted(unit, stated)
    if stated:
        return stated
    nearest = [subject.full_name, *(heading.text for heading in around.headings[:1])]
    if any(_TAKES_INPUT_ONLY.search(text) for text in nearest):
        return ("input",)
    is_said_here = any(said.unit for said in words)
    if is_single and is_said_here and _is_of_text(subject, around):
        return meter_of_unit(unit)
    return ()


def _counted(unit: Unit, stated: Sequence[Meter]) -> Sequence[Meter]:
    """What a unit counts, such as images; nothing where it may be a size of what is stated."""
    meters = meter_of_unit(unit, stated[0] if stated else None)
    is_counted = len(meters) == 1 and (meters != stated or unit == "image")
    return meters if is_counted else ()


def _is_of_text(subject: Subject, around: Surroundings) -> bool:
    """Whether no name and no heading says that a model makes pictures, videos or speech."""
    texts = " ".join([subject.full_name, *(heading.text for heading in around.headings)])
    return not (_GENERATES.search(texts) or _SPEAKS.search(texts))


def _meters_of_hours(subject: Subject, around: Surroundings) -> Sequence[Meter]:
    """What an hour is one of: of audio, or of a session; nothing where no word says it."""
    texts = [subject.full_name, *(heading.text for heading in around.headings)]
    if any(_SPEAKS.search(text) for text in texts):
        return ("minute",)
    return ("session",) if any(_RUNS.search(text) for text in texts) else ()


def _modalities(meter: Meter, modalities: Sequence[Modality]) -> Sequence[Modality | None]:
    if meter not in _HAVE_MODALITIES or not modalities:
        return (None,)
    return modalities
