"""Sources tried on their samples and on their archived pages: how much each page gives, and what
is left over.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.samples.coverage import PageCoverage, Row, cover_page
from pipeline.samples.pages import (
    cover_sample,
    expected_file,
    expected_rows,
    sample_pages,
    samples_folder,
)
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
    """A page as its source reads it today. `errors` says what is wrong; on a sample that is
    whatever differs from its expected file.
    """

    source: str
    expect: dict[str, range]
    """How many claims each part of the page should give."""
    page: str
    day: str
    coverage: PageCoverage
    errors: list[str]
    before: PageCoverage | None
    """The copy of the same page before this one, as the source reads it today."""

    def row(self) -> list[str | int | None]:
        """The cells of COLUMNS. The last three compare with the copy before: None where there is
        none.
        """
        coverage = self.coverage
        unread = [finding for finding in coverage.findings if finding.kind == "unread"]
        return [
            self.source,
            self.page,
            self.day,
            len(coverage.claims),
            self._claims_by_part(),
            len(coverage.facts),
            len(coverage.set_aside),
            len(unread),
            len(self.errors),
            *self._drift(),
        ]

    def _claims_by_part(self) -> str:
        """The claims of each part, and how many are expected: "prices 42 of 20-400"."""
        counts = self.coverage.page.counts
        words: list[str] = []
        for part, count in counts.items():
            expected = self.expect[part]
            words.append(f"{part} {count} of {expected.start}-{expected.stop - 1}")
        failed = {
            finding.part
            for finding in self.coverage.findings
            if finding.kind in ("changed", "crashed")
        }
        words += [f"{part} failed" for part in sorted(failed - counts.keys())]
        return ", ".join(words)

    def _drift(self) -> list[int | None]:
        """How many facts are new, changed and gone since the copy before."""
        if self.before is None:
            return [None, None, None]
        old = _values_by_subject(self.before)
        new = _values_by_subject(self.coverage)
        changed = [about for about in old.keys() & new.keys() if old[about] != new[about]]
        return [
            len(new.keys() - old.keys()),
            len(changed),
            len(old.keys() - new.keys()),
        ]


def _values_by_subject(coverage: PageCoverage) -> dict[Row, str]:
    """The value of each fact, by what it is about."""
    return {fact[:-1]: fact[-1] for fact in coverage.facts}


def check_source(source: Source, archive: Archive) -> Iterator[CheckedPage]:
    """Every sample of a source and every archived page of it, each document's copies in order of
    time.
    """
    yield from _check_samples(source)
    yield from _check_archived(source, archive)


def _check_samples(source: Source) -> Iterator[CheckedPage]:
    before: dict[str, PageCoverage] = {}
    for path in sample_pages(source.name, samples_folder(source).parent):
        coverage = cover_sample(source, path)
        yield CheckedPage(
            source=source.name,
            expect=source.expect,
            page=f"sample {path.stem}",
            day=path.parent.name,
            coverage=coverage,
            errors=_differences(coverage, path),
            before=before.get(path.stem),
        )
        before[path.stem] = coverage


def _differences(coverage: PageCoverage, path: Path) -> list[str]:
    """What a sample yields and should not, and the other way round. What was found of the page
    comes first, because it is the cause of facts that are missing.
    """
    expected_path = expected_file(path)
    if not expected_path.exists():
        return [f"there is no {expected_path.name} beside {path.name}"]
    expected = Counter(expected_rows(path))
    found = Counter(coverage.rows)
    missing = [f"expected, and not found: {_in_one_line(row)}" for row in expected - found]
    findings: list[str] = []
    facts: list[str] = []
    for row in found - expected:
        line = f"found, and not expected: {_in_one_line(row)}"
        if row[0] in ("fact", "set aside"):
            facts.append(line)
        else:
            findings.append(line)
    return findings + missing + facts


def _in_one_line(row: Row) -> str:
    return ", ".join(cell for cell in row if cell)


def _check_archived(source: Source, archive: Archive) -> Iterator[CheckedPage]:
    before: dict[str, PageCoverage] = {}
    seen: set[tuple[str, str]] = set()
    for outcome in archive.outcomes():
        if outcome.source != source.name or outcome.outcome != "ok" or not outcome.sha256:
            continue
        copy = (outcome.document, outcome.sha256)
        if copy in seen:
            continue
        seen.add(copy)
        link = Link(kind=outcome.kind, url=outcome.page_url, document=outcome.document)
        body = archive.body(outcome.sha256)
        coverage = cover_page(source, link, body, outcome.media_type)
        yield CheckedPage(
            source=source.name,
            expect=source.expect,
            page=outcome.document,
            day=f"{outcome.seen_at:%Y-%m-%d}",
            coverage=coverage,
            errors=_errors(coverage),
            before=before.get(outcome.document),
        )
        before[outcome.document] = coverage


def _errors(coverage: PageCoverage) -> list[str]:
    return [
        f"{finding.kind}, {finding.part}: {finding.message}"
        for finding in coverage.findings
        if finding.is_error
    ]


def leftovers(source: str, pages: Sequence[CheckedPage]) -> Iterator[str]:
    """What a source's pages state and no fact came of, each kind once: texts unread, claims set
    aside by reason.
    """
    unread: dict[str, list[str]] = {}
    set_aside: dict[str, list[str]] = {}
    for page in pages:
        where = f"{page.page} of {page.day}"
        for finding in page.coverage.findings:
            if finding.kind == "unread":
                text, _, place = finding.message.rpartition(" at ")
                unread.setdefault(text, []).append(f"{where}, {place}")
        for *about, reason in page.coverage.set_aside:
            claim = ", ".join(cell for cell in about if cell)
            set_aside.setdefault(reason, []).append(f"{where}: {claim}")
    for text, places in unread.items():
        yield f"{source}, unread: {text}; {_last_of(places)}"
    for reason, places in set_aside.items():
        yield f"{source}, set aside: {reason}; {_last_of(places)}"


def _last_of(places: list[str]) -> str:
    """The last place, and how many there are."""
    if len(places) == 1:
        return places[0]
    return f"{len(places)} times, last {places[-1]}"
