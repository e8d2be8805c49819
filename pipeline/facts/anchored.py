"""The claims that anchors give of a page which its source cannot read whole: the prices that the source
read on the last good copy, where they stand on this one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.facts.repairs import SILENT, Copy, broken_page
from spiders.claims import Claim
from spiders.extraction import Extraction
from spiders.general.anchored_reading import AnchoredReading, claim_of_moved, claims_of_new
from spiders.general.columns import folded
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.source import Source


class AnchoredClaims(NamedTuple):
    """What anchors show of a page. `claims` are those that its source does not make there: what is
    unchanged, what moved and what is new; a gate holds all but the first.
    """

    reading: AnchoredReading
    claims: list[Claim]
    findings: list[Finding]
    """That prices are there which the source does not read, where no part of it fails."""


def anchored_claims(
    source: Source, good: Copy, bad: Copy, read: tuple[Page, Extraction]
) -> AnchoredClaims | None:
    """What the prices on a good copy show of one that the source has read; None where it reads all of
    it.
    """
    broken = broken_page(source, good, bad, read)
    _, reading = read
    if broken is None or not broken.anchored.believed:
        return None
    anchored = broken.anchored
    own = {_cell(claim) for claim in reading.claims if claim.meter}
    confirmed = [claim for claim in anchored.confirmed if _cell(claim) not in own]
    places = {_place(claim) for claim in reading.claims}
    waiting = [claim for claim in _waiting(anchored) if _place(claim) not in places]
    if len(waiting) > len(confirmed):
        waiting = []  # a page of other prices: anchors prove nothing of so many
    claims = [*confirmed, *waiting]
    findings: list[Finding] = []
    if broken.parts == (SILENT,) and anchored.confirmed:
        message = (
            f"{anchored.believed} prices of the copy before are not read, though no part fails; "
            f"{len(anchored.confirmed)} of them stand on the page unchanged"
        )
        findings.append(Finding("changed", SILENT, message))
    return AnchoredClaims(anchored, claims, findings)


def _waiting(anchored: AnchoredReading) -> Iterator[Claim]:
    """What moved and what is new."""
    yield from _once(claim_of_moved(moved) for moved in anchored.moved)
    yield from _once(claim for new in anchored.new for claim in claims_of_new(new))


def _once(claims: Iterator[Claim]) -> Sequence[Claim]:
    """The claims whose cell no other of them stands in: what one cell may mean twice is left out."""
    found: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        found.setdefault(_cell(claim), []).append(claim)
    return [claim for of_cell in found.values() if len(of_cell) == 1 for claim in of_cell]


def _cell(claim: Claim) -> tuple[object, ...]:
    """What a price stands for by its name, meter and cell: one that the source reads there under
    another condition is no other fact.
    """
    return (folded(claim.subject_name), claim.meter, _place(claim))


def _place(claim: Claim) -> str:
    return re.sub(r" > chars:[\d-]+", "", claim.quote.locator)
