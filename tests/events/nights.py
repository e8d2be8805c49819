"""Nights: the recorded pages in the order of their days, taken into one catalog night by night."""

import csv
import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive, read_and_load, source_locator
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS, FORMS
from spiders.source import Source
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

LINEAGES = ("first_party", "aggregator")
"""Whose pages are taken: those that say what is offered. Cards and leaderboards are left out."""


class RecordedPage(NamedTuple):
    """A recorded copy of a page, or what was made of one."""

    source: str
    document: str
    day: date
    url: str
    form: str
    path: str
    """Where it is, unless it has a body of its own."""
    body: bytes | None = None

    def read(self) -> bytes:
        return Path(self.path).read_bytes() if self.body is None else self.body

    def on(self, day: date) -> Self:
        """The same page, seen again on another day."""
        return self._replace(day=day)


def sources_asked() -> dict[str, Source]:
    """The sources whose pages say what is offered."""
    sources, _ = all_sources()
    return {name: source for name, source in sources.items() if source.lineage in LINEAGES}


def recorded_pages(folders: Iterable[Path], sources: Mapping[str, Source]) -> list[RecordedPage]:
    """The copies of these sources' pages that the manifests of the folders list, by day."""
    locate = source_locator(sources)
    pages: list[RecordedPage] = []
    for folder in folders:
        with (folder / "MANIFEST.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                located = locate(row["url"]) if row["form"] in FORMS else None
                if located is None:
                    continue
                name, link = located
                day = date.fromisoformat(row["captured_on"])
                path = str(folder / row["path"])
                pages.append(RecordedPage(name, link.document, day, row["url"], row["form"], path))
    return in_order(pages)


def in_order(pages: Iterable[RecordedPage]) -> list[RecordedPage]:
    return sorted(pages, key=lambda page: (page.day, page.source, page.document, page.path))


def repeated(
    pages: Sequence[RecordedPage], nights: Iterable[date], since: timedelta
) -> list[RecordedPage]:
    """The pages, and each as a nightly crawl meets it again: on every one of the nights that is at
    most `since` after a copy and before the next copy of its document.
    """
    copies: dict[tuple[str, str], list[RecordedPage]] = defaultdict(list)
    for page in pages:
        copies[page.source, page.document].append(page)
    wanted = sorted(set(nights))
    result = list(pages)
    for of_document in copies.values():
        days = sorted({page.day for page in of_document})
        for day, following in zip(days, [*days[1:], date.max], strict=True):
            # Where a day has a whole copy and a part of it, the whole one is met again.
            last = min(
                (page for page in of_document if page.day == day),
                key=lambda page: (page.form == "reduced", page.path),
            )
            result += [
                last.on(night)
                for night in wanted
                if day < night <= day + since and night < following
            ]
    return in_order(result)


class Replay:
    """One catalog that grows night by night. A context manager."""

    def __init__(self, folder: Path, sources: Mapping[str, Source]) -> None:
        self.home = Home(folder / "home")
        self._pages = folder / "pages"
        self._pages.mkdir(parents=True)
        self._sources = sources
        self._locate = source_locator(sources)
        self._archive = Archive(self.home.archive)
        self._runs = 0
        give_empty_warehouse(self.home)
        self.warehouse = Warehouse(self.home.path)

    def take(self, pages: Iterable[RecordedPage]) -> None:
        """Archive, read, load and derive the pages of a night, or of many at once."""
        rows = [self._row(page) for page in pages]
        if not rows:
            return
        self._runs += 1
        run_id = f"night-{self._runs}"
        manifest = self._pages / f"{run_id}.tsv"
        lines = ["\t".join(COLUMNS), *("\t".join(row) for row in rows)]
        manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
        summary = import_manifest(self._archive, manifest, run_id=run_id, locate=self._locate)
        if summary.refused or summary.skipped:
            raise ValueError(f"expected every page to be imported, found {summary}")
        read_and_load(self.warehouse, self._archive, self._sources)
        derive(self.warehouse, self.home, self._sources)

    def close(self) -> None:
        self.warehouse.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _row(self, page: RecordedPage) -> tuple[str, ...]:
        body = page.read()
        digest = hashlib.sha256(body).hexdigest()
        name = f"{digest}{Path(page.path).suffix}"
        copy = self._pages / name
        if not copy.exists():
            if page.body is None:
                shutil.copyfile(page.path, copy)
            else:
                copy.write_bytes(body)
        day, size = page.day.isoformat(), str(len(body))
        return (name, page.source, "page", page.form, page.url, day, size, digest, "recorded", "")
