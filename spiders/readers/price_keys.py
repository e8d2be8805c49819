"""Keys of prices that several JSON APIs share: those of OpenRouter's pricing objects and of
LiteLLM's table.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from spiders.claims import (
    BandRule,
    Claim,
    Claims,
    Context,
    Lifetime,
    Meter,
    Modality,
    Quote,
    Tier,
    Unit,
)
from spiders.parsing.json_tree import Node
from spiders.readers.time_windows import days_of_week, rest_of_day, rest_of_week


class PriceKey(NamedTuple):
    """The meaning of a price's key: the fields of the price's claim."""

    meter: Meter
    modality: Modality | None = None
    lifetime: Lifetime | None = None
    tier: Tier = "standard"
    over_tokens: str | None = None
    unit: Unit = "token"
    variant: str | None = None

    def claim(self, route: Quote, quote: Quote, **more: Any) -> Claim:
        """The claim of a price in dollars. `more` are further fields of the claim; they override
        those of the key.
        """
        fields = self._asdict()
        fields |= {"currency": "USD", "route": route, "quote": quote}
        fields |= more
        return Claim.model_validate(fields)


def prices_by_key(
    row: Node, keys: Mapping[str, PriceKey], route: Quote, *context: Context, **more: Any
) -> Claims:
    """One claim for each of these keys that a row has. `more` are further fields of each claim;
    they override those of the key.
    """
    for key, price in keys.items():
        quote = row.get(key, *context)
        if quote is not None:
            yield price.claim(route, quote, **more)


UNKNOWN_CONDITION = "unknown condition"
"""How the variant of a price begins that holds under a condition nobody reads."""


class TimedRates(NamedTuple):
    """Prices that hold at some times of day, beside the usual ones."""

    rates: Node
    windows: list[str]
    """The times of day, as `Claim.hours` writes them; empty where the rates name none that is
    known.
    """
    unknown: list[str]
    """The keys beside the prices that mean nothing known, such as the days of the week."""


def timed_rates(rates: Node, keys: Mapping[str, PriceKey]) -> TimedRates:
    """When the prices of an object hold, by the keys beside them: a list of windows in UTC, or a
    start and an end in UTC, and the names of days of the week.
    """
    windows: list[str] = []
    days: str | None = None
    unknown: list[str] = []
    starts_and_ends: dict[str, str] = {}
    for key, value in rates.members():
        if key in keys or not value:
            continue
        texts = [str(text) for text in value] if isinstance(value, list) else [str(value)]
        side = _START_OR_END.fullmatch(key)
        named_days = days_of_week(texts) if _DAYS_KEY.fullmatch(key) else None
        if "utc" in key.casefold() and _are_windows(texts):
            windows += texts
        elif side and _CLOCK.fullmatch(str(value)):
            starts_and_ends["end" if side[2] else "start"] = _clock(str(value))
        elif named_days:
            days = named_days
        else:
            unknown.append(key)
            continue
        rates.ignore(key)
    if len(starts_and_ends) == 2:
        windows.append(f"{starts_and_ends['start']}-{starts_and_ends['end']}")
    else:
        unknown += starts_and_ends
    return TimedRates(rates, _on_days(windows, days), unknown)


def _are_windows(texts: Sequence[str]) -> bool:
    return all(_WINDOW.fullmatch(text) for text in texts)


def _on_days(windows: list[str], days: str | None) -> list[str]:
    """Windows of the day, on some days of the week: the whole of those days where there are none."""
    if days is None:
        return windows
    return [f"{days} {window}" for window in windows or ["00:00-00:00"]]


def prices_by_time(
    usual: Node,
    timed: Sequence[TimedRates],
    keys: Mapping[str, PriceKey],
    route: Quote,
    *context: Context,
    **more: Any,
) -> Claims:
    """The claims of the usual prices and of those at some times of day. A usual price holds in the
    rest of the day where another one states a time; one that other rates do not state holds always.

    Where rates hold under a condition that is not known, their prices and the usual ones beside
    them have it in their variant.
    """
    for key, price in keys.items():
        quote = usual.get(key, *context)
        if quote is None:
            continue
        for when in _when_usual([rates for rates in timed if key in rates.rates]):
            yield price.claim(route, quote, **(more | when))
    for rates in timed:
        for when in _when_timed(rates):
            yield from prices_by_key(rates.rates, keys, route, *context, **(more | when))


def _when_usual(beside: list[TimedRates]) -> list[dict[str, Any]]:
    """When a usual price holds, beside rates that state another one: fields of its claims."""
    unknown = [words for words in map(_unknown_words, beside) if words]
    if unknown:
        return [{"variant": f"{UNKNOWN_CONDITION}: {', '.join(unknown)}, otherwise"}]
    windows = [window for rates in beside for window in rates.windows]
    if not windows:
        return [{}]
    if any(" " in window for window in windows):
        return [{"hours": hours} for hours in rest_of_week(windows)]
    return [{"hours": hours} for hours in rest_of_day(windows)]


def _when_timed(rates: TimedRates) -> list[dict[str, Any]]:
    """When other rates hold: fields of their claims."""
    unknown = _unknown_words(rates)
    if unknown:
        return [{"variant": f"{UNKNOWN_CONDITION}: {unknown}"}]
    return [{"hours": hours} for hours in rates.windows]


def _unknown_words(rates: TimedRates) -> str:
    """The conditions of rates that nobody knows; empty where their times of day say all."""
    if rates.windows and not rates.unknown:
        return ""
    return ", ".join(rates.unknown) or "none stated"


_CLOCK = re.compile(r"\d{1,2}:\d\d|\d{1,4}")
_WINDOW = re.compile(r"\d\d:\d\d-\d\d:\d\d")
_DAYS_KEY = re.compile(r"(?:utc_)?(?:week)?days?(?:_of_(?:the_)?week)?(?:_utc)?")
_START_OR_END = re.compile(r"utc_(?:(start|from)|(end|to|until))|(?:start|(end))_utc")


def _clock(written: str) -> str:
    """A time such as "16:30", of 1630 as well."""
    if ":" in written:
        hours, minutes = written.split(":")
    else:
        hours, minutes = written.zfill(4)[:-2], written.zfill(4)[-2:]
    return f"{int(hours) % 24:02}:{minutes}"


_WORD_OF_CONDITION = re.compile(
    r"^(?!max_|min_|supports_)(?:\w+_)?(?:off_?peak|peak|hours?|utc|time_of_day|promo\w*|introductory|sale|until|expir\w+|"
    r"valid|effective|(?:start|end)_(?:date|time|at|hour)|schedules?|scheduled|weekends?|weekdays?|nights?|nighttime|"
    r"daytime|season\w*|limited_time|surcharge|surge)(?:_|$)"
)
_CAPITAL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


def keys_of_conditions(prices: Mapping[str, object]) -> list[str]:
    """The keys of an object of prices that name a condition and say something: "off_peak_pricing",
    "validUntil".
    """
    found: list[str] = []
    for key, value in prices.items():
        says_nothing = value is None or value is False or value in ("", "0", "0.0", [], {})
        if not says_nothing and _names_condition(key):
            found.append(key)
    return found


@lru_cache(maxsize=10_000)
def _names_condition(key: str) -> bool:
    name = _CAPITAL.sub("_", key).casefold().replace("-", "_")
    return _WORD_OF_CONDITION.match(name) is not None


SIDES = {"input": PriceKey("input"), "output": PriceKey("output")}
# "image" is missing: it was a price per image and became one per token, and no page says which.
OPENROUTER_KEYS: dict[str, PriceKey] = {
    "prompt": PriceKey("input"),
    "completion": PriceKey("output"),
    "request": PriceKey("request", unit="request"),
    "web_search": PriceKey("search", unit="request"),
    "internal_reasoning": PriceKey("reasoning"),
    "input_cache_read": PriceKey("cache_read"),
    "input_cache_write": PriceKey("cache_write"),
    "input_cache_write_1h": PriceKey("cache_write", lifetime="1h"),
    "audio": PriceKey("input", "audio"),
    "input_audio_cache": PriceKey("cache_read", "audio"),
    "image_output": PriceKey("output", "image"),
    "audio_output": PriceKey("output", "audio"),
}

_METERS: dict[str, Meter] = {
    "input": "input",
    "output": "output",
    "cache_read_input": "cache_read",
    "cache_creation_input": "cache_write",
}
_MODALITIES: dict[str, Modality] = {"audio": "audio", "image": "image", "video": "video"}
_TIERS: dict[str, Tier] = {
    "batches": "batch",
    "batch_requests": "batch",
    "flex": "flex",
    "priority": "priority",
}
_LITELLM_TOKEN_KEY = re.compile(
    rf"(?P<meter>{'|'.join(_METERS)})(?:_cost_per)?"
    r"(?:_(?P<kind>audio|image|video|reasoning))?_token(?:_cost)?"
    r"(?P<cache_hit>_cache_hit)?(?P<one_hour>_above_1hr)?"
    r"(?:_above_(?P<thousands>\d+)k_tokens)?"
    rf"(?:_(?P<tier>{'|'.join(_TIERS)}))?"
)


def litellm_key(key: str) -> PriceKey | None:
    """The meaning of a key of LiteLLM's table for a price per token, such as
    "input_cost_per_token_above_200k_tokens"; None for any other key.
    """
    match = _LITELLM_TOKEN_KEY.fullmatch(key)
    if match is None:
        return None
    meter = _METERS[match["meter"]]
    if match["cache_hit"]:
        meter = "cache_read"
    if match["kind"] == "reasoning":
        meter = "reasoning"
    return PriceKey(
        meter=meter,
        modality=_MODALITIES.get(match["kind"]),
        lifetime="1h" if match["one_hour"] else None,
        tier=_TIERS.get(match["tier"], "standard"),
        over_tokens=_over_thousands(match["thousands"]),
    )


def _over_thousands(thousands: str | None) -> str | None:
    return f">{thousands}000" if thousands else None


_LITELLM_OTHER_KEYS: dict[str, PriceKey] = {
    "output_cost_per_image": PriceKey("image", unit="image"),
    "input_cost_per_image": PriceKey("image", unit="image", variant="input"),
    "output_cost_per_pixel": PriceKey("pixel", unit="pixel"),
    "input_cost_per_pixel": PriceKey("pixel", unit="pixel", variant="input"),
    "output_cost_per_second": PriceKey("second", unit="second"),
    "output_cost_per_second_1080p": PriceKey("second", unit="second", variant="1080p"),
    "input_cost_per_second": PriceKey("second", unit="second", variant="input"),
    "output_cost_per_video_per_second": PriceKey("second", "video", unit="second"),
    "input_cost_per_video_per_second": PriceKey("second", "video", unit="second", variant="input"),
    "input_cost_per_audio_per_second": PriceKey("second", "audio", unit="second", variant="input"),
    "output_cost_per_character": PriceKey("character", unit="character", variant="output"),
    "input_cost_per_character": PriceKey("character", unit="character"),
    "input_cost_per_query": PriceKey("request", unit="request"),
    "input_cost_per_request": PriceKey("request", unit="request"),
    "ocr_cost_per_page": PriceKey("page", unit="page"),
    "annotation_cost_per_page": PriceKey("page", unit="page", variant="annotation"),
    "code_interpreter_cost_per_session": PriceKey("session", unit="session"),
    "citation_cost_per_token": PriceKey("input", variant="citations"),
    "search_context_size_low": PriceKey(
        "search", unit="request", variant="search_context_size_low"
    ),
    "search_context_size_medium": PriceKey(
        "search", unit="request", variant="search_context_size_medium"
    ),
    "search_context_size_high": PriceKey(
        "search", unit="request", variant="search_context_size_high"
    ),
}


def litellm_use_key(key: str) -> PriceKey | None:
    """The meaning of a key of LiteLLM's table for another price than one per token in or out, such
    as "input_cost_per_image"; None for any other key.
    """
    use, _, band = key.partition("_above_")
    price = _LITELLM_OTHER_KEYS.get(use)
    if price is None:
        return None
    if not band:
        return price
    thousands = band.removesuffix("k_tokens")
    if not band.endswith("k_tokens") or not thousands.isdigit():
        return None
    return price._replace(over_tokens=_over_thousands(thousands))


def litellm_keys(row: Node) -> dict[str, PriceKey]:
    """The meanings of the keys of a row in LiteLLM's form; without those that are no prices."""
    prices: dict[str, PriceKey] = {}
    for key in row:
        price = litellm_key(key) or litellm_use_key(key)
        if price is not None:
            prices[key] = price
    return prices


def token_bands(
    thresholds: Sequence[Quote], rule: BandRule | None = None
) -> list[dict[str, str | None]]:
    """The bands of input between rising thresholds, as fields of a claim: up to the first
    threshold, between each two, and over the last one. Without thresholds, one band without ends.
    """
    if not thresholds:
        return [{"over_tokens": None, "upto_tokens": None, "band_rule": None}]
    lower_ends = [None, *(f">{threshold.text}" for threshold in thresholds)]
    upper_ends = [*(f"<={threshold.text}" for threshold in thresholds), None]
    bands: list[dict[str, str | None]] = []
    for over, upto in zip(lower_ends, upper_ends, strict=True):
        bands.append({"over_tokens": over, "upto_tokens": upto, "band_rule": rule})
    return bands
