"""review: what waits for a person, going through values, and the decisions of persons about them."""

import getpass
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from pipeline.activity import activity
from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import Text, output
from pipeline.failures import ExitCode, Failure, NotFound
from pipeline.output import Format, echo, print_rows
from pipeline.review.deciding import decide
from pipeline.review.decisions import RecordedDecision, Verdict
from pipeline.review.sheet import (
    KINDS,
    OPEN_STATES,
    Kind,
    ReviewAct,
    Sheet,
    SheetValue,
    acceptable,
    read_sheet,
    record_act,
)

if TYPE_CHECKING:
    from warehouse.store import Database


@click.group("review", invoke_without_command=True)
@click.option("--model", help="List only what waits for this model.")
@click.option("--limit", type=click.IntRange(min=1), help="List the first so many. Default: all.")
@click.option(
    "--all", "with_folded", is_flag=True, help="List also what no person is asked about, and why."
)
@output
@click.pass_context
def review_command(
    context: click.Context,
    model: str | None,
    limit: int | None,
    with_folded: bool,
    form: Format | None,
) -> int | None:
    """List what waits for a person: held values, and disputes with all their values; those first
    that touch most offers and pages.

    A person is asked about what is sold, and what neither the next pages nor a page of its maker
    will settle. Exit code 5 when there is any. `review model`, `provider` and `source` go through
    all values of one, key by key in a terminal, or with --accept.
    """
    if context.invoked_subcommand:
        return None
    from pipeline.run.publish_site import named_pairs

    paired = [model_id for pair in named_pairs() for model_id in pair]
    with published_catalog(context.obj, None) as catalog:
        model_id = _model_id(catalog, model) if model else None
        found = catalog.query("to_review", {"model": model_id, "paired": paired})
    *columns, _ = found.columns
    waiting = [row for row in found.rows if row[-1] is None]
    if with_folded:
        print_rows(found.columns, found.rows[:limit], form)
    else:
        print_rows(columns, [row[:-1] for row in waiting[:limit]], form)
    folded = len(found.rows) - len(waiting)
    echo(f"{len(waiting)} wait for a person, {folded} do not: cardkeep review --all", err=True)
    return ExitCode.FINDINGS if waiting else ExitCode.CLEAN


def _model_id(catalog: "Database", text: str) -> str:
    from reports.data.model_lookup import find_model

    return find_model(catalog, text)


# --- going through values ------------------------------------------------------------------------


class _Choice(NamedTuple):
    """What --accept accepts of a sheet, and who says so why."""

    excluded: tuple[str, ...]
    with_held: bool
    why: str
    who: str | None


def _going_through(kind: Kind) -> click.Command:
    """The command `review KIND`."""

    @click.argument("name", required=False, metavar=f"[{kind.upper()}]")
    @click.option(
        "--since-review",
        is_flag=True,
        help="Only what is new, changed, held or due since it was last reviewed.",
    )
    @click.option("--accept", is_flag=True, help="Accept all of it, without a terminal.")
    @click.option(
        "--except",
        "excluded",
        multiple=True,
        metavar="FACT_ID",
        help="With --accept: not this value. Can be given more than once.",
    )
    @click.option("--held", is_flag=True, help="With --accept: publish what gates hold, too.")
    @click.option("--why", "--reason", "why", help="With --accept: the reason, which is kept.")
    @click.option("--who", help="Who decides. Default: the name you are logged in under.")
    @output
    @click.pass_obj
    def command(
        home: Path,
        name: str | None,
        since_review: bool,
        accept: bool,
        excluded: tuple[str, ...],
        held: bool,
        why: str | None,
        who: str | None,
        form: Format | None,
        **narrowed: str | None,
    ) -> int:
        choice = _Choice(excluded, held, why or "", who)
        _check_choice(kind, name, choice, is_accepted=accept)
        if form is None and not accept:
            return _at_the_desk(home, kind, name, narrowed, since_review, who)
        with published_catalog(home, None) as catalog:
            if name is None:
                return _list_subjects(catalog, kind, form)
            sheet = _sheet(catalog, kind, name, narrowed, since_review)
        if accept:
            return _accept(home, sheet, choice)
        print_rows(SheetValue._fields, sheet.values, form)
        is_open = any(value.state in OPEN_STATES for value in sheet.values)
        return ExitCode.FINDINGS if is_open else ExitCode.CLEAN

    for other in KINDS:
        if other != kind:
            narrow = click.option(f"--{other}", help=f"Only what is of this {other}.")
            command = narrow(command)
    command.__doc__ = f"""Go through the values of a {kind}, each beside its quote and what was accepted before.

    In a terminal, key by key: accept all, or all but some, with one reason; nothing is written
    before you say so. Without a name: every {kind}, those first that are sold most. What gates hold
    is left out, unless you take it by its number, or --held.

    With -f the values are printed, and exit code 5 says that something was never accepted, or not
    since it changed. --accept accepts them without a terminal.
    """
    return click.command(kind)(command)


def _check_choice(kind: Kind, name: str | None, choice: _Choice, *, is_accepted: bool) -> None:
    """Raises UsageError where options miss what they go with."""
    if not is_accepted and (choice.excluded or choice.with_held or choice.why):
        raise click.UsageError("--except, --held and --why go with --accept")
    if is_accepted and not (name and choice.why.strip()):
        raise click.UsageError(f"--accept needs a {kind} and --why with the reason")


