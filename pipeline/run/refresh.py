"""A refresh: the steps in order, from crawl to publishing. All but the crawl run in this process."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from pipeline import network
from pipeline.activity import activity
from pipeline.alerting import freshness_policy
from pipeline.alerting.shared_causes import PAGES, TriedLink, shared_causes
from pipeline.configuration import SourceChoice, load_configuration
from pipeline.engines.crawl_locks import crawl_locks
from pipeline.engines.shared_home import fetch_home, storage_of, writing
from pipeline.facts.reading_workers import start_reading_process
from pipeline.failures import NotFound
from pipeline.home import Home
from pipeline.review import decisions
from pipeline.run import clock
from pipeline.run.due_links import due_links
from pipeline.run.publish_site import SiteContent
from pipeline.run.steps import (
    LoadResult,
    Sources,
    derive,
    end_and_publish,
    new_run_id,
    period_hours,
    publish_checked,
    read_and_load,
)
from pipeline.run_log import RunRecord
from pipeline.stopwatch import Stopwatch
from reports.site.site_builder import RenderModels
from reports.values.name_hint import name_hint
from spiders.archive import Archive
from spiders.archive.outcome import NAMED_ELSEWHERE
from spiders.claims import Link
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from spiders.registry import load_sources
from warehouse.errors import Locked
from warehouse.working import Warehouse

START_WAIT_SECONDS = 30
"""How long a refresh waits for a process that loads, before it starts."""
ALL_ON = SourceChoice()
LOAD_WAIT_SECONDS = 900
"""How long it waits when its pages are archived; the next refresh loads them otherwise."""


class Change(NamedTuple):
    """A value that differs in the new generation, or a newer value that is held back."""

    change: str
    provider: str
    subject: str
    about: str
    old: str | None
    new: str | None
    reason: str | None


class RefreshResult(NamedTuple):
    """What a refresh did. `seconds` is the time of each step; `generation` is None where nothing new
    was published.
    """

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
    renderer: Callable[[SiteContent], RenderModels] | None = None
    """What renders pages of models; None: this process."""


def all_sources(home: Home | None = None) -> tuple[Sources, dict[str, str]]:
    """Every source by name, on or off, the home's own among them; and the reason why a file gives none.

    Keys that cardkeep.toml names are known to the sources from then on.
    """
    if home:
        network.use_tokens(load_configuration(home))
    registry = load_sources(folder=home.sources.absolute() if home else None)
    sources = {name: source_class() for name, source_class in registry.sources.items()}
    return sources, registry.broken


def select_sources(
    sources: Sources, names: Iterable[str], choice: SourceChoice | None = None
) -> list[str]:
    """The sources that have one of the names or are of a publisher that has, but for those that are
    off. Raises NotFound for a name that no source and no publisher has, or only such that are off.
    """
    selected: list[str] = []
    for name in names:
        matching = [
            source.name for source in sources.values() if name in (source.name, source.publisher)
        ]
        if not matching:
            raise _unknown_source(name, sources)
        if choice:
            off = ", ".join(match for match in matching if not choice.is_on(match))
            matching = [match for match in matching if choice.is_on(match)]
            if not matching:
                raise NotFound(
                    f"{off} is off in cardkeep.toml; nothing was fetched; take it out of `off` there, or add "
                    "it to `on`",
                    code="source-off",
                )
        selected += [match for match in matching if match not in selected]
    return selected


def _unknown_source(name: str, sources: Sources) -> NotFound:
    publishers = {source.publisher for source in sources.values()}
    hint = name_hint(name, [*publishers, *sources], "`cardkeep source list`")
    return NotFound(f"no source and no publisher is called {name!r}; {hint}")


def due_sources(
    sources: Sources,
    warehouse: Warehouse,
    choice: SourceChoice = ALL_ON,
    links: Mapping[str, list[Link]] | None = None,
) -> list[str]:
    """The sources whose period has passed since they were last tried, and of those that are due by
    page the ones that have a due link (default: as due_links finds them now).

    A source that is off is never due, nor one whose links need a variable of the environment that is
    not set.
    """
    last_tried: dict[str, datetime] = dict(warehouse.query("writer/last_tried").rows)
    now = clock.now()
    if links is None:
        links = due_links(sources, warehouse, now)
    due: list[str] = []
    for name, source in sources.items():
        if not choice.is_on(name):
            continue
        if source.required_env and not os.environ.get(source.required_env):
            continue
        if source.due_by_page:
            due += [name] if name in links else []
            continue
        # An hour less, for a nightly timer that starts a little earlier than the night before.
        period = timedelta(hours=period_hours(source.refresh_every) - 1)
        tried_at = last_tried.get(name)
        # A time to come was written under a wrong clock, and says nothing.
        if tried_at is None or tried_at > now or now - tried_at >= period:
            due.append(name)
    return due


def refresh(
    home: Home,
    names: Iterable[str] = (),
    *,
    base_url: str | None = None,
    nights_ago: int = 0,
    trust_clock: bool = False,
    finds_repositories: bool = True,
    steps: Steps | None = None,
) -> RefreshResult:
    """Fetch, archive, read, load, derive and publish.

    Raises ClockDoubted, before anything is fetched, where the clock contradicts the pages or runs
    before and `trust_clock` does not say that it is right.

    `finds_repositories` says whether repositories that pages name are asked for: a web of samples has
    none of them.

    The writer's lock is held while loading, not while crawling, so that a refresh of one provider
    goes on beside that of all. Raises Locked where another process writes for longer than a load
    takes, or crawls a source that was asked for.
    """
    watch = Stopwatch()
    archive = Archive(home.archive, skips_damage=True)
    steps = steps or _plain_steps(archive)
    configuration = load_configuration(home)
    sources, broken = all_sources(home)
    run_id = new_run_id("refresh")
    started_at = _run_time(nights_ago)
    storage = storage_of(home)
    if storage:
        activity.step("fetching from the storage")
        fetch_home(home, storage)
    with Warehouse(home.path, wait_seconds=START_WAIT_SECONDS) as warehouse:
        if not trust_clock:
            clock.check_not_behind(warehouse, clock.now())
            clock.check_not_ahead(home, clock.now())
        archive.salvage()
        selected = select_sources(sources, names, configuration.sources)
        links = due_links(
            sources, warehouse, started_at, named=selected, finds_repositories=finds_repositories
        )
        # A source whose pages are due one by one has nothing to do where none is.
        with_links = [name for name in selected if name in links or not sources[name].due_by_page]
        wanted = (
            with_links
            if selected
            else due_sources(sources, warehouse, configuration.sources, links)
        )
        warehouse.execute(
            "load/begin_run", {"run_id": run_id, "kind": "refresh", "started_at": started_at}
        )
    with crawl_locks(home, wanted) as free:
        if selected and free != wanted:
            raise _crawled_by_another(home, set(wanted) - set(free))
        watch.lap("start")
        start_reading_process()  # it is ready when the pages are here
        plan = CrawlPlan(
            archive=home.archive.absolute(),
            run_id=run_id,
            sources=free,
            links={name: links[name] for name in free if name in links},
            base_url=base_url,
            nights_ago=nights_ago,
            allow_loopback=base_url is not None,
            own_sources=home.sources.absolute(),
            **network.plan_settings(configuration),
        )
        activity.step(f"crawling {len(free)} sources")
        reports = steps.crawl(plan) if free else {}
        watch.lap("crawl")
    with (
        writing(home, storage, LOAD_WAIT_SECONDS) as shared,
        Warehouse(home.path, wait_seconds=LOAD_WAIT_SECONDS) as warehouse,
    ):
        watch.lap("wait")
        activity.step("reading pages")
        loaded = steps.read_and_load(warehouse, archive, sources)
        watch.lap("read and load")
        activity.step("deriving")
        steps.derive(warehouse, home, sources)
        watch.lap("derive")
        bad_policy = freshness_policy.fault(home)
        errors = [
            *([bad_policy] if bad_policy else []),
            *broken.values(),
            *_crawl_errors(reports, sources),
            *loaded.set_aside,
            *decisions.faults(home.decisions),
            *_findings(warehouse, run_id),
        ]
        pending = warehouse.query("writer/pending_changes", {"run_id": run_id})
        changes = [Change(*row) for row in pending.rows]
        run = RunRecord(
            run_id=run_id,
            kind="refresh",
            started_at=started_at,
            finished_at=_run_time(nights_ago),
            outcome=_outcome(reports, errors),
            detail=f"{loaded.bodies} new pages, {loaded.claims} claims, {len(changes)} changes, {len(errors)} errors",
        )
        activity.step("publishing")
        generation = end_and_publish(warehouse, home, run, steps.publish)
        if shared:
            shared.send()
            loaded = loaded._replace(told=(*filter(None, [shared.lease.told]), *loaded.told))
        watch.lap("publish")
    return RefreshResult(
        run_id, run.outcome, reports, loaded, generation, changes, errors, watch.seconds
    )


def _crawled_by_another(home: Home, names: set[str]) -> Locked:
    return Locked(
        f"another cardkeep crawls {', '.join(sorted(names))} for {home.path} at this moment; nothing was "
        "fetched; its pages are loaded when it has finished"
    )


def _plain_steps(archive: Archive) -> Steps:
    """The steps as they are. A file is read into the archive's index while others are fetched."""

    def take_event(event: CrawlEvent) -> None:
        if event.outcome:
            activity.count("links")
            activity.note(f"{event.source}: {event.outcome.page_url} {event.outcome.outcome}")
        if event.error:
            activity.note(f"{event.source}: {event.error}")
        if event.sealed:
            archive.add_sealed(Path(event.sealed))

    def crawl_plan(plan: CrawlPlan) -> dict[str, SourceReport]:
        return crawl(plan, take_event).sources

    return Steps(crawl_plan)


