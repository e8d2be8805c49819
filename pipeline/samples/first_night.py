"""The first night on the live web: every source is visited once, and each page is told as read, moved,
blocked, different from its sample, or failed.

What arrives is archived as in any crawl, so that the next refresh reads it; nothing is loaded and
nothing is published. What needs a person goes into a bundle: the body of each such page, what was
expected of it and what was found.
"""

import io
import json
import tarfile
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from pipeline.engines.crawl_locks import crawl_locks
from pipeline.home import Home
from pipeline.run import clock
from pipeline.run.refresh import all_sources, select_sources
from pipeline.run.steps import Sources, new_run_id, period_hours
from pipeline.run.whole_file import written_whole
from pipeline.samples.coverage import PageCoverage, cover_page
from pipeline.samples.page_shape import PageShape, shape_of
from pipeline.samples.server import sample_days, sample_page
from spiders.archive import Archive, PageOutcome
from spiders.claims import Link
from spiders.crawler.crawl import crawl
from spiders.crawler.plan import CrawlPlan
from spiders.parsing.page import Page
from spiders.source import Source

Verdict = Literal["read", "moved", "blocked", "differs", "failed"]
"""
read     the page was read whole
moved    the server has no such page, or answers from another address
blocked  a wall instead of the page, or robots.txt forbids it
differs  the page arrived, and some of it was not read
failed   no answer, or one that is too large or broken
"""
COLUMNS = ("source", "page", "verdict", "facts", "how", "url")
LARGEST_BODY = 5_000_000
"""Bytes of a page that go into the bundle; the whole page is in the archive."""
_VERDICTS: dict[str, Verdict] = {
    "missing": "moved",
    "blocked": "blocked",
    "refused": "blocked",
    "too_large": "failed",
    "failed": "failed",
}


class Visit(NamedTuple):
    """How the visit of one page went."""

    outcome: PageOutcome
    verdict: Verdict
    facts: int
    how: list[str]
    """What differs from what was expected, a sentence each."""
    body: bytes

    def row(self) -> tuple[str, str, str, int, str, str]:
        """The visit under COLUMNS."""
        about = self.outcome
        return (
            about.source,
            about.document,
            self.verdict,
            self.facts,
            "; ".join(self.how),
            about.url,
        )


class FirstNight(NamedTuple):
    """What a first night came to."""

    visits: list[Visit]
    not_due: list[str]
    """The sources that were visited within their period before, and were not asked again."""
    errors: list[str]
    bundle: Path | None
    """The file with what needs repair; None where nothing does."""


def first_night(
    home: Home, names: Iterable[str] = (), *, base_url: str | None = None
) -> FirstNight:
    """Visit every source once, or those that are named, and say how each page differs from what its
    source was written for.

    A source that was visited within its period is not asked again, unless it is named. Raises
    NotFound for a name of no source and no publisher.
    """
    sources, broken = all_sources()
    archive = Archive(home.archive, skips_damage=True)
    named = select_sources(sources, names)
    not_due = [] if named else _visited(sources, archive)
    wanted = named or [name for name in sources if name not in not_due]
    run_id = new_run_id("first-night")
    with crawl_locks(home, wanted) as free:
        plan = CrawlPlan(
            archive=home.archive.absolute(),
            run_id=run_id,
            sources=free,
            base_url=base_url,
            allow_loopback=base_url is not None,
        )
        reports = crawl(plan).sources if free else {}
    fetched = Archive(home.archive, skips_damage=True)
    visits: list[Visit] = []
    for name, report in sorted(reports.items()):
        for outcome in report.outcomes:
            answered = _public_url(outcome.final_url, base_url)
            visits.append(_visit(sources[name], outcome, answered, fetched))
    errors = [*broken.values()]
    errors += [f"{name}: {error}" for name, report in reports.items() for error in report.errors]
    to_repair = [visit for visit in visits if visit.verdict != "read"]
    bundle = _write_bundle(home, run_id, to_repair) if to_repair else None
    return FirstNight(visits, not_due, errors, bundle)


