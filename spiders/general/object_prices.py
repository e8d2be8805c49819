"""What numbers of an object mean as prices, by their keys and by what is said beside and around
them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from spiders.claims import Claim, Currency, Meter, Quote, Unit
from spiders.general.object_surroundings import CALLED_PRICES, Around
from spiders.general.price_words import TOKEN_UNITS, PriceWords, read_price_words, words_of_key
from spiders.parsing.json_tree import Json, Node
from spiders.readers.names import free_context
from spiders.readers.price_cells import meter_of_unit
from spiders.readers.price_keys import (
    OPENROUTER_KEYS,
    PriceKey,
    keys_of_conditions,
    litellm_key,
    litellm_use_key,
)
from spiders.readers.token_ranges import Band

NO_PRICES = re.compile(
    r"limit|modalit|discount|token_count|max_|min_|score|latency|throughput|usage(?!_information)|estimate|threshold|"
    r"^(?:start|end|from|to|count|quantity|size)$",
    re.IGNORECASE,
)
_UNIT_KEYS = ("unit", "suffix", "unitOfMeasure", "unit_of_measure", "per")
_LABEL_KEYS = ("title", "label")
_BANDS = re.compile(r"tiers$|thresholds?$|ranges$|constraint|overrides$|bands$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_OVER = re.compile(r"\b(?:over|above|gt|from)_?(\d+)k\b", re.IGNORECASE)
_TOKEN_METERS: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "reasoning",
)
_SAYS_NO_MORE = {
    *("data", "items", "value", "amount", "current", "actual", "metadata", "usage_information"),
    *("providers", "endpoints", "models"),
}
_SIZES: dict[Unit, tuple[float, float]] = {"token": (1e-10, 1e-3), "1M tokens": (2e-3, 1_000)}
"""How large the token prices of a list are, in dollars per each unit."""
_NEARLY_ALL = 0.9
_LEAST_SIZES = 5


class ObjectPrice(NamedTuple):
    """A number that is a price, before it is known what those without a unit are per."""

    subject: Quote
    quote: Quote
    key: PriceKey | None
    """Its meaning, where the key is one of those that several APIs share."""
    words: PriceWords
    unit: Unit | None
    currency: Currency | None
    column: str
    seller: str | None = None


class _Beside(NamedTuple):
    """What an object says of all of its own prices."""

    unit: PriceWords | None
    """The words of its unit; None where it states none."""
    label: str
    conditions: str


def own_prices(node: Node, around: Around) -> Iterator[ObjectPrice]:
    """The prices among the numbers of an object of a model; none where no model is named."""
    if around.subject is None:
        return
    members = dict(node.members())
    unit_text = _texts_of(members, _UNIT_KEYS)
    beside = _Beside(
        unit=read_price_words(f"/ {unit_text.lstrip('/ ')}") if unit_text else None,
        label=_texts_of(members, _LABEL_KEYS),
        conditions=around.conditions or said_conditions(members),
    )
    for key, value in members.items():
        if is_number(value) and not NO_PRICES.search(key):
            price = _price(node.require(key), key, around.subject, around, beside)
            if price is not None:
                yield price


def _price(
    quote: Quote, key: str, subject: Quote, around: Around, beside: _Beside
) -> ObjectPrice | None:
    """The price that a number under a key is; None where its words do not say that it is one."""
    if float(quote.text) == 0:
        free = free_context(subject)
        if not free:
            return None
        quote = quote.with_context(*free)
    path = [*around.keys, key]
    shared = _shared_key(key, around)
    if shared is None:
        words = _words(path, beside.label)
        if not _means_price(words, key, around):
            return None
    else:
        words = _words(around.keys, "")
    unit = words.unit
    if unit is None and beside.unit is not None:
        if beside.unit.has_unknown_unit:
            return None
        unit = beside.unit.unit
    if beside.conditions:
        rest = ", ".join(filter(None, [words.rest, beside.conditions]))
        words = words._replace(rest=rest)
    return ObjectPrice(
        subject=subject,
        quote=quote,
        key=shared,
        words=words,
        unit=unit,
        currency=words.currency or around.currency,
        column="/".join(path),
        seller=around.seller,
    )


def _shared_key(key: str, around: Around) -> PriceKey | None:
    """The meaning of a key that several APIs share; some are taken for one among prices only."""
    shared = litellm_key(key) or litellm_use_key(key)
    if shared is None and around.in_prices:
        return OPENROUTER_KEYS.get(key)
    return shared


def _means_price(words: PriceWords, key: str, around: Around) -> bool:
    """Whether the words of a number say that it is a price: what of and per what, or that it is one."""
    if words.meters and words.unit:
        return True
    is_called_price = around.in_prices or CALLED_PRICES.search(key) is not None
    return words.is_price and is_called_price


def _texts_of(members: Mapping[str, Json], keys: Sequence[str]) -> str:
    texts = [members.get(key) for key in keys]
    return " ".join(str(text) for text in texts if isinstance(text, str))


def is_number(value: Json) -> bool:
    """Whether a value is a number, written as one or as a text."""
    return isinstance(value, str) and _NUMBER.fullmatch(str(value)) is not None


def said_conditions(members: Json) -> str:
    """In words, the keys of conditions that an object has; empty where it has none."""
    if not isinstance(members, dict):
        return ""
    named = [*keys_of_conditions(members), *filter(_BANDS.search, members)]
    named += [key for key, value in members.items() if _is_discount(key, value)]
    return f"unknown condition: {', '.join(dict.fromkeys(named))}" if named else ""


def _is_discount(key: str, value: Json) -> bool:
    return "discount" in key.casefold() and value not in (None, False, "", "0", "100", "1", [], {})


def _words(keys: Sequence[str], label: str) -> PriceWords:
    """What keys say of a price, one below the other, and the label beside it."""
    path = [key for key in keys if key.casefold() not in _SAYS_NO_MORE]
    over = _OVER.search("_".join(path))
    texts = [words_of_key(_OVER.sub("", key)) for key in path]
    said = re.sub(r"\b(in|out)$", r"\1put", " ".join(texts), flags=re.IGNORECASE)
    words = read_price_words(f"{said} {label}".strip())
    if over:
        rest = re.sub(r"\bcontext\b", "", words.rest).strip()
        words = words._replace(band=Band(f">{over[1]}000", None), rest=rest)
    return words


def unit_by_size(found: Sequence[ObjectPrice]) -> Unit | None:
    """The unit of all token prices that name none, by their size; None where they disagree."""
    sizes = [
        float(one.quote.text)
        for one in found
        if one.key is None and one.unit is None and _is_of_tokens(one.words)
    ]
    if len(sizes) < _LEAST_SIZES:
        return None
    for unit, (least, most) in _SIZES.items():
        fitting = [size for size in sizes if least <= size <= most]
        if len(fitting) >= _NEARLY_ALL * len(sizes):
            return unit
    return None


def _is_of_tokens(words: PriceWords) -> bool:
    return bool(words.meters) and words.meters[0] in _TOKEN_METERS


def claims_of_price(one: ObjectPrice, unit_of_others: Unit | None) -> Iterator[Claim]:
    """The claims of a price; none where nothing says what it is per. `unit_of_others` is that of the
    prices of tokens that name none.
    """
    words = one.words
    currency = one.currency or "USD"
    if one.key is not None:
        variant = ", ".join(filter(None, [one.key.variant, words.rest])) or None
        yield one.key.claim(one.subject, one.quote, variant=variant, currency=currency)
        return
    unit = one.unit or _unit_of_size(one, unit_of_others)
    if unit is None:
        return
    about: dict[str, Any] = {
        "route": one.subject,
        "quote": one.quote,
        "seller": one.seller,
        "unit": unit,
        "currency": currency,
        "tier": words.tier or "standard",
        "over_tokens": words.band.over,
        "upto_tokens": words.band.upto,
        "variant": words.rest or None,
    }
    is_of_tokens = unit in TOKEN_UNITS
    meters = words.meters
    if not is_of_tokens:
        meters = meter_of_unit(unit, meters[0] if meters else "input")
    for meter in meters:
        lifetime = words.lifetime if meter == "cache_write" else None
        for modality in words.modalities or (None,):
            of_tokens = modality if is_of_tokens else None
            yield Claim(**about, meter=meter, lifetime=lifetime, modality=of_tokens)


def _unit_of_size(one: ObjectPrice, unit: Unit | None) -> Unit | None:
    """The unit of the others, where a price of tokens is as large as they are."""
    if unit is None or not _is_of_tokens(one.words):
        return None
    least, most = _SIZES[unit]
    return unit if least <= float(one.quote.text) <= most else None
