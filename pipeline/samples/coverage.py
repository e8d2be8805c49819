"""What a source reads on one page: its facts, what was set aside, what was found, and how much
each part gave.
"""

from typing import NamedTuple

from pipeline.facts.limits import check_limits
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, Link
from spiders.extraction import extract
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.source import Source

Row = tuple[str, ...]
COLUMNS = ("state", "subject", "provider", "attribute", "meter", "qualifiers", "value_text")


class PageCoverage(NamedTuple):
    """What a source reads on a page. A row of `facts` ends in the fact's value, one of `set_aside`
    in the code of the reason; both begin with the subject.
    """

    page: Page
    claims: list[Claim]
    findings: list[Finding]
    facts: list[Row]
    set_aside: list[Row]

    @property
    def rows(self) -> list[Row]:
        """All of it under COLUMNS, as expected.csv holds it. A finding has its part as subject."""
        facts = [("fact", *row) for row in self.facts]
        set_aside = [("set aside", *row) for row in self.set_aside]
        findings = [
            (finding.kind, finding.part, "", "", "", "", finding.message)
            for finding in self.findings
        ]
        return [*facts, *set_aside, *findings]


def cover_page(source: Source, link: Link, body: bytes, media_type: str = "") -> PageCoverage:
    """What the source reads on a page of `link`. Never raises for what the page holds."""
    page = Page(body, url=link.url, kind=link.kind, media_type=media_type)
    extraction = extract(source, page)
    facts: list[Row] = []
    set_aside: list[Row] = []
    contradicted = check_limits(extraction.claims)
    for claim in extraction.claims:
        key = fact_key(
            claim,
            source=source.name,
            document=link.document,
            publisher=source.publisher,
        )
        about = (
            key.subject_stated,
            key.provider,
            key.attribute,
            key.meter or "",
            key.qualifiers_text,
        )
        try:
            value = canonical_value(claim, contradicted)
        except SetAside as reason:
            set_aside.append((*about, reason.code))
        else:
            facts.append((*about, value.text))
    return PageCoverage(
        page=page,
        claims=extraction.claims,
        findings=extraction.findings,
        facts=facts,
        set_aside=set_aside,
    )
