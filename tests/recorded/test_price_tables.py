"""Price pages against tables made by hand: every price, nothing missing, nothing extra.

A table is called SOURCE__DATE, or SOURCE__DATE__KIND where the source has several pages of that
date. A row without an amount is a price that the page says is not offered.
"""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.facts.normalise import canonical_value
from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.claims import Claim
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from tests.support import TRUTH

TABLES = sorted(TRUTH.glob("*.csv"))
QUALIFIERS = (
    "tier",
    "lifetime",
    "modality",
    "region",
    "mode",
    "hours",
    "price_class",
    "plan",
    "variant",
    "valid_from",
    "valid_to",
)
UNSAID = {"tier": "standard", "price_class": "list"}

Price = tuple[object, ...]
SOURCES, _ = all_sources()


def recorded_page(folder: Path, source: str, date: str, kind: str = "") -> Extraction:
    """What the source reads on its recorded pages of that date, or on those of one kind."""
    find = source_locator(SOURCES)
    found = Extraction([], [])
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            located = find(row["url"]) if row["captured_on"] == date else None
            if located and located[0] == source and kind in ("", located[1].kind):
                body = (folder / row["path"]).read_bytes()
                read = extract(SOURCES[source], Page(body, url=row["url"], kind=located[1].kind))
                found = Extraction(found.claims + read.claims, found.findings + read.findings)
    return found


def stated(claim: Claim) -> Price:
    price = canonical_value(claim)
    about = (
        claim.subject_name,
        claim.seller or "",
        claim.meter,
        claim.over_tokens or "",
        claim.upto_tokens or "",
    )
    qualifiers = tuple(getattr(claim, name) or "" for name in QUALIFIERS)
    return (*about, *qualifiers, price.amount, price.currency or "", price.unit or "")


def by_hand(row: dict[str, str]) -> Price:
    about = (
        row["stated_name"],
        row.get("provider", ""),
        row["meter"],
        row["from_tokens"],
        row["to_tokens"],
    )
    qualifiers = tuple(row.get(name) or UNSAID.get(name, "") for name in QUALIFIERS)
    return (
        *about,
        *qualifiers,
        Decimal(row["amount"]) if row["amount"] else None,
        row["currency"],
        row["unit"],
    )


@pytest.mark.recorded
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_page_says_what_the_table_made_by_hand_says(recorded: Path, table: Path) -> None:
    claims = recorded_page(recorded, *table.stem.split("__")).claims
    read_here = Counter(stated(claim) for claim in claims if claim.meter)
    with table.open(encoding="utf-8", newline="") as file:
        expected = Counter(by_hand(row) for row in csv.DictReader(file))
    assert read_here - expected == Counter(), "extra"
    assert expected - read_here == Counter(), "missing"
    assert len(read_here) == len(expected) > 5


@pytest.mark.recorded
def test_a_page_whose_price_panes_are_empty_fails_loudly(recorded: Path) -> None:
    found = recorded_page(recorded, "openai_pricing", "2026-02-26")
    assert found.claims == []
    assert [(finding.kind, finding.part) for finding in found.findings] == [("count", "arrays")]
    assert "found 0" in found.findings[0].message
    assert not found.complete


def test_a_list_that_two_sources_plan_belongs_to_the_one_that_reads_it() -> None:
    found = source_locator(SOURCES)("https://openrouter.ai/api/v1/models")
    assert found
    assert found[0] == "openrouter_models"
