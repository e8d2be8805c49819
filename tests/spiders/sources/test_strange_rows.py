"""A row of a table that is not as the others costs itself, in every source and every table."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from pipeline.samples.pages import cover_sample, sample_pages
from spiders.claims import Claim
from spiders.parsing.element_paths import ElementPaths
from tests.support.strange_cells import unbounded

PAGES = [path for path in sample_pages() if path.suffix in (".html", ".md")]
SHORT = ("anthropic_pricing", "anthropic_lifecycle", "groq_lifecycle", "vectara", "xiaomi_pricing")
WORDS = "see the documentation"


class Planted(NamedTuple):
    """A page with one strange row: what is strange, the page, and the begin of the row's locators."""

    what: str
    body: bytes
    row: str


def in_markdown(text: str) -> Iterator[Planted]:
    """A row in the middle of each table of Markdown, torn or in other words."""
    lines = text.split("\n")
    rules = [
        number
        for number, line in enumerate(lines)
        if re.fullmatch(r"\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*", line)
    ]
    for rule in rules:
        end = rule + 1
        while end < len(lines) and "|" in lines[end]:
            end += 1
        if end - rule < 4:
            continue
        middle = (rule + 1 + end) // 2
        row = f"line:{middle + 1} > "
        longer = f"{lines[middle].rstrip().removesuffix('|')}| {WORDS} |"
        cells = lines[middle].count("|") - 1
        other = f"|{f' {WORDS} |' * cells}"
        for what, line in (("torn", longer), ("in words", other)):
            yield Planted(
                what, "\n".join([*lines[:middle], line, *lines[middle + 1 :]]).encode(), row
            )


def in_html(text: str) -> Iterator[Planted]:
    """A row in the middle of each table of HTML, torn or in other words."""
    for number in range(len(BeautifulSoup(text, "lxml").find_all("table"))):
        for what in ("torn", "in words"):
            soup = BeautifulSoup(text, "lxml")
            table = soup.find_all("table")[number]
            rows = [row for row in table.find_all("tr") if row.find("td")]
            if len(rows) < 3 or table.find(rowspan=True):
                continue
            row = rows[len(rows) // 2]
            for cell in row.find_all(["td", "th"]) if what == "in words" else ():
                cell.string = WORDS
            if what == "torn":
                row.append(soup.new_tag("td", string=WORDS))
            yield Planted(what, str(soup).encode(), f"{ElementPaths(soup).path_to(row)} > ")


def touches(claim: Claim, row: str) -> bool:
    """Whether a claim has its value, its subject or its context from a row."""
    subject = claim.route or claim.model or claim.service
    places = [claim.quote.locator, *(context.locator for context in claim.quote.context)]
    if subject is not None:
        places += [subject.locator, *(context.locator for context in subject.context)]
    return any(row in place for place in places)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=() if path.parts[-3] in SHORT else pytest.mark.slow)
        for path in PAGES
    ],
    ids=lambda path: f"{path.parts[-3]}-{path.stem}-{path.parent.name}",
)
def test_a_strange_row_costs_itself(path: Path) -> None:
    source = unbounded(path.parts[-3])
    before = cover_sample(source, path)
    text = path.read_text(encoding="utf-8")
    plants = in_html(text) if path.suffix == ".html" else in_markdown(text)
    for planted in plants:
        after = cover_sample(source, path, planted.body)
        of_row = {claim.subject_name for claim in before.claims if touches(claim, planted.row)}
        lost = set(before.facts) - set(after.facts)
        assert {row[0] for row in lost} <= of_row, planted.what
        new = {row for row in set(after.facts) - set(before.facts) if row[0] not in of_row}
        assert {row[0] for row in new} <= {WORDS}, planted.what
