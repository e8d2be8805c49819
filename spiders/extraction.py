"""Extraction: the claims of one page that agree with each other. A pure function of the bytes and
the source.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from spiders.claims import Claim, Claims, qualifier_values
from spiders.errors import LayoutChanged
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.source import Source


class Extraction(NamedTuple):
    """What a source read on a page."""

    claims: list[Claim]
    findings: list[Finding]

    @property
    def complete(self) -> bool:
        """Whether the page was read whole, so that what it does not say is absent from it."""
        return not any(finding.is_error for finding in self.findings)


def extract(source: Source, page: Page) -> Extraction:
    """The claims of `page`, and what a person should know about it. Never raises for what a page
    holds.
    """
    claims: list[Claim] = []
    try:
        claims.extend(source.claims(page))
    except LayoutChanged as error:
        page.findings.append(Finding("changed", "page", str(error)))
    return Extraction(list(drop_conflicts(claims, page.findings)), page.findings)


def drop_conflicts(claims: Iterable[Claim], findings: list[Finding]) -> Claims:
    """Each thing said once: a claim repeated in the same words is dropped, two that differ are both
    set aside.
    """
    by_key: dict[tuple[object, ...], Claim] = {}
    conflicts: set[tuple[object, ...]] = set()
    for claim in claims:
        first = by_key.setdefault(claim_key(claim), claim)
        if comparable_value(first) != comparable_value(claim) and claim_key(claim) not in conflicts:
            conflicts.add(claim_key(claim))
            about = f"{claim.subject_name}, {claim.meter or claim.attribute}"
            said = [f"{comparable_value(one)!r} at {one.quote.locator}" for one in (first, claim)]
            message = f"two values for {about}: {said[0]}, {said[1]}; neither was taken"
            findings.append(Finding("conflict", "page", message))
    return (claim for about, claim in by_key.items() if about not in conflicts)


def comparable_value(claim: Claim) -> str:
    """What a claim says, for comparing: of a price with one number the number, so that "$5.00" and
    "5" agree.
    """
    text = claim.value or claim.quote.text
    numbers = re.findall(r"\d+(?:\.\d+)?", text) if claim.meter else []
    return str(Decimal(numbers[0]).normalize()) if len(numbers) == 1 else text


def claim_key(claim: Claim) -> tuple[object, ...]:
    """What a claim is about: two claims of one page with the same key must say the same."""
    return (
        claim.subject_kind,
        claim.subject_name,
        claim.seller,
        claim.meter,
        claim.attribute,
        *qualifier_values(claim),
        claim.score,
        comparable_value(claim) if claim.attribute == "alias" else None,
    )
