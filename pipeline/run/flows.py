"""The Prefect flows around the steps. With `flow_tasks` the only module that imports Prefect: `cardkeep
refresh` does without it.

The global concurrency limit
`warehouse-writer` lets in one writer at a time. A run ends Completed, Completed named Partial, or
Failed, and leaves a summary and a table of freshness as artifacts of its deployment.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

# Before Prefect is imported, which reads its settings then.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")

from prefect import flow, get_run_logger, serve
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, State
from prefect.concurrency.sync import concurrency
from prefect.deployments.runner import RunnerDeployment
from prefect.runtime import deployment, flow_run
from prefect.schedules import Cron
from prefect.states import Completed, Failed
from prefect.types.entrypoint import EntrypointType

from pipeline.configuration import load_configuration
from pipeline.failures import ExitCode, ExpectedFailure, Failure, PublishingBlocked
from pipeline.home import Home
from pipeline.run.flow_tasks import dask_runner, flow_steps, server_for, started_tasks
from pipeline.run.nightly import NightlyResult, run_nightly
from pipeline.run.refresh import RefreshResult, all_sources
from pipeline.run.replay import ReplayResult, replay
from pipeline.run.steps import Sources
from reports.values.plain_values import json_value
from warehouse.errors import Locked
from warehouse.store import open_catalog

WRITER = "warehouse-writer"
WAIT_SECONDS = 900
"""How long a run waits for the one that writes, before it is refused."""
NAMED = 3
"""So many providers are named in the name of a run; of more it has the number."""


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
            f"Prefect did not do it to its end: {cause}; what was archived and published is kept; "
            "look at the "
            "server that PREFECT_API_URL names, or run `cardkeep refresh` without --engine prefect"
        )


def _run_job(
    home: Home,
    providers: Iterable[str],
    base_url: str | None,
    retry_seconds: float,
    runner: str,
) -> NightlyResult:
    """The whole job, one writer at a time."""
    with (
        concurrency(WRITER, occupy=1, timeout_seconds=WAIT_SECONDS),
        started_tasks(runner) as tasks,
    ):
        steps = flow_steps(home, runner, retry_seconds, tasks)
        result = run_nightly(home, providers, base_url=base_url, steps=steps)
    logger = get_run_logger()
    for error in result.refresh.errors:
        logger.error("%s", error)
    for failure in result.notifications.failures:
        logger.error("%s", failure)
    where = _artifact_suffix()
    create_markdown_artifact(
        _summary(result), key=f"refresh-summary-{where}", description=f"{home.path}"
    )
    with open_catalog(home.path) as catalog:
        rows = [json_value(row) for row in catalog.query("freshness_table").dicts()]
    create_table_artifact(rows, key=f"freshness-{where}")
    return result


def _artifact_suffix() -> str:
    """The end of an artifact's key: each deployment has artifacts of its own."""
    name = str(deployment.name or "by-hand")
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _run_name() -> str:
    """The name of a flow run: what is refreshed, and when."""
    parameters = cast("dict[str, Any]", flow_run.parameters or {})
    names = cast("list[str]", parameters.get("providers") or [])
    when = cast(datetime, flow_run.scheduled_start_time)
    what = ", ".join(names) or "all that is due"
    if len(names) > NAMED:
        what = f"{len(names)} providers"
    return f"{what}, {when:%Y-%m-%d %H:%M}Z"


def _try_job(
    home: Home,
    providers: Iterable[str],
    base_url: str | None,
    retry_seconds: float,
    runner: str,
) -> NightlyResult | Exception:
    """The result of the job, or the exception with which it was refused."""
    try:
        return _run_job(home, providers, base_url, retry_seconds, runner)
    except Exception as error:
        if isinstance(error, TimeoutError | ExpectedFailure):
            return error
        raise


def _final_state(result: NightlyResult | Exception) -> State[Any]:
    """The state that a run ends in. Its name tells partial, blocked and locked runs apart."""
    match result:
        case NightlyResult():
            return _refresh_state(result.refresh)
        case TimeoutError():
            message = (
                f"another run wrote for {WAIT_SECONDS} s, or crawled the same; nothing was changed"
            )
            return Failed(name="Locked", message=message)
        case Locked():
            return Failed(name="Locked", message=str(result))
        case PublishingBlocked():
            return Failed(name="Blocked", message=str(result))
        case _:
            return Failed(message=str(result))


