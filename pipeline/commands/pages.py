"""compare and report: pages made from the published catalog."""

from datetime import date
from pathlib import Path

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import LocalPath, as_of, output_as
from pipeline.output import FORMATS, default_format, echo, print_rows, print_screen
from pipeline.screen import screen


@click.command("compare")
@click.argument("first")
@click.argument("second")
@as_of
@output_as(*FORMATS, "html")
@click.pass_obj
def compare_command(
    home: Path, first: str, second: str, form: str | None, as_of: date | None
) -> None:
    """Compare the models FIRST and SECOND, every value with its receipt and dates.

    In JSON and JSON lines: the page as one object. In CSV: the rows of its tables, each with its
    section.
    """
    from pipeline.configuration import load_configuration
    from pipeline.home import Home
    from reports.data.model_lookup import find_model
    from reports.pages.comparison import compare

    with published_catalog(home, as_of) as catalog:
        comparison = compare(
            catalog,
            find_model(catalog, first),
            find_model(catalog, second),
            profiles=load_configuration(Home(home)).profiles(),
        )
    # Each form imports only what it is written with.
    match form or default_format():
        case "html":
            from reports.render.page_forms import render_html

            echo(render_html(comparison))
        case "md":
            from reports.render.markdown_page import render_markdown

            echo(render_markdown(comparison))
        case "csv":
            from reports.render.page_rows import COLUMNS, page_rows

            print_rows(COLUMNS, page_rows(comparison), "csv")
        case "table":
            from reports.render.terminal_page import WIDTH, render_terminal

            width, height, has_color = screen()
            is_whole = height is None
            text = render_terminal(
                comparison, width=width or WIDTH, color=has_color, is_whole=is_whole
            )
            print_screen(text)
            if not is_whole:
                echo("--full shows the evidence", err=True)
        case _:
            from reports.render.json_page import render_json

            echo(render_json(comparison).rstrip("\n"))


@click.command("report")
@click.option(
    "--to",
    "folder",
    type=LocalPath(file_okay=False),
    help="The folder to write to. Default: site/ in the home.",
)
@click.pass_obj
def report_command(home: Path, folder: Path | None) -> None:
    """Write the site: the pages whose content has changed."""
    from pipeline.home import Home
    from pipeline.run.publish_site import site_summary, write_site

    echo(site_summary(write_site(Home(home), folder), folder or Home(home).site))
