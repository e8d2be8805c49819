"""The sample pages of a source, spiders/samples/SOURCE/DAY/page.* or KIND.*, and the CSV file of
what each must yield.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

from pipeline.samples.coverage import COLUMNS, PageCoverage, Row, cover_page
from pipeline.samples.server import SAMPLES
from spiders.claims import Link
from spiders.parsing.page import Page
from spiders.registry import source_file
from spiders.source import Source

SAMPLE_REPOSITORY = "Qwen/Qwen3-4B-Instruct-2507"
"""The repository of Hugging Face that samples of its pages are of."""


def samples_folder(source: Source) -> Path:
    """The folder of a source's samples: in spiders/samples, or of a source that is not in the project in
    the folder `samples` beside its file.
    """
    file = source_file(type(source))
    if file.parent == SAMPLES.parent / "sources":
        return SAMPLES / source.name
    return file.parent / "samples" / source.name


def sample_pages(source: str = "*", folder: Path = SAMPLES) -> list[Path]:
    """The pages of one source, or of all, by source and day."""
    files = sorted(folder.glob(f"{source}/*/*"))
    return [file for file in files if not file.name.endswith("expected.csv")]


def cover_sample(source: Source, path: Path, body: bytes | None = None) -> PageCoverage:
    """What the source reads on a sample, or on another body in its place."""
    return cover_page(source, link_of(source, path), path.read_bytes() if body is None else body)


def link_of(source: Source, path: Path) -> Link:
    """The link whose page a sample is: its name is the link's kind, or "page" for the first."""
    kind = path.stem
    links = list(source.links)
    if kind in source.follow_patterns and links:
        links += _followed_links(source, path.parent)
        # What is only found elsewhere than on the first page.
        links.append(_found_link(source, kind))
    for link in links:
        if link.kind == kind:
            return link
    if source.links:
        return source.links[0]
    return _found_link(source, next(iter(source.follow_patterns)))


def _found_link(source: Source, kind: str) -> Link:
    """A link that no page of the source leads to: that of a repository, where it has one."""
    link = source.repository_link(SAMPLE_REPOSITORY, is_listed=False)
    return link or Link(kind=kind, url="https://followed.example")


def _followed_links(source: Source, folder: Path) -> list[Link]:
    """What the sample of the source's first link leads to."""
    first = source.links[0]
    (path,) = folder.glob("page.*")
    page = Page(path.read_bytes(), url=first.url, kind=first.kind)
    return list(source.follow(page))


def expected_file(path: Path) -> Path:
    """The file that says what a sample must yield, beside it."""
    kind = path.stem
    if kind == "page":
        return path.with_name("expected.csv")
    return path.with_name(f"{kind}_expected.csv")


def expected_rows(path: Path) -> list[Row]:
    """What a sample must yield. Raises ValueError where its file has other columns."""
    expected = expected_file(path)
    with expected.open(encoding="utf-8", newline="") as file:
        header, *rows = map(tuple, csv.reader(file))
    if header != COLUMNS:
        raise ValueError(
            f"{expected}: expected the columns {', '.join(COLUMNS)}, found {', '.join(header)}"
        )
    return rows


def write_expected(path: Path, rows: Iterable[Row]) -> None:
    """Write what a sample must yield."""
    with expected_file(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
