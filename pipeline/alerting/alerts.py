"""Alerts: what needs a person, told once a day and cause at most, until it has recovered.

What needs one is decided in SQL (warehouse/marts/alerts.sql); here it is compared with the alert
log, and delivered.
"""

import fcntl
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from pipeline import jsonl, run_log
from pipeline.alerting import channels
from pipeline.alerting.alert_log import AlertLogEntry, AlertEvent, Severity, CauseState, cause_states
from pipeline.home import Home
from spiders.claims import Frozen
from warehouse.store import NotPublished, open_catalog

DEAD_MAN = "no-refresh"


class Alert(Frozen):
    """One cause that needs a person."""

    severity: Severity
    cause: str
    since_at: AwareDatetime | None
    happened: str
    kept: str
    todo: str


class Notification(Frozen):
    """An alert that is told now, and why now."""

    event: AlertEvent
    alert: Alert

    def text(self) -> str:
        alert = self.alert
        if self.event == "recovered":
            return f"[recovered] {alert.cause}\n  was:   {alert.happened}"
        since = f"{alert.since_at:%Y-%m-%d %H:%MZ}" if alert.since_at else "the beginning"
        return (
            f"[{alert.severity}] {alert.cause} ({self.event})\n  what:  {alert.happened}\n  since: {since}\n"
            f"  kept:  {alert.kept}\n  to do: {alert.todo}"
        )


class NotificationResult(NamedTuple):
    """What was told, and which channels were not reached. Where none of several was, it is told
    again next time.
    """

    notifications: list[Notification]
    failures: list[str]


def evaluate(home: Home, day: date | None = None) -> list[Alert]:
    """Every cause that needs a person at the end of a day, or now, worst first. Reads the published
    catalog and the run log; needs no writer.
    """
    try:
        with open_catalog(home.path, day) as catalog:
            catalog.ask("tell_runs", {"runs": run_log.latest_runs(home)})
            return [Alert.model_validate(row) for row in catalog.ask("alerts").dicts()]
    except NotPublished:
        ended = run_log.latest_runs(home)
        last = (
            f"the last run ended {ended[-1]['outcome']}: {ended[-1]['detail']}"
            if ended
            else "no run has ended"
        )
        return [
            Alert(
                severity="error",
                cause=DEAD_MAN,
                since_at=None,
                happened=f"nothing has been published in {home.path} yet; {last}",
                kept="what was fetched is in the archive",
                todo="`cardkeep refresh`",
            )
        ]


def due_notifications(alerts: Iterable[Alert], known: Mapping[str, CauseState], at: datetime) -> list[Notification]:
    """What is to be told at a time: news and reminders, once a day and cause at most, and one
    recovery.
    """
    today, active = at.date(), {alert.cause: alert for alert in alerts}
    messages: list[Notification] = []
    for cause, alert in active.items():
        before = known.get(cause, CauseState())
        if not before.is_snoozed(today) and before.notified_on != today:
            messages.append(Notification(event=_event(before, alert), alert=alert))
    for cause, before in known.items():
        if before.severity and cause not in active:
            over = Alert(
                severity=before.severity,
                cause=cause,
                since_at=None,
                happened=before.happened,
                kept="",
                todo="",
            )
            messages.append(Notification(event="recovered", alert=over))
    return messages


def _event(before: CauseState, alert: Alert) -> AlertEvent:
    if before.severity is None:
        return "raised"
    return "escalated" if (before.severity, alert.severity) == ("warn", "error") else "repeated"


def notify(
    home: Home, urls: Sequence[str], *, at: datetime | None = None, only: str | None = None
) -> NotificationResult:
    """Evaluate, and deliver what is due; of `only` one cause, for the dead man's switch. `at` is
    for rehearsals.
    """
    now = at or datetime.now(UTC)
    with _alone(home):
        known = cause_states(jsonl.read(home.alert_log, AlertLogEntry))
        alerts = evaluate(home, at.date() if at else None)
        if only:
            alerts = [alert for alert in alerts if alert.cause == only]
            known = {cause: standing for cause, standing in known.items() if cause == only}
        messages = due_notifications(alerts, known, now)
        # The recovery of a cause that is snoozed is noted, and nobody is disturbed.
        silent = {cause for cause, standing in known.items() if standing.is_snoozed(now.date())}
        spoken = [message for message in messages if message.alert.cause not in silent]
        failures = channels.send(urls, *_notification(spoken)) if spoken else []
        if urls and len(failures) == len(urls):
            return NotificationResult(spoken, failures)
        jsonl.append(home.alert_log, *(_entry(message, now) for message in messages))
    return NotificationResult(spoken, failures)


def snooze(home: Home, cause: str, *, until: date, reason: str, by: str) -> AlertLogEntry:
    """Say nothing of a cause until a day begins, UTC."""
    entry = AlertLogEntry(
        at=_seconds(datetime.now(UTC)),
        event="snoozed",
        cause=cause,
        until=until,
        reason=reason,
        by=by,
    )
    jsonl.append(home.alert_log, entry)
    return entry


def snoozed_causes(home: Home, day: date) -> dict[str, CauseState]:
    """The causes of which nothing is said on a day."""
    known = cause_states(jsonl.read(home.alert_log, AlertLogEntry))
    return {cause: standing for cause, standing in known.items() if standing.is_snoozed(day)}


def _notification(messages: Sequence[Notification]) -> tuple[str, str, dict[str, object]]:
    """Title, text and JSON of one notification."""
    counts = {
        "errors": sum(m.event != "recovered" and m.alert.severity == "error" for m in messages),
        "warnings": sum(m.event != "recovered" and m.alert.severity == "warn" for m in messages),
        "recovered": sum(m.event == "recovered" for m in messages),
    }
    title = "cardkeep: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    told = [{"event": m.event, **m.alert.model_dump(mode="json")} for m in messages]
    return title, "\n\n".join(m.text() for m in messages), {"title": title, "messages": told}


def _entry(message: Notification, at: datetime) -> AlertLogEntry:
    alert = message.alert
    return AlertLogEntry(
        at=_seconds(at),
        event=message.event,
        cause=alert.cause,
        severity=alert.severity,
        happened=alert.happened,
    )


def _seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@contextmanager
def _alone(home: Home) -> Generator[None]:
    """One teller at a time, so that a timer and a refresh do not both tell the same."""
    home.alert_log.parent.mkdir(parents=True, exist_ok=True)
    with (home.alert_log.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
