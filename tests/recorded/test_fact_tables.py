"""Pages that state no prices against tables made by hand: every fact of those kinds, nothing
missing, nothing extra.

A table is called SOURCE__DATE, or SOURCE__DATE__NAME where the source has several pages of that
date: the kind of the page, or the last word of its document's key. It covers a page whole for the
attributes that it has.
"""

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.extraction import extract
from spiders.parsing.page import Page
from tests.support import TRUTH

TABLES = sorted((TRUTH / "facts").glob("*.csv"))
SOURCES, _ = all_sources()

Fact = tuple[str, ...]


def recorded_page(folder: Path, source: str, date: str, name: str = "") -> Page:
    """The one recorded page of a source of that date, or the one of that name."""
    find = source_locator(SOURCES)
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        found = [
            Page((folder / row["path"]).read_bytes(), url=row["url"], kind=place[1].kind)
            for row in csv.DictReader(file, delimiter="\t")
            if row["captured_on"] == date and (place := find(row["url"])) and place[0] == source
            if name in ("", place[1].kind, place[1].document.rpartition("/")[2])
        ]
    (page,) = found
    return page


def canonical(value: str) -> str:
    """A number without zeros at its end, and with the word for its unit: "7.0 %" is "7 percent"."""
    return re.sub(
        r"^-?\d+\.\d+\b", lambda number: f"{Decimal(number[0]).normalize():f}", value
    ).replace("%", "percent")


def facts_on(page: Page, source: str) -> list[Fact]:
    facts: list[Fact] = []
    for claim in extract(SOURCES[source], page).claims:
        key = fact_key(claim, source=source, document="", publisher=SOURCES[source].publisher)
        try:
            found = canonical_value(claim)
        except SetAside:
            continue  # no fact, and listed
        about = (
            key.subject_stated,
            key.attribute,
            key.benchmark,
            key.version,
            key.qualifiers.variant,
        )
        facts.append(tuple(text or "" for text in (*about, found.text, found.measured_date)))
    return facts


@pytest.mark.recorded
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_page_says_what_the_table_made_by_hand_says(recorded: Path, table: Path) -> None:
    source, *which = table.stem.split("__")
    with table.open(encoding="utf-8", newline="") as file:
        rows = [
            tuple((row | {"value": canonical(row["value"])}).values())
            for row in csv.DictReader(file)
        ]
    attributes = {row[1] for row in rows}
    found = [
        fact
        for fact in facts_on(recorded_page(recorded, source, *which), source)
        if fact[1] in attributes
    ]
    assert Counter(found) - Counter(rows) == Counter(), "extra"
    assert Counter(rows) - Counter(found) == Counter(), "missing"
    assert len(rows) >= 40
