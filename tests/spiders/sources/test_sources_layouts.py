"""Layouts that a source reads beside the one of its sample: those that its page had before, and
later ones that the sample publishers have not put up yet.

layouts/SOURCE/KIND--NAME.* is a page of a kind, and the CSV file of the same name what it yields,
as the expected.csv of a sample. UPDATE_GOLDEN=1 writes those files anew: read the difference.
"""

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from pipeline.samples.coverage import COLUMNS, PageCoverage, Row, cover_page
from spiders.claims import Link
from spiders.registry import load_sources
from spiders.source import Source
from tests.support import ROOT

LAYOUTS = ROOT / "tests/spiders/sources/layouts"
PAGES = sorted(path for path in LAYOUTS.glob("*/*") if path.suffix != ".csv")
SOURCES = load_sources().sources


def link_of(source: Source, path: Path) -> Link:
    """The link of a layout's kind; of one that is only followed, the document that its name ends
    in.
    """
    kind, _, name = path.stem.partition("--")
    for link in source.links:
        if link.kind == kind:
            return link
    return Link(kind=kind, url=f"https://followed.example/models/{name}", document=name)


@cache
def read(path: Path) -> PageCoverage:
    source = SOURCES[path.parent.name]()
    return cover_page(source, link_of(source, path), path.read_bytes())


def expected(path: Path) -> list[Row]:
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        header, *rows = map(tuple, csv.reader(file))
    assert header == COLUMNS
    return rows


every_layout = pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}"
)


@every_layout
def test_a_layout_yields_exactly_what_is_expected(path: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *read(path).rows])
    assert read(path).rows == expected(path)


@every_layout
def test_nothing_fails_on_it_and_every_quote_is_derived_again(path: Path) -> None:
    page, claims, findings, *_ = read(path)
    assert [finding for finding in findings if finding.is_error] == []
    for claim in claims:
        for quote in (claim.quote, claim.subject, *claim.quote.context, *claim.subject.context):
            assert page.text_at(quote.locator) == quote.text
