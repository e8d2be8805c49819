"""The tasks of the Prefect flows: crawls, and what a run lets threads or a Dask cluster do. Imports
Prefect, as `flows` does.

A task is told data and answers with data. Each source is crawled as a task, and again when it failed; a
global concurrency limit for each publisher lets one crawl of it run at a time, whichever machine runs it.
"""

import os
import time
from asyncio import CancelledError
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Thread
from typing import Any, cast

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.concurrency.sync import concurrency
from prefect.events.worker import EventsWorker
from prefect.futures import PrefectFuture
from prefect.logging.handlers import APILogWorker
from prefect.runtime import task_run
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from pipeline.configuration import load_configuration
from pipeline.engines.addresses import own_source_texts
from pipeline.engines.crawling import SourceCrawl, crawl_source, fetch_archive, send_archive
from pipeline.engines.dask_cluster import cluster_arguments
from pipeline.engines.reading import ReadingElsewhere, read_batch
from pipeline.engines.rendering import RenderingElsewhere, render_batch
from pipeline.home import Home
from pipeline.run.publish_site import SiteContent
from pipeline.run.readings import LoadResult, Sources
from pipeline.run.refresh import Steps, all_sources
from pipeline.run.steps import derive, publish_checked, read_and_load
from reports.site.site_builder import RenderModels
from spiders.archive import Archive
from spiders.archive.storage import BUCKET, ScaleMissing, open_storage
from spiders.crawler import settings
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from warehouse.working import Warehouse

ATTEMPTS = 3
CRAWL_WAIT_SECONDS = 3600
"""How long a crawl waits for another one of the same publisher."""
_FLUSH_SECONDS = 10
Tasks = TaskRunner[PrefectFuture[Any]]


class CrawlFailed(Exception):
    """A source that gave no whole answer; crawling it again may help."""

    def __init__(self, message: str, report: SourceReport) -> None:
        super().__init__(message, report)
        self.report = report

    def __str__(self) -> str:
        return str(self.args[0])


class TaskLost(Exception):
    """Nobody runs a task any more: its scheduler or all its workers are gone."""


@contextmanager
def server_for(runner: str) -> Generator[None]:
    """A Prefect server that the processes of a cluster can ask, too: the one of PREFECT_API_URL, or one
    for as long as the block lasts.
    """
    if runner == "threads" or PREFECT_API_URL.value():
        yield
        return
    with (
        SubprocessASGIServer() as server,
        temporary_settings({PREFECT_API_URL: server.api_url}),
    ):
        yield
        # What is still to be told would be told to nobody, again and again.
        APILogWorker.drain_all(timeout=_FLUSH_SECONDS)
        EventsWorker.drain_all(timeout=_FLUSH_SECONDS)


def dask_runner(runner: str) -> Any:
    """What runs tasks on the Dask cluster that `dask` or dask://HOST:PORT names. Raises ScaleMissing."""
    try:
        from prefect_dask.task_runners import DaskTaskRunner

        return DaskTaskRunner(**cluster_arguments(runner))
    except ImportError as error:
        raise ScaleMissing(f"--runner {runner}", str(error.name)) from None


@contextmanager
def started_tasks(runner: str) -> Generator[Tasks]:
    """What runs tasks: threads of this process, or a Dask cluster. Raises ScaleMissing."""
    if runner == "threads":
        # Most of the time they wait: for a publisher, or for a process that reads.
        made = cast(Tasks, ThreadPoolTaskRunner(max_workers=16))
    else:
        made = cast(Tasks, dask_runner(runner))
    with made:
        yield made


def flow_steps(home: Home, runner: str, retry_seconds: float, tasks: Tasks) -> Steps:
    """The steps as tasks. Those that need the writer's database run in the process of the flow."""
    storage = load_configuration(home).engine.storage or str(home.path.absolute())
    elsewhere = TasksElsewhere(home, storage, runner, tasks)

    def crawl_plan(plan: CrawlPlan) -> dict[str, SourceReport]:
        limit_crawls(publishers_of(home, plan.sources).values())
        if runner == "threads":
            return _crawl_here(plan, retry_seconds, home, tasks)
        return elsewhere.crawl(plan, retry_seconds)

    return Steps(
        crawl_plan,
        # No task, but what gives out tasks: these would take the arguments of their parent along.
        elsewhere.read_and_load,
        task(name="derive", cache_policy=NO_CACHE, tags=["load"])(derive),
        task(name="publish", cache_policy=NO_CACHE, tags=["publish"])(publish_checked),
        elsewhere.renderer,
    )


