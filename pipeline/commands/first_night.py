"""first-night: visit every source once, and see which pages are as they were expected."""

from collections import Counter
from pathlib import Path

import click

from pipeline.commands.options import base_url_option, output
from pipeline.failures import ExitCode
from pipeline.output import Format, echo, print_rows


@click.command("first-night")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@base_url_option
@output
@click.pass_obj
def first_night_command(
    home: Path, names: tuple[str, ...], base_url: str | None, form: Format | None
) -> int:
    """Visit every source once, or the sources or publishers NAME, and tell of each page whether it
    was read, moved, blocked, or differs from what its source was written for, and how.

    For a first night on the live web, and after a long pause. It asks as politely as a refresh, and
    no source again within its period. What arrives is archived and read by the next refresh;
    nothing is published. Pages that were not read whole go into a bundle, first-night/RUN.tar.gz in
    the home, each with what was found: what a person needs to repair its source.

    Exit code 4 when a page was not read.
    """
    from pipeline.home import Home
    from pipeline.samples.first_night import COLUMNS, first_night

    night = first_night(Home(home), names, base_url=base_url)
    print_rows(COLUMNS, [visit.row() for visit in night.visits], form)
    counted = Counter(visit.verdict for visit in night.visits)
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(counted.items()))
    echo(f"visited {len(night.visits):,} pages: {told or 'none was due'}", err=True)
    if night.not_due:
        echo(
            f"  not asked again: {len(night.not_due)} sources, visited within their period",
            err=True,
        )
    for error in night.errors:
        echo(f"! {error}", err=True)
    if night.bundle:
        echo(f"  for repair: {night.bundle}", err=True)
    is_clean = set(counted) <= {"read"} and not night.errors
    return ExitCode.CLEAN if is_clean else ExitCode.PARTIAL
