"""generations: the published catalogs that are kept."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.commands.options import output
from pipeline.output import Format, echo, print_rows


@click.group("generations")
def generations_command() -> None:
    """The published catalogs that are kept: the one that readers see, and some before it."""


@generations_command.command("list")
@output
@click.pass_obj
def list_command(home: Path, form: Format | None) -> None:
    """List the generations that are kept, newest first, and which of them readers see."""
    from warehouse.publishing import current_generation, generations

    published = home / "published"
    current = current_generation(published)
    rows = [
        (
            number,
            "current" if number == current else "",
            f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%d %H:%M}Z",
            path.stat().st_size,
            path.name,
        )
        for number, path in generations(published).items()
    ]
    print_rows(["generation", "state", "written", "bytes", "file"], reversed(rows), form)


@generations_command.command("restore")
@click.argument("generation", type=click.IntRange(min=1))
@click.pass_obj
def restore_command(home: Path, generation: int) -> None:
    """Make GENERATION the catalog that readers see, until a refresh or a replay publishes another.

    Nothing is lost: what it replaces is kept as a generation, and the working database is as it
    was. The next generation gets a number of its own.
    """
    from warehouse.store import restore_generation

    restore_generation(home, generation)
    echo(f"readers see generation {generation}; the next that is published replaces it")
