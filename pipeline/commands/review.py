"""review: held values and disputes, and the decisions of persons about them."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import Text, output
from pipeline.failures import ExitCode, NotFound
from pipeline.output import Format, print_rows

if TYPE_CHECKING:
    from warehouse.store import Database


@click.group("review", invoke_without_command=True)
@click.option("--model", help="List only what waits for this model.")
@output
@click.pass_context
def review_command(context: click.Context, model: str | None, form: Format | None) -> int | None:
    """List what waits for a person: held values, and disputes with all their values.

    Exit code 5 when there is any.
    """
    if context.invoked_subcommand:
        return None
    with published_catalog(context.obj, None) as catalog:
        model_id = _model_id(catalog, model) if model else None
        waiting = catalog.query("to_review", {"model": model_id})
    print_rows(waiting.columns, waiting.rows, form)
    return ExitCode.FINDINGS if waiting.rows else ExitCode.CLEAN


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
        found = catalog.query("decidable", {"fact": fact_id}).rows
        if len(found) != 1:
            raise NotFound(
                f"{len(found) or 'no'} facts have an id that begins with {fact_id!r}; `cardkeep review` lists them"
            )
        full_id = found[0][0]
        rivals = [str(row[0]) for row in catalog.query("rivals", {"fact": full_id}).rows]
    decision = decisions.append(
        Home(home).decisions,
        fact_id=full_id,
        verdict=verdict,
        decided_by=who or getpass.getuser(),
        reason=why,
        against=rivals if verdict == "accept" else (),
    )
    replay(Home(home), all_sources()[0])
    over = f" over {', '.join(decision.against)}" if decision.against else ""
    click.echo(
        f"{decision.verdict}ed {decision.fact_id}{over} by {decision.decided_by}; kept in {Home(home).decisions}"
    )


@review_command.command("accept")
@click.argument("fact_id")
@click.option(
    "--why", type=Text(), required=True, help="The reason, which is kept with the decision."
)
@click.option("--who", type=Text(), help="Who decides. Default: the name you are logged in under.")
@click.pass_obj
def accept_command(home: Path, fact_id: str, why: str, who: str | None) -> None:
    """Accept the value FACT_ID: a held value is published from now on, a published value counts as
    reviewed.

    Where other sources dispute it, it leads over the values that they state now. A further value
    opens the question again.
    """
    _decide(home, fact_id, "accept", why, who)


@review_command.command("reject")
@click.argument("fact_id")
@click.option(
    "--why", type=Text(), required=True, help="The reason, which is kept with the decision."
)
@click.option("--who", type=Text(), help="Who decides. Default: the name you are logged in under.")
@click.pass_obj
def reject_command(home: Path, fact_id: str, why: str, who: str | None) -> None:
    """Reject the value FACT_ID. In place of a held value, the one before it stays published. A
    disputed value takes no part in views and pages.

    Another value opens the question again.
    """
    _decide(home, fact_id, "reject", why, who)


@review_command.command("names")
@output
@click.pass_obj
def names_command(home: Path, form: Format | None) -> int:
    """List names that only one seller uses, each beside the known model with the most similar name.

    Similarity alone joins nothing: enter what you agree with under [aliases] in
    pipeline/vocabulary/models.toml.
    """
    from pipeline.identity.proposals import Proposal, propose

    with published_catalog(home, None) as catalog:
        names = catalog.query("unresolved_names").rows
    new = [name for name, is_new in names if is_new]
    known = [name for name, is_new in names if not is_new]
    proposals = list(propose(new, known))
    print_rows(list(Proposal._fields), [list(proposal) for proposal in proposals], form)
    return ExitCode.FINDINGS if proposals else ExitCode.CLEAN