class TasksElsewhere:
    """The parts of a run that threads or a Dask cluster do, over a storage that both sides see."""

    def __init__(self, home: Home, storage: str, runner: str, tasks: Tasks) -> None:
        self._home = home
        self._storage = storage
        self._tasks = tasks
        self._own_sources = own_source_texts(home.sources)
        self._ahead = (os.cpu_count() or 1) if runner == "threads" else None

    def crawl(self, plan: CrawlPlan, retry_seconds: float) -> dict[str, SourceReport]:
        """Crawl every source of a plan as a task, wherever; then what they archived is here."""
        publishers = publishers_of(self._home, plan.sources)
        crawl_task = _crawl_task(crawl_politely, retry_seconds)
        delay = 0 if plan.base_url else settings.DOWNLOAD_DELAY
        waiting: dict[str, Callable[[], SourceReport]] = {}
        for name in _taking_turns(publishers):
            wanted = SourceCrawl(
                self._storage, self._own_sources, plan.model_copy(update={"sources": [name]})
            )
            parameters = {
                "source": name,
                "wanted": wanted,
                "publisher": publishers[name],
                "delay_seconds": delay,
            }
            waiting[name] = _given_out(self._tasks, crawl_task, parameters)
        reports = {name: _report_of(wait) for name, wait in waiting.items()}
        for name in plan.sources:
            _log_report(name, reports[name])
        if self._storage.startswith(BUCKET):
            fetch_archive(open_storage(self._storage), self._home.archive)
        return {name: reports[name] for name in plan.sources}

    def read_and_load(self, warehouse: Warehouse, archive: Archive, sources: Sources) -> LoadResult:
        """Load what the archive has; its bodies are read by tasks."""
        if self._storage.startswith(BUCKET):
            # Files that only this machine has: imports, and crawls without a cluster.
            send_archive(open_storage(self._storage), self._home.archive)
        read_task = task(name="read batch", cache_policy=NO_CACHE, tags=["read"])(read_batch)
        reading = ReadingElsewhere(
            self._storage,
            self._own_sources,
            lambda batch: _given_out(self._tasks, read_task, {"batch": batch}),
            self._ahead,
        )
        loaded = read_and_load(warehouse, archive, sources, reading.extract)
        for told in reading.told:
            get_run_logger().warning("%s", told)
        return loaded._replace(told=tuple(reading.told))

    def renderer(self, content: SiteContent) -> RenderModels:
        """What renders pages of models by tasks."""
        render_task = task(name="render batch", cache_policy=NO_CACHE, tags=["render"])(
            render_batch
        )
        rendering = RenderingElsewhere(
            self._storage,
            content.generation,
            content.pairs,
            content.profiles,
            content.publishing.url or "",
            lambda batch: _given_out(self._tasks, render_task, {"batch": batch}),
        )
        return rendering.render


def crawl_politely(
    source: str, wanted: SourceCrawl, publisher: str, delay_seconds: float
) -> SourceReport:
    """Crawl a source while no other crawl of its publisher runs, and keep the publisher's delay between
    two of them. Raises CrawlFailed where another attempt may help.
    """
    with concurrency(limit_of(publisher), occupy=1, timeout_seconds=CRAWL_WAIT_SECONDS):
        report = crawl_source(wanted)
        time.sleep(delay_seconds)
    return _checked(source, report)


def limit_of(publisher: str) -> str:
    """The name of the global concurrency limit for crawls of a publisher."""
    return f"crawl-{publisher}"


def limit_crawls(publishers: Iterable[str]) -> None:
    """Create the limits of one crawl of a publisher at a time, where the server does not have them."""
    with get_client(sync_client=True) as client:
        for publisher in sorted(set(publishers)):
            client.upsert_global_concurrency_limit_by_name(limit_of(publisher), limit=1)


def publishers_of(home: Home, names: Iterable[str]) -> dict[str, str]:
    """The publisher of each source, by the names of the sources."""
    sources, _ = all_sources(home)
    return {name: sources[name].publisher for name in names}


def _taking_turns(publishers: dict[str, str]) -> list[str]:
    """Sources such that those of one publisher, of which one is crawled at a time, are far apart."""
    turns: Counter[str] = Counter()
    order: list[tuple[int, str]] = []
    for name, publisher in publishers.items():
        order.append((turns[publisher], name))
        turns[publisher] += 1
    return [name for _, name in sorted(order)]


def _given_out(tasks: Tasks, given: Any, parameters: dict[str, Any]) -> Callable[[], Any]:
    """Give a task to whatever runs it. Returns what waits for its answer, and raises what it raised, or
    TaskLost.
    """
    try:
        future: Any = tasks.submit(given, parameters=parameters)
    except CancelledError as error:
        raise TaskLost(str(error)) from error

    def wait() -> Any:
        try:
            return future.result()
        except CancelledError as error:
            raise TaskLost(f"the cluster gave it up: {error}") from error

    return wait