def _visited(sources: Sources, archive: Archive) -> list[str]:
    """The sources of which a page was fetched within their period."""
    now = clock.now()
    visited: set[str] = set()
    for outcome in archive.outcomes():
        source = sources.get(outcome.source)
        if source is None or outcome.form != "fetched":
            continue
        if now - outcome.seen_at < timedelta(hours=period_hours(source.refresh_every)):
            visited.add(outcome.source)
    return sorted(visited)


def _public_url(url: str, base_url: str | None) -> str:
    """The url that a page has on the web, of one that a server which stands for the web answered."""
    if base_url and url.startswith(f"{base_url}/"):
        return f"https://{url.removeprefix(f'{base_url}/')}"
    return url


def _visit(source: Source, outcome: PageOutcome, answered: str, archive: Archive) -> Visit:
    if outcome.outcome not in ("ok", "not_modified") or outcome.sha256 is None:
        verdict = _VERDICTS[outcome.outcome]
        if outcome.outcome == "refused" and "redirects to the host" in outcome.detail:
            verdict = "moved"
        return Visit(outcome, verdict, 0, [outcome.detail or outcome.outcome], b"")
    body = archive.body(outcome.sha256)
    link = Link(kind=outcome.kind, url=answered, document=outcome.document)
    read = cover_page(source, link, body, outcome.media_type)
    how = [f"{found.part}: {found.message}" for found in read.findings if found.is_error]
    if how:
        how += _differences(source, outcome, read)
        return Visit(outcome, "differs", len(read.facts), how, body)
    if _address(answered) != _address(outcome.url):
        moved = f"it was read from {answered}: write that into the source"
        return Visit(outcome, "moved", len(read.facts), [moved], body)
    return Visit(outcome, "read", len(read.facts), [], body)


def _address(url: str) -> tuple[str, str]:
    """What tells one page's address from another's: its host and its path."""
    parts = urlsplit(url)
    return parts.netloc.casefold(), parts.path.rstrip("/")


def _differences(source: Source, outcome: PageOutcome, read: PageCoverage) -> list[str]:
    """How the shape of a page differs from that of its sample."""
    is_first = not source.links or source.links[0].kind == outcome.kind
    sample = sample_page(source.name, sample_days()[0], "page" if is_first else outcome.kind)
    if sample is None:
        return []
    known = Page(sample.read_bytes(), url=outcome.url, kind=outcome.kind)
    return list(shape_differences(shape_of(known), shape_of(read.page)))


def shape_differences(sample: PageShape, page: PageShape) -> Iterator[str]:
    """What a page lacks of the tables and lists of a sample, and what is new beside them."""
    if sample.form != page.form:
        yield f"its sample is {sample.form}, the page is {page.form}"
        return
    of_sample = [table.headers for table in sample.tables] + [part.keys for part in sample.lists]
    of_page = [table.headers for table in page.tables] + [part.keys for part in page.lists]
    for known in of_sample:
        nearest = max(of_page, key=lambda found: len(set(found) & set(known)), default=list[str]())
        missing = [label for label in known if label not in nearest]
        new = [label for label in nearest if label not in known]
        if len(missing) == len(known):
            yield f"nothing has the columns or keys of its sample: {', '.join(known)}"
        elif missing:
            beside = f"; new beside them: {', '.join(new)}" if new else ""
            yield f"{', '.join(missing)} is missing among {', '.join(known)}{beside}"


def _write_bundle(home: Home, run_id: str, visits: list[Visit]) -> Path:
    """Write a file with the pages that need repair: a folder for each, with its body and what is known
    of it.
    """
    path = home.path / "first-night" / f"{run_id}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as new, tarfile.open(new, "w:gz") as bundle:
        for position, visit in enumerate(visits, start=1):
            about = visit.outcome.model_dump(mode="json")
            about |= {"verdict": visit.verdict, "facts": visit.facts, "how": visit.how}
            folder = f"{position:04}-{visit.outcome.source}-{visit.verdict}"
            _add(bundle, f"{folder}/about.json", json.dumps(about, indent=2).encode())
            if visit.body:
                _add(bundle, f"{folder}/page", visit.body[:LARGEST_BODY])
    return path


def _add(bundle: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    bundle.addfile(member, io.BytesIO(content))
