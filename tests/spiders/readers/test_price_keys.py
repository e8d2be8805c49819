"""The words of JSON price lists: what keys price, which bands thresholds part, who a tag says
serves.
"""

import json
from collections.abc import Iterable
from typing import ClassVar

import pytest

from spiders.claims import Claim, Claims, Link, Quote
from spiders.extraction import extract
from spiders.parsing.json_tree import Node, parse_json
from spiders.parsing.page import Page
from spiders.readers.price_keys import (
    OPENROUTER_KEYS,
    PriceKey,
    keys_of_conditions,
    litellm_key,
    prices_by_key,
    prices_by_time,
    timed_rates,
    token_bands,
)
from spiders.readers.seller_ids import seller_id
from spiders.source import Aggregator
from spiders.sources.openrouter_endpoints import EndpointTag, read_endpoint_tag


def quote(text: str) -> Quote:
    return Quote(text=text, locator="json:/x")


@pytest.mark.parametrize(
    ("key", "priced"),
    [
        ("input_cost_per_token", PriceKey("input")),
        ("output_cost_per_reasoning_token", PriceKey("reasoning")),
        ("input_cost_per_token_above_200k_tokens", PriceKey("input", over_tokens=">200000")),
        ("cache_creation_input_token_cost_above_1hr", PriceKey("cache_write", lifetime="1h")),
        ("cache_read_input_token_cost_flex", PriceKey("cache_read", tier="flex")),
        ("input_cost_per_audio_token", PriceKey("input", "audio")),
        ("input_cost_per_token_cache_hit", PriceKey("cache_read")),
        ("output_cost_per_token_batches", PriceKey("output", tier="batch")),
        ("input_cost_per_second", None),
        ("max_input_tokens", None),
    ],
)
def test_a_key_of_litellm_says_what_it_prices(key: str, priced: PriceKey | None) -> None:
    assert litellm_key(key) == priced


def test_a_key_makes_a_claim_in_dollars_unless_told_otherwise() -> None:
    route, price = quote("a/b"), quote("0.000001")
    claim = OPENROUTER_KEYS["input_cache_write_1h"].claim(
        route, price, seller="x", price_class="net"
    )
    assert (claim.meter, claim.lifetime, claim.unit, claim.currency) == (
        "cache_write",
        "1h",
        "token",
        "USD",
    )
    assert (claim.seller, claim.price_class, claim.quote, claim.route) == ("x", "net", price, route)
    cents = PriceKey("input").claim(route, price, currency="US cents", unit="1M tokens")
    assert (cents.currency, cents.unit) == ("US cents", "1M tokens")
    with pytest.raises(ValueError, match="colour"):
        PriceKey("input").claim(route, price, colour="red")


def test_thresholds_part_bands() -> None:
    none: dict[str, str | None] = {"over_tokens": None, "upto_tokens": None, "band_rule": None}
    assert token_bands([]) == token_bands([], "cliff") == [none]
    assert token_bands([quote("32000"), quote("128000")], "cliff") == [
        {"over_tokens": None, "upto_tokens": "<=32000", "band_rule": "cliff"},
        {"over_tokens": ">32000", "upto_tokens": "<=128000", "band_rule": "cliff"},
        {"over_tokens": ">128000", "upto_tokens": None, "band_rule": "cliff"},
    ]


@pytest.mark.parametrize(
    ("tag", "quantization", "served"),
    [
        ("deepinfra/fp8", "fp8", EndpointTag("deepinfra", None, ())),
        ("deepinfra/fp8", None, EndpointTag("deepinfra", None, ("fp8",))),
        ("fireworks/fast", "unknown", EndpointTag("fireworks-ai", None, ("fast",))),
        ("google-vertex/us-east5", "unknown", EndpointTag("google-vertex", "us-east5", ())),
        ("azure/swedencentral", None, EndpointTag("azure", "swedencentral", ())),
        ("amazon-bedrock/eu-west-1", None, EndpointTag("amazon-bedrock", "eu-west-1", ())),
        ("google-vertex/global", None, EndpointTag("google-vertex", "global", ())),
        ("anthropic/claude-on-aws", None, EndpointTag("anthropic", None, ("claude-on-aws",))),
        ("z-ai", None, EndpointTag("zai", None, ())),
    ],
)
def test_a_tag_says_who_serves_where_and_how(
    tag: str, quantization: str | None, served: EndpointTag
) -> None:
    assert read_endpoint_tag(tag, quantization) == served


@pytest.mark.parametrize(
    ("name", "seller"),
    [
        ("x-ai", "xai"),
        ("together_ai", "togetherai"),
        ("aws", "amazon-bedrock"),
        ("groq", "groq"),
        ("azure_ai", "azure"),
        ("azure-cognitive-services", "azure"),
        ("google-vertex-anthropic", "google-vertex"),
        ("gradient_ai", "digitalocean"),
    ],
)
def test_a_seller_has_one_id_whatever_an_aggregator_calls_it(name: str, seller: str) -> None:
    assert seller_id(name) == seller


# --- times of day and other conditions ------------------------------------------------------------

SIDE_KEYS = {"prompt": PriceKey("input"), "completion": PriceKey("output")}