def _report_of(wait: Callable[[], SourceReport]) -> SourceReport:
    try:
        return wait()
    except CrawlFailed as error:
        return error.report
    except Exception as error:  # noqa: BLE001 (a source that failed is a report)
        return _without_report(f"{type(error).__name__}: {error}")


def _checked(source: str, report: SourceReport) -> SourceReport:
    """The report. Raises CrawlFailed where another attempt may help."""
    if _is_retryable(report):
        attempt = int(task_run.run_count or 1)
        raise CrawlFailed(f"attempt {attempt} of {ATTEMPTS}: no whole answer from {source}", report)
    return report


def _crawl_task(crawl_one: Callable[..., SourceReport], retry_seconds: float) -> Any:
    return task(
        name="crawl",
        task_run_name="crawl {source}",
        tags=["crawl"],
        retries=ATTEMPTS - 1,
        retry_delay_seconds=retry_seconds,
        cache_policy=NO_CACHE,
    )(crawl_one)


class _SharedCrawl:
    """The first crawl of all sources, in one process; what it came to for a source is there as soon as
    its file is sealed.
    """

    def __init__(self, plan: CrawlPlan) -> None:
        self._reports: dict[str, Future[SourceReport]] = {name: Future() for name in plan.sources}
        self._events: dict[str, list[CrawlEvent]] = {name: [] for name in plan.sources}
        self._thread = Thread(target=self._run, args=(plan,))
        self._thread.start()

    def report(self, source: str) -> SourceReport:
        """What the crawl came to for a source; waits until it is known."""
        return self._reports[source].result()

    def join(self) -> None:
        self._thread.join()

    def _run(self, plan: CrawlPlan) -> None:
        try:
            for name, report in crawl(plan, self._take).sources.items():
                self._settle(name, report)
        except Exception as error:  # noqa: BLE001 (whoever waits for a report is told)
            for future in self._reports.values():
                if not future.done():
                    future.set_exception(error)

    def _take(self, event: CrawlEvent) -> None:
        events = self._events[event.source]
        events.append(event)
        if event.sealed:
            report = SourceReport(
                outcomes=[each.outcome for each in events if each.outcome],
                errors=[each.error for each in events if each.error],
                sealed=event.sealed,
            )
            self._settle(event.source, report)

    def _settle(self, source: str, report: SourceReport) -> None:
        if not self._reports[source].done():
            self._reports[source].set_result(report)


def _crawl_here(
    plan: CrawlPlan, retry_seconds: float, home: Home, tasks: Tasks
) -> dict[str, SourceReport]:
    """Crawl every source of a plan as a task of its own, and again alone where it failed. Each attempt
    has a run id of its own: no archive file is appended to.
    """
    limits = sorted({limit_of(each) for each in publishers_of(home, plan.sources).values()})
    with concurrency(limits, occupy=1, timeout_seconds=CRAWL_WAIT_SECONDS):
        shared = _SharedCrawl(plan)

        def crawl_source_here(source: str) -> SourceReport:
            attempt = int(task_run.run_count or 1)
            if attempt == 1:
                report = shared.report(source)
            else:
                again = {"run_id": f"{plan.run_id}-attempt{attempt}", "sources": [source]}
                report = crawl(plan.model_copy(update=again)).sources[source]
            _log_report(source, report)
            return _checked(source, report)

        crawl_task = _crawl_task(crawl_source_here, retry_seconds)
        waiting = {name: _given_out(tasks, crawl_task, {"source": name}) for name in plan.sources}
        reports = {name: _report_of(wait) for name, wait in waiting.items()}
        shared.join()
    return reports


def _without_report(message: str | None) -> SourceReport:
    return SourceReport(
        outcomes=[], errors=[f"the crawl task gave no report: {message}"], sealed=""
    )


def _log_report(source: str, report: SourceReport) -> None:
    """Tell in the log of the task run what came of each link."""
    logger = get_run_logger()
    counts = Counter(outcome.outcome for outcome in report.outcomes)
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
    logger.info("%s: %s", source, told or "no answer")
    for outcome in report.outcomes:
        if not outcome.confirms:
            logger.error("%s %s: %s", outcome.page_url, outcome.outcome, outcome.detail)
    for error in report.errors:
        logger.error("%s", error)


def _is_retryable(report: SourceReport) -> bool:
    """Whether crawling again may help. It does not against a block, a 404 or robots.txt."""
    return bool(report.errors) or any(outcome.outcome == "failed" for outcome in report.outcomes)
