"""Commands that make pages."""

from datetime import date
from pathlib import Path

import click

from pipeline.commands.catalog import reading
from pipeline.commands.options import as_of


@click.command("compare")
@click.argument("first")
@click.argument("second")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "html", "json", "md"]), default="text", show_default=True
)
@as_of
@click.pass_obj
def compare_command(home: Path, first: str, second: str, form: str, as_of: date | None) -> None:
    """Two models side by side, every value with its receipt and dates."""
    from reports.comparison import compare
    from reports.render import RENDERERS

    from reports.names import find_model

    with reading(home, as_of) as catalog:
        comparison = compare(catalog, find_model(catalog, first), find_model(catalog, second))
    click.echo(RENDERERS[form](comparison))


@click.command("report")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Default: the home's site folder."
)
@click.pass_obj
def report_command(home: Path, folder: Path | None) -> None:
    """Write the pages whose content changed."""
    from pipeline.home import Home
    from pipeline.site import write_site

    click.echo(write_site(Home(home), folder))