def said(claims: Iterable[Claim]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for claim in claims:
        when = claim.hours or claim.variant or ""
        found.append((claim.meter or "", claim.quote.text, when))
    return found


def timed_prices(usual: str, *others: str) -> list[tuple[str, str, str]]:
    timed = [timed_rates(Node(parse_json(other)), SIDE_KEYS) for other in others]
    return said(prices_by_time(Node(parse_json(usual)), timed, SIDE_KEYS, quote("a/b")))


@pytest.mark.parametrize(
    "when",
    [
        '"hours_utc": ["16:30-00:30"]',
        '"utc_windows": "16:30-00:30"',
        '"utc_start": 1630, "utc_end": 30',
        '"utc_start": "16:30", "utc_end": "00:30"',
        '"utc_from": "1630", "utc_to": "0030"',
    ],
)
def test_prices_at_a_time_of_day_leave_the_rest_of_the_day_to_the_usual_ones(when: str) -> None:
    assert timed_prices('{"prompt": 2, "completion": 4}', f'{{{when}, "prompt": 1}}') == [
        ("input", "2", "00:30-16:30"),
        ("output", "4", ""),
        ("input", "1", "16:30-00:30"),
    ]


@pytest.mark.parametrize("key", ["weekdays", "utc_days", "days_of_week", "day"])
def test_prices_on_some_days_leave_the_rest_of_the_week_to_the_usual_ones(key: str) -> None:
    days = f'"{key}": ["saturday", "sunday"]'
    assert timed_prices('{"prompt": 2}', f'{{{days}, "prompt": 1}}') == [
        ("input", "2", "Mon-Fri 00:00-00:00"),
        ("input", "1", "Sat-Sun 00:00-00:00"),
    ]
    hours = '"utc_start": "10:00", "utc_end": "12:00"'
    assert timed_prices('{"prompt": 2}', f'{{{days}, {hours}, "prompt": 1}}') == [
        ("input", "2", "Mon-Fri 00:00-00:00"),
        ("input", "2", "Sat-Sun 00:00-10:00"),
        ("input", "2", "Sat-Sun 12:00-00:00"),
        ("input", "1", "Sat-Sun 10:00-12:00"),
    ]


def test_windows_around_the_day_leave_no_usual_price() -> None:
    windows = [(1000, 100), (100, 400), (400, 600), (600, 1000)]
    others = [
        f'{{"utc_start": {start}, "utc_end": {end}, "prompt": {start}}}' for start, end in windows
    ]
    assert timed_prices('{"prompt": 1}', *others) == [
        ("input", "1000", "10:00-01:00"),
        ("input", "100", "01:00-04:00"),
        ("input", "400", "04:00-06:00"),
        ("input", "600", "06:00-10:00"),
    ]


@pytest.mark.parametrize(
    "when",
    [
        '"user_plan": "gold"',
        '"weekdays": [1, 2], "utc_start": 100, "utc_end": 200',
        '"utc_start": 100',
        '"hours": ["16:30-00:30"]',
        '"hours_utc": ["late"]',
    ],
)
def test_prices_under_an_unknown_condition_are_never_plain(when: str) -> None:
    found = timed_prices('{"prompt": 2, "completion": 4}', f'{{{when}, "prompt": 1}}')
    assert [(meter, text) for meter, text, _ in found] == [
        ("input", "2"),
        ("output", "4"),
        ("input", "1"),
    ]
    conditions = [condition for _, _, condition in found]
    assert conditions[1] == ""
    assert all(words.startswith("unknown condition: ") for words in (conditions[0], conditions[2]))


CONDITIONS = [
    ("off_peak_pricing", {"prompt": 1}),
    ("offPeak", True),
    ("valid_until", "2027-01-01"),
    ("validUntil", "2027-01-01"),
    ("promotional", "launch"),
    ("hours_utc", ["10:00-20:00"]),
    ("weekend_rates", {"prompt": 1}),
    ("expires_at", 1_800_000_000),
    ("introductory_offer", "3 months"),
]


@pytest.mark.parametrize(("key", "value"), CONDITIONS)
def test_a_key_that_names_a_condition_beside_a_price_qualifies_it(key: str, value: object) -> None:
    models = {"data": [{"id": "a/b", "pricing": {"prompt": "0.1", key: value}}]}
    plain = {"data": [{"id": "a/b", "pricing": {"prompt": "0.1", "note": "x"}}]}
    for answer, words in ((models, f"unknown condition: {key}"), (plain, None)):
        page = Page(json.dumps(answer).encode(), url="https://openrouter.ai/api/v1/models")
        (price,) = [claim for claim in extract(Priced(), page).claims if claim.meter]
        assert price.variant == words


@pytest.mark.parametrize(
    "key", ["max_audio_length_hours", "note", "supports_peak", "start", "image", "tiers"]
)
def test_other_keys_leave_a_price_as_it_is(key: str) -> None:
    assert keys_of_conditions({key: 1}) == []
    assert keys_of_conditions({"off_peak": None, "peak": False, "hours": []}) == []


class Priced(Aggregator):
    """A list of models with a price each."""

    publisher = "acme"
    links: ClassVar[list[Link]] = []
    expect: ClassVar[dict[str, range]] = {"models": range(1, 9)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            prices = model.require_node("pricing")
            yield from prices_by_key(prices, SIDE_KEYS, model.require("id"))
