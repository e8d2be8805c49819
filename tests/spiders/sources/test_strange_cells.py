"""A price that a page writes in a strange way is read rightly or not at all, in every source."""

from pathlib import Path

import pytest

from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from pipeline.samples.coverage import PageCoverage, Row
from pipeline.samples.pages import cover_sample, sample_pages
from spiders.claims import Claim
from spiders.source import Source
from tests.support.strange_cells import WAYS, rewritten, unbounded

PAGES = [path for path in sample_pages() if path.suffix in (".html", ".md")]
SHORT = (
    "anthropic_pricing",
    "cursor_plans",
    "deepgram_pricing",
    "fireworks_pricing",
    "voyage_pricing",
)
DOUBLED = {("perplexity_pricing", "two amounts"), ("minimax_pricing", "two amounts")}
"""Prices of data between Markdown, where the second amount breaks the data."""


def is_short(path: Path) -> bool:
    return path.parts[-3] in SHORT


def fact_of(source: Source, claim: Claim) -> Row | None:
    key = fact_key(claim, source=source.name, document="page", publisher=source.publisher)
    about = (key.subject_stated, key.provider, key.attribute, key.meter or "", key.qualifiers_text)
    try:
        return (*about, canonical_value(claim).text)
    except SetAside:
        return None


def first_price(source: Source, coverage: PageCoverage) -> tuple[Claim, Row] | None:
    for claim in coverage.claims:
        fact = fact_of(source, claim) if claim.meter else None
        if fact and claim.quote.text.lower() != "free" and fact[-1][0] != "0 ":
            return claim, fact
    return None


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=() if is_short(path) else pytest.mark.slow) for path in PAGES],
    ids=lambda path: f"{path.parts[-3]}-{path.stem}-{path.parent.name}",
)
def test_a_price_in_strange_words_is_right_or_is_not_taken(path: Path) -> None:
    source = unbounded(path.parts[-3])
    before = cover_sample(source, path)
    found = first_price(source, before)
    if found is None:
        return
    claim, fact = found
    for way, body in rewritten(path.read_bytes(), claim):
        if (source.name, way) in DOUBLED:
            continue
        after = cover_sample(source, path, body)
        values = {row[-1] for row in after.facts if row[:-1] == fact[:-1]}
        right = {fact[-1]} if WAYS[way].keeps_value else set[str]()
        assert values <= right, way
        others = {row for row in before.facts if row[0] != fact[0]}
        lost = others - set(after.facts)
        assert not lost, way
