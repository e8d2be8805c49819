"""alerts: what needs a person, and what is to be silent for a while."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import output
from pipeline.failures import NotFound
from pipeline.output import Format, print_rows

if TYPE_CHECKING:
    from pipeline.alerting.alerts import NotificationResult
    from pipeline.home import Home

COLUMNS = ("severity", "cause", "since_at", "happened", "kept", "todo", "snoozed_until")


@click.group("alerts", invoke_without_command=True)
@click.option(
    "--dead-man",
    is_flag=True,
    help="Tell, through the channels too, when no refresh has ended for 30 hours.",
)
@output
@click.pass_context
def alerts_command(context: click.Context, dead_man: bool, form: Format | None) -> int | None:
    """List what needs a person, worst first. Exit code 5 when something does that is not snoozed.

    A refresh delivers alerts by itself. --dead-man is for a timer of its own: it opens the
    published catalog and the run log, and nothing else.
    """
    if context.invoked_subcommand:
        return None
    from pipeline.alerting.alert_log import CauseState
    from pipeline.alerting.alerts import evaluate, snoozed_causes
    from pipeline.home import Home

    home = Home(context.obj)
    if dead_man:
        return _dead_man(home)
    silent = snoozed_causes(home, datetime.now(UTC).date())
    rows = [
        [
            *(getattr(alert, name) for name in COLUMNS[:-1]),
            silent.get(alert.cause, CauseState()).snoozed_until,
        ]
        for alert in evaluate(home)
    ]
    print_rows(COLUMNS, rows, form)
    return 5 if any(row[-1] is None for row in rows) else 0


def _dead_man(home: "Home") -> int:
    from pipeline.alerting import alerts, channels

    found = [alert for alert in alerts.evaluate(home) if alert.cause == alerts.DEAD_MAN]
    print_notifications(alerts.notify(home, channels.load(home), only=alerts.DEAD_MAN))
    for alert in found:
        click.echo(f"{alert.happened}; {alert.todo}")
    if not found:
        click.echo("a refresh has ended within 30 hours")
    return 5 if found else 0


def print_notifications(told: "NotificationResult") -> None:
    """What was told now, and which channels were not reached, on stderr."""
    for message in told.notifications:
        click.echo(message.text(), err=True)
    for failure in told.failures:
        click.echo(f"! {failure}", err=True)


@alerts_command.command("snooze")
@click.argument("cause")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    required=True,
    help="First day, UTC, it is told again.",
)
@click.option("--why", required=True, help="The reason, for whoever reads it later.")
@click.option("--who", help="Who decides; the name you are logged in under when left out.")
@click.pass_obj
def snooze_command(home: Path, cause: str, until: datetime, why: str, who: str | None) -> None:
    """Say nothing of CAUSE until a day begins. It stays listed."""
    from pipeline.alerting.alerts import evaluate, snooze
    from pipeline.home import Home

    if until.date() <= datetime.now(UTC).date():
        raise click.UsageError(f"--until: expected a day to come, found {until:%Y-%m-%d}")
    causes = [alert.cause for alert in evaluate(Home(home))]
    if cause not in causes:
        raise NotFound(
            f"nothing now has the cause {cause!r}; causes: {', '.join(causes) or 'none'}"
        )
    entry = snooze(Home(home), cause, until=until.date(), reason=why, by=who or getpass.getuser())
    click.echo(f"{entry.cause} is silent until {entry.until}; kept in {Home(home).alert_log}")
