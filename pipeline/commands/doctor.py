"""doctor: checks of the home and of what cardkeep runs on."""

from pathlib import Path

import click

from pipeline.commands.options import output
from pipeline.failures import ExitCode
from pipeline.output import Format, print_rows


@click.command("doctor")
@output
@click.pass_obj
def doctor_command(home: Path, form: Format | None) -> int:
    """Check the home and what cardkeep runs on: one line per check, ok, warn or fail, and what to do.

    Exit code 1 when a check fails, 5 when one warns. Nothing is changed. The environment variables
    CARDKEEP_CONTACT and CARDKEEP_CHROMIUM and those of single sources are among what is checked.
    """
    from pipeline.home import Home
    from pipeline.run.doctor import run_checks

    results = list(run_checks(Home(home)))
    print_rows(["state", "what", "found", "todo"], results, form)
    states = {result.state for result in results}
    if "fail" in states:
        return ExitCode.FAILURE
    if "warn" in states:
        return ExitCode.FINDINGS
    return ExitCode.CLEAN
