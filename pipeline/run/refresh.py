"""A refresh: the steps in order, crawl to report, in this process but for the crawl itself."""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from pipeline.alerting import freshness_policy
from pipeline.failures import NotFound
from pipeline.home import Home
from pipeline.run.steps import (
    LoadResult,
    Sources,
    derive,
    end_and_publish,
    period_hours,
    new_run_id,
    publish_checked,
    read_and_load,
)
from pipeline.run.stopwatch import Stopwatch
from pipeline.run_log import RunRecord
from spiders.archive import Archive
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlPlan, CrawlEvent
from spiders.crawler.process import CrawlProcess
from spiders.registry import load_sources
from warehouse.store import Warehouse


class Change(NamedTuple):
    """A value that the new generation believes otherwise, or a newer value that it holds back."""

    change: str
    provider: str
    subject: str
    about: str
    old: str | None
    new: str | None
    reason: str | None


class RefreshResult(NamedTuple):
    """What a refresh did. `seconds` says how its time divides, by step."""

    run_id: str
    outcome: str
    reports: dict[str, SourceReport]
    loaded: LoadResult
    generation: int | None
    changes: list[Change]
    errors: list[str]
    seconds: dict[str, float]


class Steps(NamedTuple):
    """The steps that an engine can wrap, so that each is tried again, limited and recorded."""

    crawl: Callable[[CrawlPlan], dict[str, SourceReport]]
    read_and_load: Callable[[Warehouse, Archive, Sources], LoadResult] = read_and_load
    derive: Callable[[Warehouse, Home, Sources], None] = derive
    publish: Callable[[Warehouse, str], int | None] = publish_checked


def all_sources() -> tuple[Sources, dict[str, str]]:
    """Every source by name, and why a file gives none."""
    catalog = load_sources()
    return {name: cls() for name, cls in catalog.sources.items()}, catalog.broken


def select_sources(sources: Sources, names: Iterable[str]) -> list[str]:
    """The sources that are called so or whose publisher is. Raises NotFound for a name that nobody
    has.
    """
    found: list[str] = []
    for name in names:
        matching = [
            source.name for source in sources.values() if name in (source.name, source.publisher)
        ]
        if not matching:
            publishers = ", ".join(sorted({source.publisher for source in sources.values()}))
            raise NotFound(
                f"no source and no publisher is called {name!r}; publishers: {publishers}; "
                f"sources: {', '.join(sources)}"
            )
        found += [name for name in matching if name not in found]
    return found


def due_sources(sources: Sources, warehouse: Warehouse) -> list[str]:
    """The sources whose period has passed since they were last tried, with an hour's grace for a
    nightly timer.

    One whose links need a variable of the environment that is not set is left out.
    """
    tried: dict[str, datetime] = dict(warehouse.core("last_tried").rows)
    now = datetime.now(UTC)
    return [
        name
        for name, source in sources.items()
        if (not source.required_env or os.environ.get(source.required_env))
        and (
            name not in tried
            or now - tried[name] >= timedelta(hours=period_hours(source.refresh_every) - 1)
        )
    ]


def refresh(
    home: Home,
    names: Iterable[str] = (),
    *,
    base_url: str | None = None,
    nights_ago: int = 0,
    crawler: CrawlProcess | None = None,
    steps: Steps | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> RefreshResult:
    """Fetch, archive, read, load, derive and publish. Raises Locked at once when another refresh
    writes.

    `meanwhile` is done while pages are fetched.
    """
    watch = Stopwatch()

    archive = Archive(home.archive)

    def learn(event: CrawlEvent) -> None:
        if event.sealed:
            archive.add_sealed(Path(event.sealed))

    def crawl_plan(plan: CrawlPlan) -> dict[str, SourceReport]:
        return crawl(plan, learn, crawler, meanwhile).sources

    steps = steps or Steps(crawl_plan)
    freshness_policy.load(home)
    with Warehouse(home.path) as warehouse:
        sources, broken = all_sources()
        archive.salvage()
        wanted = select_sources(sources, names) or due_sources(sources, warehouse)
        run_id, started_at = new_run_id("refresh"), _told(nights_ago)
        warehouse.record(
            "begin_run", {"run_id": run_id, "kind": "refresh", "started_at": started_at}
        )
        watch.lap("start")
        plan = CrawlPlan(
            archive=home.archive.absolute(),
            run_id=run_id,
            sources=wanted,
            base_url=base_url,
            nights_ago=nights_ago,
            allow_loopback=base_url is not None,
        )
        reports = steps.crawl(plan) if wanted else {}
        watch.lap("crawl")
        loaded = steps.read_and_load(warehouse, archive, sources)
        watch.lap("read and load")
        steps.derive(warehouse, home, sources)
        watch.lap("derive")
        errors = [*broken.values(), *_errors(reports), *_findings(warehouse, run_id)]
        changes = [
            Change(*row) for row in warehouse.core("pending_changes", {"run_id": run_id}).rows
        ]
        seen = any(outcome.confirms for report in reports.values() for outcome in report.outcomes)
        ended = RunRecord(
            run_id=run_id,
            kind="refresh",
            started_at=started_at,
            finished_at=_told(nights_ago),
            outcome="complete" if not errors else "partial" if seen else "failed",
            detail=f"{loaded.bodies} new pages, {loaded.claims} claims, {len(changes)} changes, {len(errors)} errors",
        )
        generation = end_and_publish(warehouse, home, ended, steps.publish)
        watch.lap("publish")
    return RefreshResult(
        run_id, ended.outcome, reports, loaded, generation, changes, errors, watch.seconds
    )


def _told(nights_ago: int) -> datetime:
    """Now, or in a rehearsal the same time of the night that it is told as."""
    return datetime.now(UTC) - timedelta(days=nights_ago)


def _errors(reports: dict[str, SourceReport]) -> list[str]:
    failed = [
        f"{name}: {outcome.url} {outcome.outcome}: {outcome.detail}"
        for name, report in reports.items()
        for outcome in report.outcomes
        if not outcome.confirms
    ]
    return failed + [
        f"{name}: {error}" for name, report in reports.items() for error in report.errors
    ]


def _findings(warehouse: Warehouse, run_id: str) -> list[str]:
    return [
        f"{source}, {part}: {message}"
        for source, part, message in warehouse.core("findings_of_run", {"run_id": run_id}).rows
    ]
