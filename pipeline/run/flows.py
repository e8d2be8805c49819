"""The Prefect flows around the steps. The only module that imports Prefect: `cardkeep refresh` does
without it.

A source that failed is crawled again. The global concurrency limit `warehouse-writer` lets in one
writer at a time. A run ends Completed, Completed named Partial, or Failed, and leaves a summary and
a table of freshness as artifacts.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

# Before Prefect is imported, which reads its settings then.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")

from prefect import flow, serve, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, State
from prefect.concurrency.sync import concurrency
from prefect.deployments.runner import RunnerDeployment
from prefect.runtime import task_run
from prefect.schedules import Cron
from prefect.states import Completed, Failed
from prefect.types.entrypoint import EntrypointType

from pipeline.failures import ExitCode, Failure, PublishingBlocked
from pipeline.home import Home
from pipeline.output import json_value
from pipeline.run.nightly import NightlyResult, run_nightly
from pipeline.run.refresh import RefreshResult, Steps, all_sources
from pipeline.run.steps import derive, publish_checked, read_and_load
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlPlan
from warehouse.errors import Locked
from warehouse.store import open_catalog

WRITER = "warehouse-writer"
WAIT_SECONDS = 900
"""How long a run waits for the one that writes, before it is refused."""
ATTEMPTS = 3


class CrawlFailed(Exception):
    """Sources that gave no whole answer; crawling them again may help."""


class BadCron(Failure):
    """A schedule that cannot be read."""

    exit_code = ExitCode.USAGE
    code = "bad-cron"


class PrefectFailed(Failure):
    """Prefect itself failed: its server, its settings or its network."""

    exit_code = ExitCode.TRY_AGAIN
    code = "prefect"

    def __init__(self, cause: object) -> None:
        super().__init__(
            f"Prefect did not run the flow to its end: {cause}; what was archived and published is kept; look at the "
            "server that PREFECT_API_URL names, or run without --engine prefect"
        )


def _steps(retry_seconds: float) -> Steps:
    """The steps as tasks."""

    def crawl_plan(plan: CrawlPlan) -> dict[str, SourceReport]:
        return _crawl(plan, retry_seconds)

    return Steps(
        crawl_plan,
        task(name="read and load", cache_policy=NO_CACHE)(read_and_load),
        task(name="derive", cache_policy=NO_CACHE)(derive),
        task(name="publish", cache_policy=NO_CACHE)(publish_checked),
    )


def _crawl(plan: CrawlPlan, retry_seconds: float) -> dict[str, SourceReport]:
    """Crawl every source of a plan, and again those that failed. Each attempt has a run id of its
    own: no archive file is appended to.
    """
    reports: dict[str, SourceReport] = {}

    @task(
        name="crawl", retries=ATTEMPTS - 1, retry_delay_seconds=retry_seconds, cache_policy=NO_CACHE
    )
    def crawl_remaining() -> None:
        attempt = int(task_run.run_count or 1)
        run_id = plan.run_id if attempt == 1 else f"{plan.run_id}-attempt{attempt}"
        left = [
            name for name in plan.sources if name not in reports or _is_retryable(reports[name])
        ]
        attempt_plan = plan.model_copy(update={"run_id": run_id, "sources": left})
        reports.update(crawl(attempt_plan).sources)
        failed = [name for name in left if _is_retryable(reports[name])]
        if failed:
            raise CrawlFailed(
                f"attempt {attempt} of {ATTEMPTS}: no whole answer from {', '.join(failed)}"
            )

    state = crawl_remaining(return_state=True)
    no_report = SourceReport(
        outcomes=[], errors=[f"the crawl task gave no report: {state.message}"], sealed=""
    )
    return {name: reports.get(name, no_report) for name in plan.sources}


def _is_retryable(report: SourceReport) -> bool:
    """Whether crawling again may help. It does not against a block, a 404 or robots.txt."""
    return bool(report.errors) or any(outcome.outcome == "failed" for outcome in report.outcomes)


def _run_job(
    home: Home, providers: Iterable[str], base_url: str | None, retry_seconds: float
) -> NightlyResult:
    """The whole job, one writer at a time."""
    with concurrency(WRITER, occupy=1, timeout_seconds=WAIT_SECONDS):
        result = run_nightly(home, providers, base_url=base_url, steps=_steps(retry_seconds))
    create_markdown_artifact(_summary(result), key="refresh-summary", description=f"{home.path}")
    with open_catalog(home.path) as catalog:
        rows = [json_value(row) for row in catalog.query("freshness_table").dicts()]
    create_table_artifact(rows, key="freshness")
    return result


def _try_job(
    home: Home, providers: Iterable[str], base_url: str | None, retry_seconds: float
) -> NightlyResult | Exception:
    """The result of the job, or the exception with which it was refused."""
    try:
        return _run_job(home, providers, base_url, retry_seconds)
    except (Locked, TimeoutError, PublishingBlocked) as error:
        return error


def _final_state(result: NightlyResult | Exception) -> State[Any]:
    """The state that a run ends in. Its name tells partial, blocked and locked runs apart."""
    match result:
        case NightlyResult():
            return _refresh_state(result.refresh)
        case TimeoutError():
            message = f"another run wrote for {WAIT_SECONDS} s; nothing was changed"
            return Failed(name="Locked", message=message)
        case Locked():
            return Failed(name="Locked", message=str(result))
        case _:
            return Failed(name="Blocked", message=str(result))


def _refresh_state(result: RefreshResult) -> State[Any]:
    message = f"{result.run_id}: {len(result.changes)} changes, {len(result.errors)} errors"
    match result.outcome:
        case "complete":
            return Completed(message=message)
        case "partial":
            return Completed(name="Partial", message=message)
        case _:
            return Failed(message=f"{message}; {'; '.join(result.errors[:3])}")


@flow(name="refresh")
def refresh_flow(
    home: str = "data",
    providers: list[str] | None = None,
    base_url: str | None = None,
    retry_seconds: float = 60,
) -> State[Any]:
    """Refresh, write the site and send alerts: every source that is due, or those of the named
    providers.
    """
    return _final_state(_try_job(Home(Path(home)), providers or [], base_url, retry_seconds))


def run_in_process(home: Home, providers: tuple[str, ...], base_url: str | None) -> NightlyResult:
    """The same job as a flow run of this process, for `cardkeep refresh --engine prefect`."""
    results: list[NightlyResult | Exception] = []

    @flow(name="refresh")
    def refresh_in_process() -> State[Any]:
        result = _try_job(home, providers, base_url, retry_seconds=60)
        results.append(result)
        return _final_state(result)

    try:
        refresh_in_process(return_state=True)
    except Exception as error:  # of Prefect's own: its server, its settings, its network
        raise PrefectFailed(error) from error
    match results:
        case [NightlyResult() as result]:
            return result
        case [Exception() as error]:
            raise error
        case _:
            raise PrefectFailed("it gave no state")


def deployments(home: Path, base_url: str | None, cron: str) -> list[RunnerDeployment]:
    """The nightly deployment, and one for each publisher. The schedules of the latter are paused."""
    parameters = {"home": str(home.absolute()), "base_url": base_url}
    nightly = _deployment(
        "nightly", "Every source that is due", {**parameters, "providers": []}, cron, active=True
    )
    sources, _ = all_sources()
    by_publisher = [
        _deployment(
            f"provider-{publisher}",
            f"{publisher} alone",
            {**parameters, "providers": [publisher]},
            cron,
            active=False,
        )
        for publisher in sorted({source.publisher for source in sources.values()})
    ]
    return [nightly, *by_publisher]


def _deployment(
    name: str, description: str, parameters: dict[str, Any], cron: str, *, active: bool
) -> RunnerDeployment:
    deployment = refresh_flow.to_deployment(
        name=name,
        description=description,
        parameters=parameters,
        schedules=[Cron(cron, timezone="UTC", active=active)],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, deployment)  # no coroutine where no event loop runs


def schedule(home: Path, base_url: str | None, cron: str) -> None:
    """Serve the deployments until interrupted. Raises BadCron."""
    try:
        Cron(cron, timezone="UTC")
    except ValueError as error:
        raise BadCron(
            f"--cron: expected five fields such as '15 3 * * *', found {cron!r}; nothing was scheduled"
        ) from error
    limit_writers()
    serve(*deployments(home, base_url, cron), limit=2)


def limit_writers() -> None:
    """Create the limit of one writer, where the server does not have it yet."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, limit=1)


def _summary(night: NightlyResult) -> str:
    """The run in Markdown."""
    result = night.refresh
    lines = [f"# {result.run_id}: {result.outcome}", "", "| source | pages |", "|---|---|"]
    for name, report in sorted(result.reports.items()):
        outcomes = Counter(outcome.outcome for outcome in report.outcomes)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        lines.append(f"| {name} | {counts or 'no answer'} |")
    generation = result.generation or "as before"
    lines += ["", f"{len(result.changes)} changes; generation {generation}; site: {night.site}", ""]
    lines += [f"- {error}" for error in result.errors]
    return "\n".join(lines)
