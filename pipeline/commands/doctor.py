"""doctor: checks of the home and of what cardkeep runs on."""

from pathlib import Path

import click

from pipeline.commands.options import output
from pipeline.failures import ExitCode
from pipeline.output import Format, print_rows


@click.command("doctor")
@click.option(
    "--repair",
    is_flag=True,
    help=(
        "Repair what can be repaired without losing anything more: say what would be done, then "
        "what was."
    ),
)
@click.option("--dry-run", is_flag=True, help="With --repair: say only what would be done.")
@output
@click.pass_obj
def doctor_command(home: Path, repair: bool, dry_run: bool, form: Format | None) -> int:
    """Check the home and what cardkeep runs on: one line per check, ok, warn or fail, and what to
    do.

    Exit code 1 when a check fails, 5 when one warns. Without --repair nothing is changed; with it,
    what cannot be read is moved to quarantine/ in the home and never deleted. The environment
    variables CARDKEEP_CONTACT and CARDKEEP_CHROMIUM and those of single sources are among what is
    checked.
    """
    from pipeline.home import Home
    from pipeline.run.doctor import run_checks

    if dry_run and not repair:
        raise click.UsageError("--dry-run goes with --repair")
    if repair:
        from pipeline.run.repair import repair as run_repairs

        done = list(run_repairs(Home(home), dry_run=dry_run))
        print_rows(["state", "what", "action"], done, form)
        return ExitCode.FAILURE if any(each.state == "failed" for each in done) else ExitCode.CLEAN
    results = list(run_checks(Home(home)))
    print_rows(["state", "what", "found", "todo"], results, form)
    states = {result.state for result in results}
    if "fail" in states:
        return ExitCode.FAILURE
    if "warn" in states:
        return ExitCode.FINDINGS
    return ExitCode.CLEAN
