"""A word that a source misspells in a claim is told with the source, and with the word that was
meant.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from spiders.claims import Claim, Quote
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.source import Documentation

QUOTE = Quote(text="a", locator="line:1")


def told(**fields: Any) -> str:
    """What is told of a source that makes a claim with these fields."""

    class Acme(Documentation):
        publisher = "acme"
        expect: ClassVar = {"limits": range(1, 9)}

        def limits(self, page: Page) -> Iterator[Claim]:
            yield Claim(route=page.line(1), quote=QUOTE, **fields)

    Acme.name = "acme"
    (finding,) = extract(Acme(), Page(b"a", url="")).findings
    assert (finding.kind, finding.part) == ("crashed", "limits")
    return finding.message


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (
            {"attribute": "contxt_tokens"},
            "the attribute 'contxt_tokens' is not known; the nearest that is: 'context_tokens'",
        ),
        (
            {"meter": "inputs", "unit": "token"},
            "the meter 'inputs' is not known; the nearest that is: 'input'",
        ),
        (
            {"attribute": "name", "varient": "x"},
            "a claim has no field 'varient'; the nearest that is: 'variant'",
        ),
        ({"attribute": "name", "unit": "token"}, "a price needs unit=, and nothing else has one"),
    ],
)
def test_a_wrong_claim_is_told_in_a_line(fields: dict[str, str], fault: str) -> None:
    assert told(**fields) == f"spiders/sources/acme.py makes a wrong claim: {fault}"


def test_where_nothing_is_near_all_that_is_known_is_listed() -> None:
    said = told(attribute="name", tier="zzz")
    assert "the tier 'zzz' is not known; known are standard, batch, flex, priority, fast" in said


def test_no_word_of_the_library_is_shown() -> None:
    assert "pydantic" not in told(attribute="contxt_tokens")
