"""refresh: the whole job."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.alerts import print_notifications

if TYPE_CHECKING:
    from pipeline.run.refresh import Change, RefreshResult

SHOWN_CHANGES = 20


@click.command("refresh")
@click.argument("providers", nargs=-1)
@click.option(
    "--samples",
    is_flag=True,
    help="On the embedded sample publishers, two nights, into ./data/samples.",
)
@click.option(
    "--dry-run", is_flag=True, help="Fetch and compare, print the changes, write nothing."
)
@click.option(
    "--engine",
    type=click.Choice(["plain", "prefect"]),
    default="plain",
    show_default=True,
    help="What runs the steps; prefect retries fetching and records every step.",
)
@click.option(
    "--base-url",
    envvar="CARDKEEP_BASE_URL",
    help="A server that stands for the web: a mirror, or samples.",
)
@click.pass_obj
def refresh_command(
    home: Path,
    providers: tuple[str, ...],
    samples: bool,
    dry_run: bool,
    engine: str,
    base_url: str | None,
) -> int:
    """Crawl, archive, read, load, publish, report and alert: all sources that are due, or those of
    the PROVIDERS.
    """
    from pipeline.home import Home

    if samples:
        from pipeline.samples.demo import run_samples

        return run_samples(Home(home / "samples"), print_refresh)
    if engine == "prefect":
        if dry_run:
            raise click.UsageError("--dry-run goes with the plain engine")
        from pipeline.run.flows import run_here

        done = run_here(Home(home), providers, base_url)
    else:
        from spiders.crawler.process import waiting_crawl_process

        with (
            waiting_crawl_process() as crawler
        ):  # it starts up while this process imports its own half
            from pipeline.run.dry_run import temporary_copy
            from pipeline.run.nightly import run_nightly
            from pipeline.run.refresh import refresh

            if dry_run:
                with temporary_copy(Home(home)) as copy:
                    print_refresh(refresh(copy, providers, base_url=base_url, crawler=crawler))
                click.echo("dry run: nothing was written", err=True)
                return 0
            done = run_nightly(Home(home), providers, base_url=base_url, crawler=crawler)
    print_refresh(done.refresh)
    click.echo(f"  {done.site}")
    print_notifications(done.notifications)
    return exit_code(done.refresh)


def exit_code(done: "RefreshResult") -> int:
    return {"complete": 0, "partial": 4, "failed": 1}[done.outcome]


def print_refresh(done: "RefreshResult") -> None:
    """What a refresh did, what it refused and why."""
    for name, report in done.reports.items():
        outcomes = Counter(outcome.outcome for outcome in report.outcomes)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        click.echo(f"  {name:<24} {counts or 'no answer'}")
    loaded = done.loaded
    click.echo(
        f"  read {loaded.bodies} new pages, {loaded.claims:,} claims"
        + (f", {loaded.errors} errors" if loaded.errors else "")
    )
    for error in done.errors:
        click.echo(f"  ! {error}")
        click.echo("    kept: the last good values of that part, marked by their dates")
    _print_changes(done.changes)
    published = (
        f"generation {done.generation}"
        if done.generation
        else "nothing new: readers keep the generation they have"
    )
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in done.seconds.items())
    click.echo(f"  {done.outcome}; published {published}; {times}")


def _print_changes(changes: "list[Change]") -> None:
    counts = Counter(change.change for change in changes)
    if not changes:
        click.echo("  no value changed")
        return
    click.echo(
        f"  {counts['new']:,} new values, {counts['changed']} changed, {counts['held']} held back"
    )
    notable = [change for change in changes if change.change != "new"]
    for change in notable[:SHOWN_CHANGES]:
        click.echo(
            f"  {change.change:>8}  {change.subject} at {change.provider}, {change.about}: {change.old} -> {change.new}"
        )
        if change.reason:
            click.echo(f"            held because {change.reason}; cardkeep review")
    if len(notable) > SHOWN_CHANGES:
        click.echo(f"  and {len(notable) - SHOWN_CHANGES} more: cardkeep diff")
    sys.stdout.flush()
