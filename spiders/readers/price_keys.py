"""Names of prices that several JSON APIs share: the keys of OpenRouter's pricing objects, and of
LiteLLM's table.
"""

import re
from collections.abc import Mapping, Sequence
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


class PriceKey(NamedTuple):
    """What a price is for, as its key says it."""

    meter: Meter
    modality: Modality | None = None
    lifetime: Lifetime | None = None
    tier: Tier = "standard"
    over_tokens: str | None = None
    unit: Unit = "token"
    variant: str | None = None

    def claim(self, route: Quote, quote: Quote, **more: Any) -> Claim:
        """The claim that this route costs so many dollars; `more` are further fields of the claim,
        and win.
        """
        fields = self._asdict() | {"currency": "USD", "route": route, "quote": quote}
        return Claim.model_validate(fields | more)


def prices_by_key(
    row: Node, keys: Mapping[str, PriceKey], route: Quote, *context: Context, **more: Any
) -> Claims:
    """The claims of the prices that a row has under these keys; `more` are further fields of each,
    and win.
    """
    for key, price in keys.items():
        if quote := row.get(key, *context):
            yield price.claim(route, quote, **more)


SIDES = {"input": PriceKey("input"), "output": PriceKey("output")}
# "image" is missing: it was per image once and is per token by now, and no page says which.
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
_LITELLM = re.compile(
    rf"({'|'.join(_METERS)})(?:_cost_per)?(?:_(audio|image|video|reasoning))?_token(?:_cost)?"
    rf"(_cache_hit)?(_above_1hr)?(?:_above_(\d+)k_tokens)?(?:_({'|'.join(_TIERS)}))?"
)


def litellm_key(key: str) -> PriceKey | None:
    """What a key of LiteLLM's table prices per token: "input_cost_per_token_above_200k_tokens".
    None for any other.
    """
    match = _LITELLM.fullmatch(key)
    if match is None:
        return None
    meter, kind, is_hit, hour, thousand, tier = match.groups()
    return PriceKey(
        meter="reasoning" if kind == "reasoning" else "cache_read" if is_hit else _METERS[meter],
        modality=_MODALITIES.get(kind),
        lifetime="1h" if hour else None,
        tier=_TIERS.get(tier, "standard"),
        over_tokens=f">{thousand}000" if thousand else None,
    )


_USES: dict[str, PriceKey] = {
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
} | {
    f"search_context_size_{size}": PriceKey(
        "search", unit="request", variant=f"search_context_size_{size}"
    )
    for size in ("low", "medium", "high")
}


def litellm_use_key(key: str) -> PriceKey | None:
    """What a key of LiteLLM's table prices per anything but a token that is put in or out:
    "input_cost_per_image".
    """
    use, _, thousand = key.removesuffix("k_tokens").partition("_above_")
    priced = _USES.get(use)
    if priced is None or (thousand and not (thousand.isdigit() and key.endswith("k_tokens"))):
        return None
    return priced._replace(over_tokens=f">{thousand}000" if thousand else None)


def litellm_keys(row: Node) -> dict[str, PriceKey]:
    """What the keys of a row in LiteLLM's form price, but for those that price nothing."""
    return {key: price for key in row if (price := litellm_key(key) or litellm_use_key(key))}


def token_bands(
    thresholds: Sequence[Quote], rule: BandRule | None = None
) -> list[dict[str, str | None]]:
    """The bands of input that rising thresholds part, as fields of a claim: up to the first one,
    and over each.
    """
    over = [None, *(f">{threshold.text}" for threshold in thresholds)]
    upto = [*(f"<={threshold.text}" for threshold in thresholds), None]
    rule = rule if thresholds else None
    return [
        {"over_tokens": low, "upto_tokens": high, "band_rule": rule}
        for low, high in zip(over, upto, strict=True)
    ]
