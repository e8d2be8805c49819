"""source: the sources."""

import click

from pipeline.commands.options import output
from pipeline.output import Format, show


@click.group("source")
def source_command() -> None:
    """What is read, and from where."""


@source_command.command("list")
@output
def list_command(form: Format | None) -> int:
    """Every source with its publisher, period and pages; a file that does not load is named with the reason."""
    from pipeline.refresh import all_sources

    sources, broken = all_sources()
    rows = [
        [
            name,
            source.publisher,
            source.lineage,
            source.every,
            " ".join(link.url for link in source.links),
            source.terms,
        ]
        for name, source in sorted(sources.items())
    ]
    show(["source", "publisher", "lineage", "every", "urls", "terms"], rows, form)
    for error in broken.values():
        click.echo(f"! {error}", err=True)
    return 1 if broken else 0
