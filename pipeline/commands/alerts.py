"""alerts: what needs a person, and what is snoozed."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.options import Text, output
from pipeline.failures import ExitCode, NotFound
from pipeline.output import Format, echo, print_rows

if TYPE_CHECKING:
    from pipeline.alerting.alerts import NotificationResult
    from pipeline.home import Home

ALERT_COLUMNS = ("severity", "cause", "since_at", "happened", "kept", "todo")


@click.group("alerts", invoke_without_command=True)
@click.option(
    "--dead-man",
    is_flag=True,
    help="Look only whether a refresh has ended within 30 hours, whether the last run died and "
    "whether the logs can be read, and notify the channels if not.",
)
@output
@click.pass_context
def alerts_command(context: click.Context, dead_man: bool, form: Format | None) -> int | None:
    """List what needs a person, worst first. Exit code 5 when something does that is not snoozed.

    A refresh delivers alerts by itself, to the channels in the environment variable
    CARDKEEP_ALERT_URLS (urls between spaces), or else in alerts.toml in the home: docs/alerts.md.

    --dead-man is for a timer of its own: it reads the logs, and opens no database.
    """
    if context.invoked_subcommand:
        return None
    from pipeline.alerting.alert_log import CauseState
    from pipeline.alerting.alerts import evaluate, snoozed_causes
    from pipeline.home import Home

    home = Home(context.obj)
    if dead_man:
        return _dead_man(home)
    snoozed = snoozed_causes(home, datetime.now(UTC).date())
    rows: list[list[Any]] = []
    for alert in evaluate(home).alerts:
        snoozed_until = snoozed.get(alert.cause, CauseState()).snoozed_until
        rows.append([*(getattr(alert, name) for name in ALERT_COLUMNS), snoozed_until])
    print_rows([*ALERT_COLUMNS, "snoozed_until"], rows, form)
    if any(row[-1] is None for row in rows):
        return ExitCode.FINDINGS
    return ExitCode.CLEAN


def _dead_man(home: "Home") -> int:
    from pipeline.alerting import alerts, channels, watch

    found = watch.watch(home, datetime.now(UTC))
    print_notifications(alerts.notify(home, channels.load(home), only=watch.CAUSES))
    for alert in found:
        echo(f"{alert.happened}; {alert.todo}")
    if found:
        return ExitCode.FINDINGS
    echo("a refresh has ended within 30 hours")
    return ExitCode.CLEAN


def print_notifications(result: "NotificationResult") -> None:
    """Print the notifications sent and the channels that were not reached, on stderr."""
    for notification in result.notifications:
        echo(notification.text(), err=True, is_fault=True)
    for failure in result.failures:
        echo(f"! {failure}", err=True)


@alerts_command.command("test")
@click.argument("route", required=False)
@click.pass_obj
def test_command(home: Path, route: str | None) -> int:
    """Send a message that says so to the channel called ROUTE, or to every channel, whatever its
    route lets through.

    Exit code 1 where one did not take it. Nothing of it is kept, and no alert is told by it.
    """
    from pipeline.alerting import alerts, channels
    from pipeline.home import Home

    destinations = channels.load(Home(home))
    names = ", ".join(channel.name for channel in destinations)
    if not destinations:
        raise NotFound(
            "there is no channel: name one in cardkeep.toml (docs/alerts.md); nothing was sent",
            code="no-channel",
        )
    chosen = [channel for channel in destinations if route in (None, channel.name)]
    if not chosen:
        raise NotFound(f"no channel is called {route!r}; there are {names}; nothing was sent")
    failures = 0
    for channel in chosen:
        problem = channels.send(channel, *alerts.trial_message())
        echo(f"! {problem}" if problem else f"channel {channel.name} took it", err=bool(problem))
        failures += bool(problem)
    return ExitCode.FAILURE if failures else ExitCode.CLEAN


@alerts_command.command("snooze")
@click.argument("cause")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    required=True,
    help="The first day, UTC, on which notifications go out again.",
)
@click.option(
    "--why", type=Text(), required=True, help="The reason, which is kept in the alert log."
)
@click.option("--who", type=Text(), help="Who decides. Default: the name you are logged in under.")
@click.pass_obj
def snooze_command(home: Path, cause: str, until: datetime, why: str, who: str | None) -> None:
    """Send no notifications of CAUSE until a day begins. It stays listed."""
    from pipeline.alerting.alerts import evaluate, snooze
    from pipeline.home import Home

    if until.date() <= datetime.now(UTC).date():
        raise click.UsageError(f"--until: expected a day to come, found {until:%Y-%m-%d}")
    causes = [alert.cause for alert in evaluate(Home(home)).alerts]
    if cause not in causes:
        raise NotFound(
            f"nothing now has the cause {cause!r}; causes: {', '.join(causes) or 'none'}"
        )
    entry = snooze(Home(home), cause, until=until.date(), reason=why, by=who or getpass.getuser())
    echo(f"{entry.cause} is silent until {entry.until}; kept in {Home(home).alert_log}")
