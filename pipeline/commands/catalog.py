"""status, show, history, diff and sql: commands that read the published catalog."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import Day, as_of, output
from pipeline.failures import ExitCode, NotFound
from pipeline.output import Format, Rows, echo, print_rows, print_tables

if TYPE_CHECKING:
    from warehouse.store import PublishedCatalog


LIMIT_SECONDS = 60
LIMIT_BYTES = 2 * 2**30
LIMIT_ROWS = 1_000_000


@contextmanager
def published_catalog(home: Path, day: date | None) -> Generator["PublishedCatalog"]:
    """The published catalog, as of a day if given. Raises NotKnownYet for a day before the first
    page.
    """
    from warehouse.store import open_catalog

    with open_catalog(home, day) as catalog:
        if day is not None:
            catalog.require_page_by(day)
        yield catalog


@click.command("status")
@as_of
@output
@click.pass_obj
def status_command(home: Path, as_of: date | None, form: Format | None) -> int:
    """The state of every source, worst first.

    Exit code 5 when a source is not fresh or something needs a person.
    """
    from pipeline.alerting.alerts import evaluate
    from pipeline.home import Home

    with published_catalog(home, as_of) as catalog:
        sources = catalog.query("status")
        waiting = catalog.query("open_reviews")
        published = catalog.query("published").rows
        stand_ins = catalog.query("stand_ins").rows
    alerts = evaluate(Home(home), as_of, with_pages=False).alerts
    print_rows(sources.columns, sources.rows, form)
    if published:
        generation, at, facts = published[0]
        echo(f"generation {generation}, published {at:%Y-%m-%d %H:%M}Z, {facts:,} values", err=True)
    for server, count, _ in stand_ins:
        echo(
            f"{server} answered for the publishers of {count} sources: a mirror or samples, not "
            "the web",
            err=True,
        )
    not_fresh = [row[0] for row in sources.rows if row[1] not in ("fresh", "off")]
    if waiting.rows:
        echo(f"{len(waiting.rows)} held values wait for a person: cardkeep review", err=True)
    for alert in alerts:
        echo(f"{alert.severity}: {alert.cause}: cardkeep alerts", err=True)
    if not_fresh or waiting.rows or alerts:
        return ExitCode.FINDINGS
    return ExitCode.CLEAN


# A query may begin with a comment, which looks like an option.
@click.command("sql", context_settings={"ignore_unknown_options": True})
@click.argument("query", required=False)
@click.option("--examples", is_flag=True, help="Print queries to begin with, and run none.")
@click.option(
    "--no-limit",
    is_flag=True,
    help=f"Let it take longer than {LIMIT_SECONDS} s, more than {LIMIT_BYTES // 2**30} GiB, "
    f"and print more than {LIMIT_ROWS:,} rows.",
)
@as_of
@output
@click.pass_obj
def sql_command(
    home: Path,
    query: str | None,
    examples: bool,
    no_limit: bool,
    as_of: date | None,
    form: Format | None,
) -> int:
    """Run QUERY, one statement, over the published catalog, read-only. The views are described in
    docs/dictionary.md.

    Exit code 4 where there are more rows than are printed.
    """
    from warehouse.memory import memory_limit

    if examples:
        echo(example_queries())
        return ExitCode.CLEAN
    if not query:
        raise click.UsageError("expected a query, found none; --examples prints some to begin with")
    with published_catalog(home, as_of) as catalog:
        if no_limit:
            results = catalog.query_statement(query)
        else:
            with memory_limit(LIMIT_BYTES):
                results = catalog.query_statement(query, seconds=LIMIT_SECONDS, rows=LIMIT_ROWS + 1)
    shown = results.rows if no_limit else results.rows[:LIMIT_ROWS]
    print_rows(results.columns, shown, form)
    if len(results.rows) > len(shown):
        echo(f"these are the first {LIMIT_ROWS:,} rows; --no-limit prints all", err=True)
        return ExitCode.PARTIAL
    return ExitCode.CLEAN


def example_queries() -> str:
    """The queries of warehouse/queries/examples, each under a comment that says what it answers."""
    from warehouse.sql_files import names_in, statement

    return "\n".join(statement(name) for name in names_in("queries/examples"))


@click.command("show")
@click.argument("model")
@as_of
@output
@click.pass_obj
def show_command(home: Path, model: str, as_of: date | None, form: Format | None) -> None:
    """What is known of MODEL, with sources and dates, and who sells it.

    MODEL is a name as people write it: "Opus 4.8", gpt5, claude-opus-4-8. Two tables, `known` and
    `offers`: in JSON an object with both, in JSON lines and CSV the first column says which.
    """
    from reports.data.model_lookup import find_model

    with published_catalog(home, as_of) as catalog:
        parameters = {"model": find_model(catalog, model)}
        known = catalog.query("model", parameters)
        offers = catalog.query("offers", parameters)
    tables = {"known": Rows(known.columns, known.rows), "offers": Rows(offers.columns, offers.rows)}
    print_tables(tables, form)


@click.command("history")
@click.argument("model")
@click.argument("attribute", required=False)
@click.option("--provider", help="List only the offers of this provider.")
@as_of
@output
@click.pass_obj
def history_command(
    home: Path,
    model: str,
    attribute: str | None,
    provider: str | None,
    as_of: date | None,
    form: Format | None,
) -> None:
    """The values of MODEL over time, each with its receipt.

    ATTRIBUTE is price, a meter such as output, or another attribute such as context_tokens.
    Default: all.
    """
    from reports.data.model_lookup import find_model

    with published_catalog(home, as_of) as catalog:
        found = catalog.query(
            "history",
            {"model": find_model(catalog, model), "attribute": attribute, "provider": provider},
        )
    if not found.rows:
        at_provider = f" at {provider}" if provider else ""
        raise NotFound(f"{model} has no history of {attribute or 'anything'}{at_provider}")
    print_rows(found.columns, found.rows, form)


@click.command("diff")
@click.argument("provider", required=False)
@click.option(
    "--since",
    type=Day(),
    metavar="DAY",
    help="List changes after this day. Default: a week before --as-of.",
)
@as_of
@output
@click.pass_obj
def diff_command(
    home: Path, provider: str | None, since: date | None, as_of: date | None, form: Format | None
) -> None:
    """What changed after --since and up to --as-of, newest first.

    PROVIDER is a publisher or a source. Default: all.
    """
    from reports.values.name_hint import name_hint

    until = as_of or datetime.now(UTC).date()
    if since is None:
        since = until - min(timedelta(days=7), until - date.min)
    if since > until:
        raise click.UsageError(f"--since: expected a day before {until}, found {since}")
    with published_catalog(home, as_of) as catalog:
        known = [name for (name,) in catalog.query("known_providers").rows]
        if provider is not None and provider not in known:
            hint = name_hint(provider, known, "`cardkeep source list`")
            raise NotFound(f"no source and no provider is called {provider!r}; {hint}")
        changes = catalog.query("diff", {"since": since, "provider": provider})
    print_rows(changes.columns, changes.rows, form)
