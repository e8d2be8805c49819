"""Runs the measurement over the recorded pages and writes docs/general-reader.md."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.run.refresh import all_sources
from pipeline.run.steps import source_locator
from spiders.extraction import extract
from spiders.general.reader import general_prices
from spiders.parsing.page import Page
from tests.general_reader.measure import Form, PageResult, Price, compare
from tests.support import ROOT
from tests.support.recorded_pages import recorded_folder

PAGE = ROOT / "docs" / "general-reader.md"
MORE = "recorded_more"
NO_PAGES = ("truth", "derived")
FORMS: tuple[Form, ...] = ("HTML tables", "Markdown tables", "JSX data", "JSON", "other")
TABLES: tuple[Form, ...] = ("HTML tables", "Markdown tables")
ELSEWHERE: tuple[Form, ...] = ("JSX data", "JSON", "other")


LARGE = 800_000
"""Bytes of a page that the short form leaves out."""
MOST_WRONG = 0.002


class MeasuredPage(NamedTuple):
    """A recorded page, and what came out for it."""

    path: str
    source: str
    result: PageResult


class Figures(NamedTuple):
    """Counts of prices."""

    found: int
    missed: int
    wrong: int
    beyond: int

    @property
    def share_found(self) -> float:
        stated = self.found + self.missed
        return self.found / stated if stated else 1.0

    @property
    def share_wrong(self) -> float:
        read = self.found + self.wrong + self.beyond
        return self.wrong / read if read else 0.0


def recorded_folders() -> list[Path]:
    """The folders of recorded pages. Raises SystemExit where none is named."""
    folder = recorded_folder()
    if folder is None:
        raise SystemExit("no recorded pages: name their folder in CARDKEEP_RECORDED")
    more = folder.parent / MORE
    return [folder, more] if (more / "MANIFEST.tsv").is_file() else [folder]


def measured_pages(folders: list[Path], at_most: int | None = None) -> Iterator[MeasuredPage]:
    """Every recorded page of which its source reads prices, each body once; without those of more
    than `at_most` bytes.
    """
    sources, _ = all_sources()
    find = source_locator(sources)
    seen: set[str] = set()
    for folder in folders:
        with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        for row in rows:
            located = find(row["url"])
            if located is None or row["form"] in NO_PAGES or row["sha256"] in seen:
                continue
            seen.add(row["sha256"])
            name, link = located
            body = (folder / row["path"]).read_bytes()
            if at_most is not None and len(body) > at_most:
                continue
            stated, _ = extract(sources[name], Page(body, url=row["url"], kind=link.kind))
            if not any(claim.meter for claim in stated):
                continue
            page = Page(body, url=row["url"], kind=link.kind)
            page.folded_elements = sources[name].folded_elements
            read = [price.claim for price in general_prices(page)]
            yield MeasuredPage(row["path"], name, compare(stated, read))


def figures(pages: list[MeasuredPage], *forms: Form) -> Figures:
    """The counts over pages, of the prices in these forms."""

    def of(prices: list[Price]) -> int:
        return sum(price.form in forms for price in prices)

    results = [page.result for page in pages]
    return Figures(
        found=sum(of(result.found) for result in results),
        missed=sum(of(result.missed) for result in results),
        wrong=sum(of([price for price, _ in result.wrong]) for result in results),
        beyond=sum(of(result.beyond) for result in results),
    )


def run(*, is_short: bool = False, only_measures: bool = False) -> int:
    """Measure, print page by page, and write the page of figures. Returns 0 where the figures are
    as good as they must be, else 5. The short form leaves out large pages and Azure's.
    """
    pages: list[MeasuredPage] = []
    for page in measured_pages(recorded_folders(), at_most=LARGE if is_short else None):
        if is_short and page.source == "azure_retail":
            continue
        pages.append(page)
        counts = figures([page], *FORMS)
        sys.stdout.write(
            f"{page.path}: found {counts.found}, missed {counts.missed}, wrong {counts.wrong},"
            f" beyond {counts.beyond}\n"
        )
        sys.stdout.flush()
    if not (is_short or only_measures):
        PAGE.write_text(written(pages), encoding="utf-8")
    is_good = True
    # The large pages, which the short form leaves out, are lists of which more is found.
    in_tables = 0.8 if is_short else 0.85
    for name, forms, least in (("in tables", TABLES, in_tables), ("elsewhere", ELSEWHERE, 0.7)):
        counts = figures(pages, *forms)
        told = f"{counts.share_found:.1%} found, {counts.share_wrong:.2%} wrong"
        sys.stdout.write(f"{name}: {told}\n")
        is_good = is_good and counts.share_found >= least and counts.share_wrong < MOST_WRONG
    return 0 if is_good else 5


def written(pages: list[MeasuredPage]) -> str:
    """The page docs/general-reader.md."""
    lines = [HEAD]
    lines += ["| form | found | missed | found, % | wrong | wrong, % | beyond |"]
    lines += ["|---|---|---|---|---|---|---|"]
    named: list[tuple[str, tuple[Form, ...]]] = [(form, (form,)) for form in FORMS]
    named += [("HTML and Markdown tables", TABLES), ("elsewhere", ELSEWHERE), ("all", FORMS)]
    lines += [f"| {name} | {_row(figures(pages, *forms))} |" for name, forms in named]
    lines += ["", "## Page by page", "", "| page | source | found | missed | wrong | beyond |"]
    lines += ["|---|---|---|---|---|---|"]
    for page in pages:
        counts = figures([page], *FORMS)
        numbers = f"{counts.found} | {counts.missed} | {counts.wrong} | {counts.beyond}"
        lines.append(f"| {page.path} | {page.source} | {numbers} |")
    lines += ["", "## Each wrong price", "", WRONG]
    lines += ["| page | the general reader | the source |", "|---|---|---|"]
    for page in pages:
        said = Counter((price.shown, other.shown) for price, other in page.result.wrong)
        lines += [f"| {page.path} | {price} | {other} |" for price, other in said]
    return "\n".join(lines) + "\n"


def _row(counts: Figures) -> str:
    return (
        f"{counts.found:,} | {counts.missed:,} | {counts.share_found:.1%} | {counts.wrong:,} |"
        f" {counts.share_wrong:.2%} | {counts.beyond:,}"
    )


HEAD = """# The general reader of prices

`spiders/general` reads the prices of any page, HTML, Markdown, data for scripts or JSON, by what its
headers, keys, units and labels mean, in English and Chinese, and knows no source. This page is written by

```
CARDKEEP_RECORDED=/path/to/pages python -m tests.general_reader
```

and measures it on every recorded page of which its own source reads prices, with what the source reads
as the truth. A folder `recorded_more` beside the named one is read too.

- **found**: subject, meter, value with currency and unit, tier, band, cache lifetime and modality are the
  same, and both hold under a condition (a variant, a region, a time, an offer) or neither does. Which
  seller an aggregator names is not compared.
- **missed**: the source reads it, the general reader does not, or only under a condition that it does not
  understand.
- **wrong**: read otherwise than the source reads the same cell.
- **beyond**: read where the source reads nothing: mostly "not available", list prices before a discount,
  and tuning. Nothing says whether these are right.

The words that it knows were found on these pages: on others it will find less.

What it does not know makes no plain price: words that mean nothing known become the price's variant, and
a price without a meter, a unit or a currency is left out. JSON that names no unit is read per token or
per million by the size of nearly all its prices; JSON that names no currency is read as dollars. Missed
most: Azure's names of meters, which are abbreviations, and OpenAI's arrays without headers.
"""
WRONG = "The same words on one page stand once.\n"
