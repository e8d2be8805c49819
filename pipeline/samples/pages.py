"""The sample pages of a source, spiders/samples/SOURCE/DAY/page.* or KIND.*, and the CSV of what each must yield."""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.samples.coverage import COLUMNS, PageCoverage, Row, cover_page
from pipeline.samples.server import SAMPLES
from spiders.claims import Link
from spiders.parsing.page import Page
from spiders.source import Source


def sample_pages(source: str = "*") -> list[Path]:
    """The pages of one source, or of all, by source and day."""
    return sorted(
        page for page in SAMPLES.glob(f"{source}/*/*") if not page.name.endswith("expected.csv")
    )


def cover_sample(source: Source, path: Path) -> PageCoverage:
    """What the source reads on a sample."""
    links = [
        *source.links,
        *(_followed(source, path) if path.stem in source.follow_patterns else ()),
    ]
    link = next((link for link in links if link.kind == path.stem), source.links[0])
    return cover_page(source, link, path.read_bytes())


def _followed(source: Source, path: Path) -> list[Link]:
    """What the sample of a source's first link leads to, and a link for what is only found elsewhere."""
    first, (page,) = source.links[0], path.parent.glob("page.*")
    found = source.follow(Page(page.read_bytes(), url=first.url, kind=first.kind))
    return [*found, Link(kind=path.stem, url="https://followed.example")]


def expected_file(path: Path) -> Path:
    return path.with_name("expected.csv" if path.stem == "page" else f"{path.stem}_expected.csv")


def expected_rows(path: Path) -> list[Row]:
    """What a sample must yield. Raises ValueError where its file has other columns."""
    with expected_file(path).open(encoding="utf-8", newline="") as file:
        header, *rows = map(tuple, csv.reader(file))
    if header != COLUMNS:
        raise ValueError(
            f"{expected_file(path)}: expected the columns {', '.join(COLUMNS)}, found {', '.join(header)}"
        )
    return rows


def write_expected(path: Path, rows: Iterable[Row]) -> None:
    with expected_file(path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
