"""compare and report: pages made from the published catalog."""

from datetime import date
from pathlib import Path

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of
from pipeline.output import echo


@click.command("compare")
@click.argument("first")
@click.argument("second")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "html", "json", "md"]),
    default="text",
    show_default=True,
    help="How the page is printed.",
)
@as_of
@click.pass_obj
def compare_command(home: Path, first: str, second: str, form: str, as_of: date | None) -> None:
    """Compare the models FIRST and SECOND, every value with its receipt and dates."""
    from reports.data.model_lookup import find_model
    from reports.pages.comparison import compare

    with published_catalog(home, as_of) as catalog:
        comparison = compare(catalog, find_model(catalog, first), find_model(catalog, second))
    # Each form imports only what it is written with.
    match form:
        case "html":
            from reports.render.page_forms import render_html as render
        case "json":
            from reports.render.json_page import render_json as render
        case "md":
            from reports.render.markdown_page import render_markdown as render
        case _:
            from reports.render.terminal_page import render_terminal as render
    echo(render(comparison))


@click.command("report")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write to. Default: site/ in the home.",
)
@click.pass_obj
def report_command(home: Path, folder: Path | None) -> None:
    """Write the site: the pages whose content has changed."""
    from pipeline.home import Home
    from pipeline.run.publish_site import site_summary, write_site

    echo(site_summary(write_site(Home(home), folder), folder or Home(home).site))
