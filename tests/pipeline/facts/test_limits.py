"""Limits of one name on one page that contradict each other."""

import pytest

from pipeline.facts.limits import check_limits
from spiders.claims import Attribute, Claim, Quote


def limit(attribute: Attribute, text: str, name: str = "nova-1") -> Claim:
    route = Quote(text=name, locator="json:/0/id")
    return Claim(route=route, attribute=attribute, quote=Quote(text=text, locator="json:/0/limit"))


@pytest.mark.parametrize(
    ("attribute", "stated", "output", "is_contradicted"),
    [
        ("context_tokens", "20000", "64000", True),
        ("context_tokens", "200K", "64,000", False),
        ("context_tokens", "262144", "262144", False),
        ("max_input_tokens", "8192", "128000", True),
        # A speech model: more comes out than goes in.
        ("max_input_tokens", "8192", "16384", False),
        ("context_tokens", "unlimited", "64000", False),
    ],
)
def test_of_two_limits_that_cannot_both_hold_neither_is_taken(
    attribute: Attribute, stated: str, output: str, is_contradicted: bool
) -> None:
    claims = [limit(attribute, stated), limit("max_output_tokens", output)]
    found = check_limits(claims)
    assert found.keys() == ({id(claim) for claim in claims} if is_contradicted else set())
    assert {reason.code for reason in found.values()} <= {"limits_disagree"}


def test_limits_of_two_names_are_not_compared() -> None:
    claims = [limit("context_tokens", "8192"), limit("max_output_tokens", "64000", "nova-2")]
    assert check_limits(claims) == {}
