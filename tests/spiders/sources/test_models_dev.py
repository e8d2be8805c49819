"""models.dev lists products of one seller as sellers of their own."""

import json
from typing import Any

from spiders.parsing.page import Page
from spiders.sources.models_dev import ModelsDev

ANSWER = b"""{
  "google-vertex-anthropic": {"id": "google-vertex-anthropic", "models": {
    "nova-1@20260501": {"id": "nova-1@20260501", "name": "Nova 1"}}},
  "zai-coding-plan": {"id": "zai-coding-plan", "models": {
    "nova-1": {"id": "nova-1", "name": "Nova 1"}}}
}"""


def test_a_product_of_a_seller_is_the_seller_and_a_plan_is_not() -> None:
    page = Page(ANSWER, url="", kind="models")
    claims = list(ModelsDev().models(page))
    assert {claim.seller for claim in claims} == {"google-vertex", "zai-coding-plan"}


def prices_of(cost: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    """The input prices of one model: value, lower end, and variant."""
    model = {"id": "nova-1", "name": "Nova 1", "cost": cost}
    answer = {"acme": {"id": "acme", "models": {"nova-1": model}}}
    page = Page(json.dumps(answer).encode(), url="", kind="models")
    claims = [claim for claim in ModelsDev().models(page) if claim.meter == "input"]
    return [(claim.quote.text, claim.over_tokens, claim.variant) for claim in claims]


def test_a_key_with_a_length_in_its_name_states_no_length() -> None:
    (plain, long) = prices_of({"input": 1, "context_over_200k": {"input": 2}})
    assert plain == ("1", None, None)
    assert long == (
        "2",
        None,
        "unknown condition: long inputs, from a length that is not stated",
    )


def test_bands_state_where_they_begin_and_what_they_measure() -> None:
    def band(measured: str) -> dict[str, Any]:
        return {"input": 2, "tier": {"type": measured, "size": 512_000}}

    repeated = {"context_over_200k": {"input": 2}}
    by_context = prices_of({"input": 1, "tiers": [band("context")], **repeated})
    assert by_context == [("1", None, None), ("2", ">512000", None)]
    by_output = prices_of({"input": 1, "tiers": [band("output")]})
    assert by_output == [("1", None, None), ("2", None, "unknown condition: output over 512000")]
