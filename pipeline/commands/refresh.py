"""refresh: fetch, read, publish, report and alert."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.alerts import print_notifications
from pipeline.commands.contact import ask_contact
from pipeline.commands.options import (
    base_url_option,
    chosen_engine,
    clock_option,
    engine_options,
    step_times,
)
from pipeline.failures import ExitCode
from pipeline.output import echo, log
from pipeline.screen import NAMED_HOME

if TYPE_CHECKING:
    from pipeline.home import Home
    from pipeline.run.nightly import NightlyResult
    from pipeline.run.refresh import Change, RefreshResult
    from spiders.crawler.crawl import SourceReport

EXIT_CODES = {
    "complete": ExitCode.CLEAN,
    "partial": ExitCode.PARTIAL,
    "failed": ExitCode.FAILURE,
}
SHOWN_CHANGES = 20
SHOWN_FAILING = 10
"""Where more sources than these gave no page, they are counted; the errors say why."""


@click.command("refresh")
@click.argument("providers", nargs=-1)
@click.option(
    "--samples",
    is_flag=True,
    help=(
        "Rehearse two nights on the sample publishers that ship with cardkeep, in the home's "
        "samples folder."
    ),
)
@click.option("--dry-run", is_flag=True, help="Fetch and print what would change; write nothing.")
@engine_options
@base_url_option
@clock_option
@click.pass_obj
def refresh_command(
    home: Path,
    providers: tuple[str, ...],
    samples: bool,
    dry_run: bool,
    engine: str | None,
    runner: str | None,
    base_url: str | None,
    trust_clock: bool,
) -> int:
    """Fetch, read, publish, report and alert: all sources that are due, or those of the PROVIDERS.

    A provider is named as publisher (anthropic) or as source (anthropic_pricing).

    Exit code 4 when some page could not be fetched or read; the last good values stay published.

    \b
    Environment variables:
      CARDKEEP_CONTACT     url or address that publishers see
      CARDKEEP_CHROMIUM    path of the browser for pages that only scripts fill
      CARDKEEP_ALERT_URLS  channels that get alerts: docs/alerts.md

    Some sources need a key or an account in a variable of their own and are never due without it:
    `cardkeep doctor` names those that are not set.
    """
    from pipeline.home import Home

    if samples:
        from pipeline.samples.demo import run_samples

        return run_samples(Home(samples_folder(home)), print_refresh)
    if base_url is None:
        ask_contact(Home(home))
    engine, runner = chosen_engine(Home(home), engine, runner)
    if engine == "prefect":
        if dry_run or trust_clock:
            raise click.UsageError("--dry-run and --clock-is-right go with the plain engine")
        from pipeline.run.flows import run_in_process

        return _print_nightly(run_in_process(Home(home), providers, base_url, runner))

    from spiders.crawler.process import start_early

    start_early()  # before the imports below, which take as long as its own
    if dry_run:
        return _dry_run(Home(home), providers, base_url, trust_clock=trust_clock)
    from pipeline.run.nightly import run_nightly

    night = run_nightly(Home(home), providers, base_url=base_url, trust_clock=trust_clock)
    return _print_nightly(night)


def samples_folder(home: Path) -> Path:
    """The home of the samples: in the one that --home names, else in ./data.

    CARDKEEP_HOME names the user's own catalog, and samples stay out of that.
    """
    is_named = click.get_current_context().meta.get(NAMED_HOME)
    return (home if is_named else Path("data")) / "samples"


def _dry_run(
    home: "Home", providers: tuple[str, ...], base_url: str | None, *, trust_clock: bool
) -> int:
    from pipeline.run.dry_run import temporary_copy
    from pipeline.run.refresh import refresh

    with temporary_copy(home) as copy:
        print_refresh(refresh(copy, providers, base_url=base_url, trust_clock=trust_clock))
    echo("dry run: nothing was written", err=True)
    return ExitCode.CLEAN


def _print_nightly(result: "NightlyResult") -> int:
    print_refresh(result.refresh)
    log(f"  {result.site}")
    print_notifications(result.notifications)
    return EXIT_CODES[result.refresh.outcome]


def print_refresh(result: "RefreshResult") -> None:
    """Print what a refresh did, what it refused and why."""
    has_no_page = [name for name, report in result.reports.items() if not _has_page(report)]
    for name, report in result.reports.items():
        if name in has_no_page and len(has_no_page) > SHOWN_FAILING:
            continue
        outcomes = Counter(outcome.outcome for outcome in report.outcomes)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        log(f"  {name:<24} {counts or 'no answer'}")
    if len(has_no_page) > SHOWN_FAILING:
        log(f"  {len(has_no_page)} of {len(result.reports)} sources gave no page")
    loaded = result.loaded
    load_errors = f", {loaded.errors} errors" if loaded.errors else ""
    log(f"  read {loaded.bodies} new pages, {loaded.claims:,} claims{load_errors}")
    for error in result.errors:
        log(f"  ! {error}")
        log("    kept: the last good values of that part, marked by their dates")
    for told in loaded.told:
        log(f"  {told}")
    _print_changes(result.changes)
    published = "nothing new: readers keep the generation they have"
    if result.generation:
        published = f"generation {result.generation}"
    times = step_times(result.seconds)
    log(f"  {result.outcome}; published {published}; {times}")


def _has_page(report: "SourceReport") -> bool:
    return any(outcome.confirms for outcome in report.outcomes)


def _print_changes(changes: "list[Change]") -> None:
    if not changes:
        log("  no value changed")
        return
    counts = Counter(change.change for change in changes)
    log(f"  {counts['new']:,} new values, {counts['changed']} changed, {counts['held']} held back")
    notable = [change for change in changes if change.change != "new"]
    for change in notable[:SHOWN_CHANGES]:
        log(
            f"  {change.change:>8}  {change.subject} at {change.provider}, {change.about}: "
            f"{change.old} -> {change.new}"
        )
        if change.reason:
            log(f"            held because {change.reason}; cardkeep review")
    if len(notable) > SHOWN_CHANGES:
        log(f"  and {len(notable) - SHOWN_CHANGES} more: cardkeep diff")
    sys.stdout.flush()
