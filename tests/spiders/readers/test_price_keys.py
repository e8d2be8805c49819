"""The words of JSON price lists: what keys price, which bands thresholds part, who a tag says
serves.
"""

import pytest

from spiders.claims import Quote
from spiders.readers.price_keys import OPENROUTER_KEYS, PriceKey, litellm_key, token_bands
from spiders.readers.seller_ids import seller_id
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
    [("x-ai", "xai"), ("together_ai", "togetherai"), ("aws", "amazon-bedrock"), ("groq", "groq")],
)
def test_a_seller_has_one_id_whatever_an_aggregator_calls_it(name: str, seller: str) -> None:
    assert seller_id(name) == seller
