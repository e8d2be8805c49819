"""review: held values and disputes, and what persons decide."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import output
from pipeline.failures import Failure
from pipeline.output import Format, print_rows

if TYPE_CHECKING:
    from warehouse.store import Database


@click.group("review", invoke_without_command=True)
@click.option("--model", help="Only what waits of this model.")
@output
@click.pass_context
def review_command(context: click.Context, model: str | None, form: Format | None) -> int | None:
    """List what waits for a person: held values, and disputes with all their values. Exit code 5
    when there is any.
    """
    if context.invoked_subcommand:
        return None
    with published_catalog(context.obj, None) as catalog:
        waiting = catalog.ask("to_review", {"model": _model_id(catalog, model) if model else None})
    print_rows(waiting.columns, waiting.rows, form)
    return 5 if waiting.rows else 0


def _model_id(catalog: "Database", text: str) -> str:
    from reports.data.model_lookup import find_model

    return find_model(catalog, text)


def _decide(
    home: Path, fact_id: str, verdict: Literal["accept", "reject"], why: str, who: str | None
) -> None:
    from pipeline.home import Home
    from pipeline.review import decisions
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay

    with published_catalog(home, None) as catalog:
        known = catalog.ask("decidable", {"fact": fact_id}).rows
        if len(known) != 1:
            raise Failure(
                f"{len(known) or 'no'} facts have an id that begins with {fact_id!r}; `cardkeep review` lists them",
                exit_code=3,
            )
        rivals = [str(row[0]) for row in catalog.ask("rivals", {"fact": known[0][0]}).rows]
    record = decisions.append(
        Home(home).decisions,
        fact_id=known[0][0],
        verdict=verdict,
        decided_by=who or getpass.getuser(),
        reason=why,
        against=rivals if verdict == "accept" else (),
    )
    replay(Home(home), all_sources()[0])
    over = f" over {', '.join(record.against)}" if record.against else ""
    click.echo(
        f"{record.verdict}ed {record.fact_id}{over} by {record.decided_by}; kept in {Home(home).decisions}"
    )


@review_command.command("accept")
@click.argument("fact_id")
@click.option("--why", required=True, help="The reason, for whoever reads it later.")
@click.option("--who", help="Who decides; the name you are logged in under when left out.")
@click.pass_obj
def accept_command(home: Path, fact_id: str, why: str, who: str | None) -> None:
    """Accept the value FACT_ID: a held one is published from now on, a published one counts as
    reviewed.

    Where sources dispute it, it goes before the values that they state now; one more value opens
    the question again.
    """
    _decide(home, fact_id, "accept", why, who)


@review_command.command("reject")
@click.argument("fact_id")
@click.option("--why", required=True, help="The reason, for whoever reads it later.")
@click.option("--who", help="Who decides; the name you are logged in under when left out.")
@click.pass_obj
def reject_command(home: Path, fact_id: str, why: str, who: str | None) -> None:
    """Reject the value FACT_ID: of a held one, the value before it stays published; a disputed one
    takes no part.

    Another value opens the question again.
    """
    _decide(home, fact_id, "reject", why, who)


@review_command.command("names")
@output
@click.pass_obj
def names_command(home: Path, form: Format | None) -> int:
    """List names that only one seller uses, each beside the known model that it is most like.

    Likeness joins nothing: what you agree with belongs under [aliases] in
    pipeline/vocabulary/models.toml.
    """
    from pipeline.identity.proposals import Proposal, propose

    with published_catalog(home, None) as catalog:
        names = catalog.ask("unresolved_names").rows
    found = list(
        propose(
            (name for name, is_new in names if is_new),
            (name for name, is_new in names if not is_new),
        )
    )
    print_rows(list(Proposal._fields), [list(proposal) for proposal in found], form)
    return 5 if found else 0
