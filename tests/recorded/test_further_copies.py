"""Further copies of recorded pages, earlier and later ones: all that a source plans is read whole,
and layouts that others set again with a few rows give what stands in them.
"""

import csv
import os
from collections import Counter
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.output import format_rows
from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.archive import Archive
from spiders.archive.imports import FORMS
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from tests.support import ROOT
from warehouse.store import open_catalog

TABLE = ROOT / "docs" / "sources.md"
pytestmark = pytest.mark.recorded_more

# The prices on each layout. Its other parts are left out of it, and not judged.
LAYOUT_PRICES = {
    "ai21.html": 4,
    "alibaba.md": 28,
    "anthropic.md": 17,
    "arcee.md": 6,
    "deepseek-zh.html": 36,
    "deepseek.html": 36,
    "inception.md": 6,
    "meta-muse-spark.html": 6,
    "minimax.md": 13,
    "sakana.html": 7,
    "stepfun.md": 3,
    "thinkingmachines.md": 8,
    "upstage.html": 11,
    "xiaomi.md": 15,
    "zai.md": 12,
}


def manifest_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def read_layout(folder: Path, row: dict[str, str]) -> Extraction:
    """What a layout gives, without the bounds on the number of claims: it has few rows."""
    sources, _ = all_sources()
    located = source_locator(sources)(row["url"])
    assert located is not None, f"no source reads {row['url']}"
    name, link = located

    class Unbounded(type(sources[name])):
        expect = dict.fromkeys(sources[name].expect, range(100_000))

    Unbounded.name = name
    body = (folder / row["path"]).read_bytes()
    return extract(Unbounded(), Page(body, url=row["url"], kind=link.kind))


def test_every_copy_that_a_source_plans_is_read_without_an_error(recorded_more_home: Home) -> None:
    with open_catalog(recorded_more_home.path) as catalog:
        rows = catalog.query("coverage").rows
    errors = [(source, day) for source, day, *_, broken in rows if broken]
    assert errors == []
    assert sum(pages for _, _, pages, *_ in rows) >= 94
    assert sum(claims for _, _, _, claims, *_ in rows) > 235_000


def test_the_second_table_of_the_sources_is_what_they_read_today(recorded_more_home: Home) -> None:
    with open_catalog(recorded_more_home.path) as catalog:
        coverage = catalog.query("coverage")
    rows = [list(row) for row in coverage.rows if row[1] is not None]
    made = format_rows(coverage.columns, rows, "md")
    page, heading, further = TABLE.read_text(encoding="utf-8").partition("\n## Further copies")
    introduction, header, kept = further.partition(made.splitlines()[0])
    assert header, "the table begins with its columns"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        TABLE.write_text(page + heading + introduction + made, encoding="utf-8")
    else:
        assert header + kept == made


def test_every_copy_of_a_known_form_goes_to_a_source(recorded_more: Path) -> None:
    """But those of publishers that no source reads, by folder."""
    sources, _ = all_sources()
    find = source_locator(sources)
    left: Counter[str] = Counter()
    for row in manifest_rows(recorded_more):
        if row["form"] in FORMS and find(row["url"]) is None:
            left[row["path"].partition("/")[0]] += 1
    assert left == {"alibaba": 1, "docker_cards": 15}


def test_the_quotes_of_every_copy_are_found_again(recorded_more_home: Home) -> None:
    """Of every seventh fact: the recorded pages are checked in full."""
    archive = Archive(recorded_more_home.archive)
    urls = {outcome.sha256: outcome.final_url for outcome in archive.outcomes()}
    with open_catalog(recorded_more_home.path) as catalog:
        quotes = catalog.query_sql(
            """
            WITH newest AS (
                SELECT source, document, max(version_seq) AS version_seq FROM internal.page_order GROUP BY ALL
            )
            SELECT v.sha256, f.locator, f.quote
            FROM internal.fact f
            JOIN newest n USING (source, document)
            JOIN internal.page_version v ON v.source = f.source AND v.document = f.document
                AND v.version_seq = coalesce(f.last_version_seq, n.version_seq)
            WHERE f.rowid % 7 = 0
            ORDER BY ALL
            """
        ).rows
    astray: list[tuple[str, str]] = []
    for sha256, group in groupby(quotes, key=itemgetter(0)):
        page = Page(archive.body(sha256), url=urls[sha256])
        for _, locator, text in group:
            if page.text_at(locator) != text:
                astray.append((locator, text))
    assert astray == []
    assert len(quotes) > 20_000


@pytest.mark.parametrize("name", LAYOUT_PRICES)
def test_a_layout_gives_its_prices(recorded_more: Path, name: str) -> None:
    (row,) = [row for row in manifest_rows(recorded_more) if row["path"] == f"layouts/{name}"]
    claims, findings = read_layout(recorded_more, row)
    prices = [claim for claim in claims if claim.meter and not claim.doubt]
    assert len(prices) == LAYOUT_PRICES[name]
    lost = [
        found for found in findings if found.is_error and "sections are called" not in found.message
    ]
    assert lost == []


def test_the_layout_of_prices_by_day_is_read_whole(recorded_more: Path) -> None:
    (row,) = [
        row for row in manifest_rows(recorded_more) if row["path"] == "layouts/genai-prices.json"
    ]
    claims, findings = read_layout(recorded_more, row)
    assert [found for found in findings if found.is_error] == []
    assert len(claims) > 300