def _refresh_state(result: RefreshResult) -> State[Any]:
    message = f"{result.run_id}: {len(result.changes)} changes, {len(result.errors)} errors"
    match result.outcome:
        case "complete":
            return Completed(message=message)
        case "partial":
            return Completed(name="Partial", message=message)
        case _:
            return Failed(message=f"{message}; {'; '.join(result.errors[:3])}")


@flow(name="refresh", flow_run_name=_run_name)
def refresh_flow(
    home: str = "data",
    providers: list[str] | None = None,
    base_url: str | None = None,
    retry_seconds: float = 60,
    runner: str | None = None,
) -> State[Any]:
    """Refresh, write the site and send alerts: every source that is due, or those of the named
    providers. Tasks run as `runner` says, else as cardkeep.toml does.
    """
    of_home = Home(Path(home))
    runner = runner or load_configuration(of_home).engine.runner
    return _final_state(_try_job(of_home, providers or [], base_url, retry_seconds, runner))


def run_in_process(
    home: Home, providers: tuple[str, ...], base_url: str | None, runner: str
) -> NightlyResult:
    """The same job as a flow run of this process, for `cardkeep refresh --engine prefect`. Raises
    ScaleMissing.
    """
    if runner != "threads":
        dask_runner(runner)  # before anything is begun
    results: list[NightlyResult | Exception] = []

    @flow(name="refresh", flow_run_name=_run_name)
    def refresh_in_process(providers: list[str]) -> State[Any]:
        result = _try_job(home, providers, base_url, retry_seconds=60, runner=runner)
        results.append(result)
        return _final_state(result)

    try:
        with server_for(runner):
            refresh_in_process(list(providers), return_state=True)
    except Exception as error:  # of Prefect's own: its server, its settings, its network
        raise PrefectFailed(error) from error
    match results:
        case [NightlyResult() as result]:
            return result
        case [Exception() as error]:
            raise error
        case _:
            raise PrefectFailed("it gave no state")


def replay_in_process(
    home: Home, sources: Sources, runner: str, *, trust_clock: bool = False
) -> ReplayResult:
    """A replay whose bodies are read by tasks, as a flow run of this process, for `cardkeep replay
    --engine prefect`. Raises what a replay raises, and ScaleMissing.
    """
    if runner != "threads":
        dask_runner(runner)  # before anything is begun
    results: list[ReplayResult | Exception] = []

    @flow(name="replay")
    def replay_by_tasks() -> State[Any]:
        try:
            with started_tasks(runner) as tasks:
                read = flow_steps(home, runner, 0, tasks).read_and_load
                result = replay(home, sources, trust_clock=trust_clock, read=read)
        except Exception as error:
            if not isinstance(error, ExpectedFailure):
                raise
            results.append(error)
            return Failed(message=str(error))
        results.append(result)
        return Completed(message=f"{result.loaded.bodies} pages, {result.loaded.claims} claims")

    try:
        with server_for(runner):
            replay_by_tasks(return_state=True)
    except Exception as error:  # of Prefect's own: its server, its settings, its network
        raise PrefectFailed(error) from error
    match results:
        case [ReplayResult() as result]:
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
    choice = load_configuration(Home(home)).sources
    sources, _ = all_sources(Home(home))
    by_publisher = [
        _deployment(
            f"provider-{publisher}",
            f"{publisher} alone",
            {**parameters, "providers": [publisher]},
            cron,
            active=False,
        )
        for publisher in sorted(
            {each.publisher for name, each in sources.items() if choice.is_on(name)}
        )
    ]
    return [nightly, *by_publisher]


def _deployment(
    name: str, description: str, parameters: dict[str, Any], cron: str, *, active: bool
) -> RunnerDeployment:
    providers: list[str] = parameters["providers"]
    made = refresh_flow.to_deployment(
        name=name,
        description=description,
        tags=["cardkeep", *(providers or ["nightly"])],
        parameters=parameters,
        schedules=[Cron(cron, timezone="UTC", active=active)],
        concurrency_limit=ConcurrencyLimitConfig(
            limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW
        ),
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return cast(RunnerDeployment, made)  # no coroutine where no event loop runs


def schedule(home: Path, base_url: str | None, cron: str) -> None:
    """Serve the deployments until interrupted. Raises BadCron and PrefectFailed."""
    try:
        Cron(cron, timezone="UTC")
    except ValueError as error:
        raise BadCron(
            f"--cron: expected five fields such as '15 3 * * *', found {cron!r}; nothing was "
            "scheduled"
        ) from error
    served = deployments(home, base_url, cron)
    try:
        limit_writers()
        serve(*served, limit=2)
    except Exception as error:  # of Prefect's own: its server, its settings, its network
        raise PrefectFailed(error) from error


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