def _run_time(nights_ago: int) -> datetime:
    """The time to record for now: in a rehearsal, the same time of an earlier night."""
    return clock.now() - timedelta(days=nights_ago)


def _outcome(
    reports: dict[str, SourceReport], errors: list[str]
) -> Literal["complete", "partial", "failed"]:
    if not errors:
        return "complete"
    for report in reports.values():
        if any(outcome.confirms for outcome in report.outcomes):
            return "partial"
    return "failed"


def _crawl_errors(reports: dict[str, SourceReport], sources: Sources) -> list[str]:
    """Every link whose page was not seen, those that failed alike for one cause as one; then every other
    error.
    """
    tried: list[TriedLink] = []
    other: list[str] = []
    for name, report in reports.items():
        publisher = sources[name].publisher
        outcomes = [each for each in report.outcomes if not each.detail.startswith(NAMED_ELSEWHERE)]
        tried += [
            TriedLink(publisher, name, each.url, each.outcome, each.detail) for each in outcomes
        ]
        other += [f"{name}: {error}" for error in report.errors]
    lines: list[str] = []
    explained: set[TriedLink] = set()
    for cause in shared_causes(tried):
        lines.append(cause.text())
        explained.update(cause.links)
    failed = [link for link in tried if link.outcome not in PAGES and link not in explained]
    lines += [f"{link.source}: {link.url} {link.outcome}: {link.detail}" for link in failed]
    return [*lines, *other]


def _findings(warehouse: Warehouse, run_id: str) -> list[str]:
    rows = warehouse.query("writer/findings_of_run", {"run_id": run_id}).rows
    return [
        f"{source}, {part}: {message}; `cardkeep archive show {sha256[:12]}` prints the page"
        for source, part, message, sha256 in rows
    ]
