"""audit: the catalog compared with someone else's table."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import LocalPath, as_of, output
from pipeline.failures import ExitCode, Failure
from pipeline.output import Format, echo, print_exact, print_rows

if TYPE_CHECKING:
    from pipeline.audit.comparison import Audit
    from pipeline.tables.statement import TableFile, TableFormat
    from warehouse.store import Database


@click.command("audit")
@click.argument("file", type=LocalPath(exists=True))
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
@click.option(
    "--fix",
    "is_fix",
    is_flag=True,
    help="Print a patch to FILE that takes away the differences that are certain: for `git apply` and "
    "`patch -p1`. With -f: every difference with what is proposed, or why it is left.",
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
    is_fix: bool,
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

    if is_fix and (nearest or only):
        raise click.UsageError(
            "--fix proposes what the catalog knows for every difference: leave out --nearest and --only."
        )
    day = as_of or datetime.now(UTC).date()
    files, unreadable = read_table_files(file)
    table_format = find_format(file, files, table)
    if kept_by is not None:
        table_format = table_format._replace(publisher=kept_by)
    with published_catalog(home, None if nearest else as_of) as catalog:
        of_format = [document for document in files if is_of_format(table_format, document)]
        compared = audit_table(catalog, table_format, of_format, day, nearest=nearest)
        if is_fix:
            _print_fix(catalog, table_format, of_format, compared, day, form)
    compared.unreadable.extend(unreadable)
    if not is_fix:
        values = [value for value in compared.values if not only or value.outcome in only]
        if form == "md":
            echo(audit_markdown(compared._replace(values=values), file.name))
        else:
            print_rows(COLUMNS, comparison_rows(values), form)
    echo(audit_summary(compared), err=True)
    _print_omissions(compared)
    return _exit_code(compared)


def _exit_code(compared: "Audit") -> ExitCode:
    is_different = any(value.outcome == "different" for value in compared.values)
    return ExitCode.FINDINGS if compared.unreadable or is_different else ExitCode.CLEAN


def _print_omissions(compared: "Audit") -> None:
    """What was not compared, on standard error: what is left out, and what cannot be read."""
    for reason, count in sorted(compared.left_out.items()):
        echo(f"  left out {count:,}: {reason}", err=True)
    for why, name, place in compared.unreadable:
        echo(f"  cannot be read, and costs no other row: {name}, {place}: {why}", err=True)


def _print_fix(
    catalog: "Database",
    table: "TableFormat",
    documents: "list[TableFile]",
    compared: "Audit",
    day: date,
    form: Format | None,
) -> None:
    """Print a patch, or with a format what it proposes. It is tried first: the patched table is audited
    again.
    """
    from pipeline.audit import fix as fixes
    from pipeline.audit.comparison import audit_table
    from pipeline.tables.files import with_text

    if table.name == "jsonl":
        raise Failure(
            "--fix: rows of `cardkeep export jsonl` carry the receipts of their numbers; export again",
            exit_code=2,
            code="usage",
        )
    fix = fixes.propose_fix(catalog, compared, documents)
    patched = [with_text(one, fix.new.get(one.name, one.text)) for one in documents]
    broken = fixes.broken_promises(fix, compared, audit_table(catalog, table, patched, day))
    if broken:
        raise Failure(
            f"--fix: the patched table does not say what was proposed, so nothing is printed: "
            f"{len(broken)} values, the first of them {broken[0]}"
        )
    if form is None:
        print_exact(fixes.fix_patch(fix))
    else:
        print_rows(fixes.FIX_COLUMNS, fixes.fix_rows(fix), form)
    for one in fix.left:
        echo(f"  left: {fixes.left_line(one)}", err=True)
    echo(f"{len(fix.proposed):,} changes proposed, {len(fix.left):,} differences left", err=True)
