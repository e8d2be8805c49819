"""Limits of one subject on one page that cannot both hold."""

from collections.abc import Iterable

from pipeline.facts.quantities import read_tokens
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim

_INPUT_LIMITS = {"context_tokens": 1, "max_input_tokens": 8}
"""How many times each of them an output limit may be: a context holds the output too, while a speech
model puts out more tokens than it takes in.
"""


def check_limits(claims: Iterable[Claim]) -> dict[int, SetAside]:
    """Why claims are set aside whose limit contradicts another limit of the same subject, by the id
    of the claim object: which of the two is wrong, the page does not say.
    """
    by_subject: dict[tuple[str, str | None], dict[str, Claim]] = {}
    for claim in claims:
        if claim.attribute == "max_output_tokens" or claim.attribute in _INPUT_LIMITS:
            subject = (claim.subject_name, claim.seller)
            by_subject.setdefault(subject, {})[claim.attribute] = claim
    contradicted: dict[int, SetAside] = {}
    for limits in by_subject.values():
        output = limits.get("max_output_tokens")
        for attribute, times in _INPUT_LIMITS.items():
            other = limits.get(attribute)
            if output is None or other is None or not _exceeds(output, other, times):
                continue
            reason = SetAside(
                "limits_disagree",
                f"an output of {output.quote.text} tokens and {attribute} of {other.quote.text}: "
                "expected a larger input limit; one of them is wrong, neither was taken",
            )
            contradicted[id(output)] = contradicted[id(other)] = reason
    return contradicted


def _exceeds(output: Claim, other: Claim, times: int) -> bool:
    try:
        return read_tokens(output.quote.text) > times * read_tokens(other.quote.text)
    except SetAside:
        return False
