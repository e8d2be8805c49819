"""Sources tried on their samples and on their archived pages: how much each page gives, and what is left over."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from pipeline.samples.coverage import PageCoverage, cover_page
from pipeline.samples.pages import cover_sample, expected_file, expected_rows, sample_pages
from spiders.archive import Archive
from spiders.claims import Link
from spiders.source import Source

COLUMNS = (
    "source",
    "page",
    "day",
    "claims",
    "parts",
    "facts",
    "set_aside",
    "unread",
    "errors",
    "new",
    "changed",
    "gone",
)


class CheckedPage(NamedTuple):
    """A page as its source reads it today. `errors` says what is wrong; on a sample that is whatever differs from its
    expected file.
    """

    source: str
    expect: dict[str, range]
    page: str
    day: str
    covered: PageCoverage
    errors: list[str]
    before: PageCoverage | None
    """The copy of the same page before this one, as the source reads it today."""

    def row(self) -> list[str | int | None]:
        """The cells of COLUMNS. The last three compare with the copy before: None where there is none."""
        covered = self.covered
        unread = sum(finding.kind == "unread" for finding in covered.findings)
        counts = (len(covered.facts), len(covered.set_aside), unread, len(self.errors))
        return [
            self.source,
            self.page,
            self.day,
            len(covered.claims),
            self._parts(),
            *counts,
            *self._drift(),
        ]

    def _parts(self) -> str:
        """The claims of each part, and how many are expected: "prices 42 of 20-400"."""
        counts, expect = self.covered.page.counts, self.expect
        told = [
            f"{part} {count} of {expect[part].start}-{expect[part].stop - 1}"
            for part, count in counts.items()
        ]
        failed = {
            finding.part
            for finding in self.covered.findings
            if finding.kind in ("changed", "crashed")
        }
        return ", ".join([*told, *(f"{part} failed" for part in sorted(failed - counts.keys()))])

    def _drift(self) -> list[int | None]:
        if self.before is None:
            return [None, None, None]
        old, new = (
            {fact[:-1]: fact[-1] for fact in covered.facts}
            for covered in (self.before, self.covered)
        )
        changed = sum(old[about] != new[about] for about in old.keys() & new.keys())
        return [len(new.keys() - old.keys()), changed, len(old.keys() - new.keys())]


def check_source(source: Source, archive: Archive) -> Iterator[CheckedPage]:
    """Every sample of a source and every archived page of it, each document's copies in order of time."""
    yield from _samples(source)
    yield from _archived(source, archive)


def _samples(source: Source) -> Iterator[CheckedPage]:
    before: dict[str, PageCoverage] = {}
    for path in sample_pages(source.name):
        covered = cover_sample(source, path)
        yield CheckedPage(
            source.name,
            source.expect,
            f"sample {path.stem}",
            path.parent.name,
            covered,
            _differences(covered, path),
            before.get(path.stem),
        )
        before[path.stem] = covered


def _differences(covered: PageCoverage, path: Path) -> list[str]:
    if not expected_file(path).exists():
        return [f"there is no {expected_file(path).name} beside {path.name}"]
    expected, found = Counter(expected_rows(path)), Counter(covered.rows)
    return [
        *(f"expected, and not found: {', '.join(filter(None, row))}" for row in (expected - found)),
        *(f"found, and not expected: {', '.join(filter(None, row))}" for row in (found - expected)),
    ]


def _archived(source: Source, archive: Archive) -> Iterator[CheckedPage]:
    before: dict[str, PageCoverage] = {}
    seen: set[tuple[str, str]] = set()
    for outcome in archive.outcomes():
        if outcome.source != source.name or outcome.outcome != "ok" or not outcome.sha256:
            continue
        if (outcome.document, outcome.sha256) in seen:
            continue
        seen.add((outcome.document, outcome.sha256))
        link = Link(kind=outcome.kind, url=outcome.page_url, document=outcome.document)
        covered = cover_page(source, link, archive.body(outcome.sha256), outcome.media_type)
        errors = [
            f"{finding.kind}, {finding.part}: {finding.message}"
            for finding in covered.findings
            if finding.is_error
        ]
        yield CheckedPage(
            source.name,
            source.expect,
            outcome.document,
            _day(outcome.seen_at),
            covered,
            errors,
            before.get(outcome.document),
        )
        before[outcome.document] = covered


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def leftovers(source: str, checked: Sequence[CheckedPage]) -> Iterator[str]:
    """What a source's pages state and no fact came of, each kind once: texts unread, claims set aside by reason."""
    unread: dict[str, list[str]] = {}
    aside: dict[str, list[str]] = {}
    for one in checked:
        where = f"{one.page} of {one.day}"
        for finding in one.covered.findings:
            if finding.kind == "unread":
                what, _, place = finding.message.rpartition(" at ")
                unread.setdefault(what, []).append(f"{where}, {place}")
        for row in one.covered.set_aside:
            aside.setdefault(row[-1], []).append(f"{where}: {', '.join(filter(None, row[:-1]))}")
    for state, kinds in (("unread", unread), ("set aside", aside)):
        for kind, places in kinds.items():
            yield f"{source}, {state}: {kind}; {_places(places)}"


def _places(places: list[str]) -> str:
    return places[-1] if len(places) == 1 else f"{len(places)} times, last {places[-1]}"
