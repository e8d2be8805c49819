"""LiteLLM's rows: what a key means there, and which of its rows and prices are nobody's list price."""

import json
from typing import Any

import pytest

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, Quote
from spiders.parsing.page import Page
from spiders.readers.names import free_context
from spiders.sources.litellm import Litellm

TOKENS = {"input_cost_per_token": 3e-07, "output_cost_per_token": 1.2e-06}


def prices(row: dict[str, Any], name: str = "nova-1") -> list[tuple[str, str, str]]:
    table = {name: {"litellm_provider": "acme", "mode": "chat"} | row}
    page = Page(json.dumps(table).encode(), url="https://example.com/table.json")
    claims = [claim for claim in Litellm().models(page) if claim.meter]
    return [(claim.meter or "", qualified(claim), value_of(claim)) for claim in claims]


def qualified(claim: Claim) -> str:
    found = claim.qualifiers.model_dump(exclude_defaults=True)
    return " ".join(str(value) for value in found.values())


def value_of(claim: Claim) -> str:
    try:
        return canonical_value(claim).text
    except SetAside as reason:
        return reason.code


def test_prices_off_peak_leave_the_other_hours_to_the_usual_ones() -> None:
    off_peak = {"hours_utc": ["10:00-01:00", "04:00-06:00"], "input_cost_per_token": 1.5e-07}
    assert prices({**TOKENS, "off_peak_pricing": off_peak}) == [
        ("input", "06:00-10:00", "0.3 USD per 1M tokens"),
        ("input", "01:00-04:00", "0.3 USD per 1M tokens"),
        ("output", "", "1.2 USD per 1M tokens"),
        ("input", "10:00-01:00", "0.15 USD per 1M tokens"),
        ("input", "04:00-06:00", "0.15 USD per 1M tokens"),
    ]


@pytest.mark.parametrize("key", ["night_pricing", "weekend", "promo_pricing", "gold_plan"])
def test_prices_in_an_object_that_nobody_knows_are_not_plain(key: str) -> None:
    found = prices({**TOKENS, key: {"input_cost_per_token": 1e-07}})
    assert [(meter, value) for meter, _, value in found if meter == "output"] == [
        ("output", "1.2 USD per 1M tokens")
    ]
    words = [qualifiers for meter, qualifiers, _ in found if meter == "input"]
    assert words == [f"unknown condition: {key}, otherwise", f"unknown condition: {key}"]


@pytest.mark.parametrize("side", ["input", "output"])
def test_speech_is_priced_by_the_text_put_in(side: str) -> None:
    row = {"mode": "audio_speech", f"{side}_cost_per_character": 1.6e-05}
    assert prices(row) == [("character", "", "0.000016 USD per character")]


def test_a_transcript_has_no_seconds_of_its_own() -> None:
    row = {
        "mode": "audio_transcription",
        "input_cost_per_second": 0.0001,
        "output_cost_per_second": 0.0001,
    }
    assert prices(row) == [("second", "", "0.0001 USD per second")]


@pytest.mark.parametrize("written", ["4e-07", "0.0000004", " 4e-07 ", "4E-7"])
def test_a_price_may_be_a_text(written: str) -> None:
    assert prices({"input_cost_per_token": written})[0][2] == "0.4 USD per 1M tokens"


def test_the_address_of_a_private_deployment_is_no_model() -> None:
    name = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/ab12"
    assert prices(TOKENS, name) == []


@pytest.mark.parametrize(
    ("name", "is_free"),
    [
        ("acme/nova:free", True),
        ("nova-free", True),
        ("Nova (free)", True),
        ("free", True),
        ("royalty-free-music-2", False),
        ("acme/duty-free-router", False),
        ("acme/royalty-free", False),
        ("GLM-Free-Form-1", False),
        ("freewheel-1", False),
        ("carefree", False),
    ],
)
def test_free_in_a_name_says_free_only_at_its_end(name: str, is_free: bool) -> None:
    assert bool(free_context(Quote(text=name, locator="json:/x"))) is is_free
    zero = prices({"input_cost_per_token": 0}, name)
    assert zero == [("input", "", "0 USD per 1M tokens" if is_free else "zero_is_unknown")]
