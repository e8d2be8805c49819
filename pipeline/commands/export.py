"""export: the catalog in the formats of other tools."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import LocalPath, as_of
from pipeline.failures import NotFound
from pipeline.output import echo

FORMATS = (
    "litellm",
    "models.dev",
    "genai-prices",
    "llm-prices",
    "llm-prices-history",
    "openrouter",
    "langfuse",
    "portkey",
    "csv",
    "jsonl",
    "parquet",
    "sqlite",
)

LISTING_SELLERS = '`cardkeep sql "SELECT DISTINCT provider FROM prices"`'


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@as_of
@click.option(
    "--provider",
    "providers",
    multiple=True,
    metavar="NAME",
    help="Write only what this provider sells. Can be given more than once.",
)
@click.option(
    "--output",
    type=LocalPath(dir_okay=False),
    help="The file to write, at once and whole. Default: standard output.",
)
@click.option(
    "--losses",
    type=LocalPath(dir_okay=False),
    help="Write every value that is left out, and why, to this file, as JSON lines.",
)
@click.pass_obj
def export_command(
    home: Path,
    form: str,
    as_of: date | None,
    providers: tuple[str, ...],
    output: Path | None,
    losses: Path | None,
) -> None:
    """Write the prices of the catalog in FORMAT: litellm, models.dev, genai-prices, llm-prices,
    llm-prices-history, openrouter, langfuse, portkey, csv, jsonl, parquet or sqlite.

    What a format cannot say is left out, never rounded, guessed or written as 0; how much, and why,
    stands on standard error. docs/exports.md says what goes where.
    """
    from pipeline.export.export import (
        export_catalog,
        export_summary,
        losses_as_json_lines,
    )
    from pipeline.export.formats import EXPORTS
    from pipeline.run.whole_file import write_whole
    from reports.values.name_hint import name_hint

    known = EXPORTS[form]
    if output is None and not known.is_text:
        raise click.UsageError(f"{form} is no text: expected --output FILE, found none")
    with published_catalog(home, as_of) as catalog:
        sellers = {provider for (provider,) in catalog.query("exported_sellers").rows}
        unknown = sorted(set(providers) - sellers)
        if unknown:
            hint = name_hint(unknown[0], sellers, LISTING_SELLERS)
            raise NotFound(f"no seller with prices is called {unknown[0]!r}; {hint}")
        day = as_of or datetime.now(UTC).date()
        export = export_catalog(catalog, known, providers, day)
    if losses:
        write_whole(losses, losses_as_json_lines(export.account))
    if output:
        write_whole(output, export.body)
    else:
        sys.stdout.buffer.write(export.body)
    for line in export_summary(export):
        echo(line, err=True)
