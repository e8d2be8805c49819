"""audit: the catalog compared with someone else's table."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of, output
from pipeline.failures import ExitCode
from pipeline.output import Format, echo, print_rows


@click.command("audit")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--table",
    metavar="FORMAT",
    help="The format of FILE, where its content does not show it: docs/audit.md.",
)
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["different", "only there", "only here", "equal"]),
    help="Print only values with this outcome. Can be given more than once.",
)
@click.option(
    "--nearest",
    is_flag=True,
    help="Compare each value with the page of the seller nearest in time to the day of the comparison.",
)
@click.option(
    "--kept-by",
    metavar="NAME",
    help="Who keeps FILE, where it is nobody that the format is named after: what the catalog has from "
    "that publisher about others is no witness.",
)
@as_of
@output
@click.pass_obj
def audit_command(
    home: Path,
    file: Path,
    table: str | None,
    only: tuple[str, ...],
    nearest: bool,
    kept_by: str | None,
    as_of: date | None,
    form: Format | None,
) -> int:
    """Compare the catalog with the table of prices in FILE, a file, a folder or a tar archive.

    Every value that both can state is equal, different, only here or only there, each side with its
    receipt. With -f md it is a report. Exit code 5 when a value differs, or a row of FILE cannot be
    read.
    """
    from pipeline.audit.comparison import audit_table
    from pipeline.audit.report import COLUMNS, audit_markdown, audit_summary, comparison_rows
    from pipeline.tables.files import read_table_files
    from pipeline.tables.formats import find_format, is_of_format

    day = as_of or datetime.now(UTC).date()
    files, unreadable = read_table_files(file)
    table_format = find_format(file, files, table)
    if kept_by is not None:
        table_format = table_format._replace(publisher=kept_by)
    with published_catalog(home, None if nearest else as_of) as catalog:
        of_format = [document for document in files if is_of_format(table_format, document)]
        compared = audit_table(catalog, table_format, of_format, day, nearest=nearest)
    compared.unreadable.extend(unreadable)
    values = compared.values
    if only:
        values = [value for value in values if value.outcome in only]
    if form == "md":
        echo(audit_markdown(compared._replace(values=values), file.name))
    else:
        print_rows(COLUMNS, comparison_rows(values), form)
    echo(audit_summary(compared), err=True)
    for reason, count in sorted(compared.left_out.items()):
        echo(f"  left out {count:,}: {reason}", err=True)
    for why, name, place in compared.unreadable:
        echo(f"  cannot be read, and costs no other row: {name}, {place}: {why}", err=True)
    if compared.unreadable or any(value.outcome == "different" for value in compared.values):
        return ExitCode.FINDINGS
    return ExitCode.CLEAN
