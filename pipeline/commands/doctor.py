"""doctor: whether everything is in place."""

from pathlib import Path

import click

from pipeline.commands.options import output
from pipeline.output import Format, print_rows


@click.command("doctor")
@output
@click.pass_obj
def doctor_command(home: Path, form: Format | None) -> int:
    """Look at the home and at what cardkeep runs on: one line a thing, ok, warn or fail, and what
    to do about it.

    Exit code 1 where something fails, 5 where something warns. Nothing is changed.
    """
    from pipeline.home import Home
    from pipeline.run.doctor import run_checks

    lines = list(run_checks(Home(home)))
    print_rows(["state", "what", "found", "todo"], lines, form)
    states = {line.state for line in lines}
    return 1 if "fail" in states else 5 if "warn" in states else 0
