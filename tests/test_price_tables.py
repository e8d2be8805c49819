"""Price pages against tables made by hand: every price, nothing missing, nothing extra."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.normalise import fact_key, value
from spiders.catalog import source_classes
from spiders.extract import Extraction, extract
from spiders.page import Page

TRUTH = Path(__file__).parent / "truth"
PAGES = {
    "anthropic_pricing__2025-10-20": "anthropic/pricing/2025-10-20__pricing.md",
    "anthropic_pricing__2026-02-06": "anthropic/pricing/2026-02-06__pricing.md",
    "anthropic_pricing__2026-07-21": "anthropic/pricing/2026-07-21__pricing.md",
    "gemini_pricing__2025-12-21": "google_gemini/2025-12-21__pricing.md",
    "openai_pricing__2026-04-03": "openai/pricing/2026-04-03__pricing.md",
    "openai_pricing__2026-05-29": "openai/pricing/2026-05-29__pricing.md",
    "openai_pricing__2026-08-21": "openai/pricing/2026-08-21__openai_pricing_raw.html",
}
# The first input size inside a band that begins so, and the first outside one that ends so.
FIRST_INSIDE = {"": None, ">200000": 200_001, ">272000": 272_001}
FIRST_OUTSIDE = {"": None, "<272000": 272_000, "<=200000": 200_001, "<=272000": 272_001}

Price = tuple[object, ...]


def read(source: str, path: Path) -> Extraction:
    return extract(source_classes().sources[source](), Page(path.read_bytes(), url="https://example.com/pricing"))


def prices_on(source: str, path: Path) -> Counter[Price]:
    """Every price that the source reads and understands on a page."""
    publisher = source_classes().sources[source].publisher
    found: Counter[Price] = Counter()
    for claim in read(source, path).claims:
        if claim.price is None:
            continue
        key = fact_key(claim, source=source, document="pricing", publisher=publisher)
        price = value(claim)
        assert (key.provider, key.attribute) == (publisher, "price")
        about = (key.subject_stated, key.tier, key.meter, key.context_from_tokens, key.context_to_tokens, key.lifetime)
        days = (key.valid_from, key.valid_to)
        found[*about, key.modality, key.variant, price.amount, price.currency, price.unit, *days] += 1
    return found


def prices_in(table: Path) -> Counter[Price]:
    """Every price of a table made by hand."""
    with table.open(encoding="utf-8", newline="") as file:
        return Counter(
            (
                row["stated_name"], row["tier"], row["meter"],
                FIRST_INSIDE[row["from_tokens"]], FIRST_OUTSIDE[row["to_tokens"]], row["lifetime"] or None,
                row["modality"] or None, row["variant"] or None, Decimal(row["amount"]), row["currency"], row["unit"],
                row["valid_from"] or None, row["valid_to"] or None,
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


@pytest.mark.recorded
@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_the_table_made_by_hand_says(recorded: Path, name: str) -> None:
    read_here = prices_on(name.partition("__")[0], recorded / PAGES[name])
    by_hand = prices_in(TRUTH / f"{name}.csv")
    assert read_here - by_hand == Counter(), "extra"
    assert by_hand - read_here == Counter(), "missing"
    assert len(read_here) == len(by_hand) > 70


def test_every_table_made_by_hand_is_compared() -> None:
    assert {path.stem for path in TRUTH.glob("*.csv")} == PAGES.keys()


@pytest.mark.recorded
def test_a_page_whose_price_panes_are_empty_fails_loudly(recorded: Path) -> None:
    found = read("openai_pricing", recorded / "openai/pricing/2026-02-26__pricing.md")
    assert found.claims == []
    assert [(finding.kind, finding.part) for finding in found.findings] == [("count", "arrays")]
    assert "found 0" in found.findings[0].message
    assert not found.complete
