"""Prefect around the steps, and nothing else: the only module that imports it. `cardkeep refresh`
does without.

A source that failed is crawled again. The global concurrency limit `warehouse-writer` lets in one
writer at a time. A run ends Completed, Completed named Partial, or Failed, and leaves a summary and
a table of freshness as artifacts.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
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

from pipeline.failures import Failure, PublishingBlocked
from pipeline.home import Home
from pipeline.output import json_value
from pipeline.run.nightly import NightlyResult, run_nightly
from pipeline.run.refresh import Steps, all_sources
from pipeline.run.steps import derive, publish_checked, read_and_load
from spiders.crawler.crawl import SourceReport, crawl
from spiders.crawler.plan import CrawlPlan
from warehouse.store import Locked, open_catalog

WRITER = "warehouse-writer"
WAIT_SECONDS = 900
"""How long a run waits for the one that writes, before it is refused."""
ATTEMPTS = 3


class CrawlFailed(Exception):
    """Sources that gave no whole answer; crawling them again may help."""


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
    def crawl_what_is_left() -> None:
        attempt = int(task_run.run_count or 1)
        run_id = plan.run_id if attempt == 1 else f"{plan.run_id}-attempt{attempt}"
        left = [
            name for name in plan.sources if name not in reports or _is_retryable(reports[name])
        ]
        reports.update(crawl(plan.model_copy(update={"run_id": run_id, "sources": left})).sources)
        if failed := [name for name in left if _is_retryable(reports[name])]:
            raise CrawlFailed(
                f"attempt {attempt} of {ATTEMPTS}: no whole answer from {', '.join(failed)}"
            )

    state = crawl_what_is_left(return_state=True)
    nothing = SourceReport(
        outcomes=[], errors=[f"the crawl task gave no report: {state.message}"], sealed=""
    )
    return {name: reports.get(name, nothing) for name in plan.sources}


def _is_retryable(report: SourceReport) -> bool:
    """Whether crawling again may help: nothing does against a wall, a 404 or robots.txt."""
    return bool(report.errors) or any(outcome.outcome == "failed" for outcome in report.outcomes)


def _run_job(
    home: Home, providers: Iterable[str], base_url: str | None, retry_seconds: float
) -> NightlyResult:
    """The whole job, one writer at a time."""
    with concurrency(WRITER, occupy=1, timeout_seconds=WAIT_SECONDS):
        night = run_nightly(home, providers, base_url=base_url, steps=_steps(retry_seconds))
    create_markdown_artifact(_summary(night), key="refresh-summary", description=f"{home.path}")
    with open_catalog(home.path) as catalog:
        rows = catalog.query("freshness_table").dicts()
    create_table_artifact(
        [{key: json_value(value) for key, value in row.items()} for row in rows], key="freshness"
    )
    return night


def _final_state(
    run: Callable[[], NightlyResult],
    keep: Callable[[NightlyResult | Exception], None] = lambda _: None,
) -> State[Any]:
    """How a run ended, as Prefect names it: complete, partial, failed, blocked and locked are told
    apart.
    """
    try:
        night = run()
    except Locked as error:
        keep(error)
        return Failed(name="Locked", message=str(error))
    except TimeoutError as error:
        keep(error)
        return Failed(
            name="Locked", message=f"another run wrote for {WAIT_SECONDS} s; nothing was changed"
        )
    except PublishingBlocked as error:
        keep(error)
        return Failed(name="Blocked", message=str(error))
    keep(night)
    done = night.refresh
    message = f"{done.run_id}: {len(done.changes)} changes, {len(done.errors)} errors"
    match done.outcome:
        case "complete":
            return Completed(message=message)
        case "partial":
            return Completed(name="Partial", message=message)
        case _:
            return Failed(message=f"{message}; {'; '.join(done.errors[:3])}")


@flow(name="refresh")
def refresh_flow(
    home: str = "data",
    providers: list[str] | None = None,
    base_url: str | None = None,
    retry_seconds: float = 60,
) -> State[Any]:
    """Crawl to alert: every source that is due, or those of the named providers."""
    return _final_state(
        lambda: _run_job(Home(Path(home)), providers or [], base_url, retry_seconds)
    )


def run_in_process(home: Home, providers: tuple[str, ...], base_url: str | None) -> NightlyResult:
    """The same job as a flow run of this process, for `cardkeep refresh --engine prefect`."""
    ends: list[NightlyResult | Exception] = []

    @flow(name="refresh")
    def refresh_here() -> State[Any]:
        return _final_state(
            lambda: _run_job(home, providers, base_url, retry_seconds=60), ends.append
        )

    try:
        refresh_here(return_state=True)
    except Exception as error:  # of Prefect's own: its server, its settings, its network
        raise _prefect_failure(error) from error
    match ends:
        case [NightlyResult() as night]:
            return night
        case [Exception() as error]:
            raise error
        case _:
            raise _prefect_failure("it gave no state")


def _prefect_failure(cause: object) -> Failure:
    return Failure(
        f"Prefect did not run the flow to its end: {cause}; what was archived and published is kept; look at the "
        "server that PREFECT_API_URL names, or run without --engine prefect",
        exit_code=75,
        code="prefect",
    )


def deployments(home: Path, base_url: str | None, cron: str) -> list[RunnerDeployment]:
    """The nightly deployment, and one for each publisher, whose own schedule waits to be switched
    on.
    """
    parameters = {"home": str(home.absolute()), "base_url": base_url}
    publishers = sorted({source.publisher for source in all_sources()[0].values()})
    return [
        _deployment(
            "nightly",
            "Every source that is due",
            {**parameters, "providers": []},
            cron,
            active=True,
        ),
        *(
            _deployment(
                f"provider-{name}",
                f"{name} alone",
                {**parameters, "providers": [name]},
                cron,
                active=False,
            )
            for name in publishers
        ),
    ]


def _deployment(
    name: str, description: str, parameters: dict[str, Any], cron: str, *, active: bool
) -> RunnerDeployment:
    made = refresh_flow.to_deployment(
        name=name,
        description=description,
        parameters=parameters,
        schedules=[Cron(cron, timezone="UTC", active=active)],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, made)  # no coroutine where no event loop runs


def schedule(home: Path, base_url: str | None, cron: str) -> None:
    """Serve the deployments until interrupted."""
    limit_writers()
    serve(*deployments(home, base_url, cron), limit=2)


def limit_writers() -> None:
    """Make the limit of one writer, where the server does not have it yet."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(WRITER, limit=1)


def _summary(night: NightlyResult) -> str:
    done = night.refresh
    lines = [f"# {done.run_id}: {done.outcome}", "", "| source | pages |", "|---|---|"]
    for name, report in sorted(done.reports.items()):
        counts = Counter(outcome.outcome for outcome in report.outcomes)
        lines.append(
            f"| {name} | {', '.join(f'{n} {o}' for o, n in sorted(counts.items())) or 'no answer'} |"
        )
    lines += [
        "",
        f"{len(done.changes)} changes; generation {done.generation or 'as before'}; site: {night.site}",
        "",
    ]
    lines += [f"- {error}" for error in done.errors]
    return "\n".join(lines)