def _sheet(
    catalog: "Database",
    kind: Kind,
    name: str,
    narrowed: Mapping[str, str | None],
    since_review: bool,
) -> Sheet:
    """The values of what is named. Raises NotFound where there are none."""
    names = {**narrowed, kind: name}
    model = names.get("model")
    if model:
        names["model"] = _model_id(catalog, model)
    title = ", ".join(f"{key} {names[key]}" for key in (kind, *narrowed) if names[key])
    sheet = read_sheet(catalog, title, **names, since_review=since_review)
    if not sheet.values and not since_review:
        raise NotFound(
            f"the catalog has no values of {title}; `cardkeep review {kind} -f table` lists "
            f"every {kind} that has"
        )
    return sheet


def _list_subjects(catalog: "Database", kind: Kind, form: Format | None) -> int:
    subjects = catalog.query("review_subjects", {"kind": kind})
    print_rows(subjects.columns, subjects.rows, form)
    is_open = any(row["open"] or row["held"] for row in subjects.dicts())
    return ExitCode.FINDINGS if is_open else ExitCode.CLEAN


def _at_the_desk(
    home: Path,
    kind: Kind,
    name: str | None,
    narrowed: Mapping[str, str | None],
    since_review: bool,
    who: str | None,
) -> int:
    """Go through values key by key, and record what was accepted."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Failure(
            "going through values key by key needs a terminal for input and output; nothing was "
            "changed; "
            f"`cardkeep review {kind} {name or 'NAME'} -f jsonl` prints the values, and with "
            "--accept "
            "--why REASON all of them are accepted, but those after --except",
            exit_code=ExitCode.USAGE,
            code="no-terminal",
        )
    from pipeline.review.desk import Desk, TtyTerminal

    with published_catalog(home, None) as catalog:
        names = [name] if name else _names(catalog, kind)

        def read(one: str) -> Sheet:
            return _sheet(catalog, kind, one, narrowed, since_review)

        activity.end()
        with TtyTerminal() as terminal:
            acts = Desk(terminal, names, read).run()
    if not acts:
        echo("nothing was written")
        return ExitCode.CLEAN
    return _record(home, acts, who)


def _names(catalog: "Database", kind: Kind) -> list[str]:
    """What is to be gone through, the first first."""
    subjects = catalog.query("review_subjects", {"kind": kind}).dicts()
    return [str(row["name"]) for row in subjects if row["open"] or row["held"]]


def _accept(home: Path, sheet: Sheet, choice: _Choice) -> int:
    """Accept a sheet, but for what is excluded."""
    excluded = {_one_of(sheet, beginning) for beginning in choice.excluded}
    accepted = [
        value
        for value in acceptable(sheet.values, with_held=choice.with_held)
        if value.fact_id not in excluded
    ]
    if not accepted:
        echo(f"{sheet.title}: nothing to accept; nothing was written")
        return ExitCode.CLEAN
    return _record(home, [ReviewAct(sheet, tuple(accepted), choice.why)], choice.who)


def _one_of(sheet: Sheet, beginning: str) -> str:
    """The fact of a sheet whose id begins so. Raises NotFound where it is not exactly one."""
    found = [value.fact_id for value in sheet.values if value.fact_id.startswith(beginning)]
    if len(found) != 1:
        raise NotFound(
            f"--except {beginning}: expected the id of one value of {sheet.title}, or its "
            "beginning, "
            f"found {len(found)} that begin so; nothing was written; -f jsonl prints the ids"
        )
    return found[0]


def _record(home: Path, acts: Iterable[ReviewAct], who: str | None) -> int:
    from pipeline.home import Home

    path = Home(home).decisions
    recorded: list[RecordedDecision] = []
    for act in acts:
        recorded += record_act(path, act, who or getpass.getuser())
        echo(f"accepted {act.summary}, by {recorded[-1].decided_by}: {act.reason}")
    _publish(home)
    echo(f"{len(recorded)} decisions kept in {path}")
    return ExitCode.CLEAN


def _publish(home: Path) -> None:
    """Publish the catalog with the decisions. Raises Locked where another process writes."""
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay
    from warehouse.errors import Locked

    try:
        replay(Home(home), all_sources(Home(home))[0])
    except Locked:
        raise Locked(
            f"another cardkeep writes in {home}; the decisions are kept in "
            f"{Home(home).decisions}, and "
            "not published yet: the next refresh takes them in, or `cardkeep replay`"
        ) from None


for _kind in KINDS:
    review_command.add_command(_going_through(_kind))


# --- one value -----------------------------------------------------------------------------------


def _decide(home: Path, fact_id: str, verdict: Verdict, why: str, who: str | None) -> None:
    from pipeline.home import Home

    with published_catalog(home, None) as catalog:
        (decision,) = decide(
            catalog,
            Home(home).decisions,
            [fact_id],
            verdict=verdict,
            decided_by=who or getpass.getuser(),
            reason=why,
        )
    _publish(home)
    over = f" over {', '.join(decision.against)}" if decision.against else ""
    echo(
        f"{decision.verdict}ed {decision.fact_id}{over} by {decision.decided_by}; kept in "
        f"{Home(home).decisions}"
    )


def _decision(command: Callable[..., None]) -> Callable[..., None]:
    """The argument and the options of a decision on one fact."""
    who = click.option(
        "--who", type=Text(), help="Who decides. Default: the name you are logged in under."
    )
    why = click.option(
        "--why",
        "--reason",
        "why",
        type=Text(),
        required=True,
        help="The reason, which is kept with the decision.",
    )
    return click.argument("fact_id")(why(who(command)))


@review_command.command("accept")
@_decision
@click.pass_obj
def accept_command(home: Path, fact_id: str, why: str, who: str | None) -> None:
    """Accept the value FACT_ID: a held value is published from now on, a published value counts as
    reviewed.

    Where other sources dispute it, it leads over the values that they state now. A further value
    opens the question again.
    """
    _decide(home, fact_id, "accept", why, who)


@review_command.command("reject")
@_decision
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
