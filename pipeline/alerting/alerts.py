"""Alerts: what needs a person. Each cause is notified of at most once a day until it has recovered.

warehouse/views/alerts.sql decides what needs a person; this module compares that with the alert log
and delivers what is due.
"""

import fcntl
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from pipeline import jsonl, run_log
from pipeline.alerting import channels
from pipeline.alerting.alert_log import (
    AlertEvent,
    AlertLogEntry,
    CauseState,
    Severity,
    cause_states,
)
from pipeline.home import Home
from spiders.claims import Frozen
from warehouse.store import NotPublished, open_catalog

DEAD_MAN = "no-refresh"
"""The cause of the dead man's switch: no refresh has ended for 30 hours."""
COUNTED = ("errors", "warnings", "recovered")


class Alert(Frozen):
    """One cause that needs a person."""

    severity: Severity
    cause: str
    since_at: AwareDatetime | None
    happened: str
    kept: str
    todo: str


class Notification(Frozen):
    """An alert that is sent now, and the reason why now."""

    event: AlertEvent
    alert: Alert

    def text(self) -> str:
        alert = self.alert
        if self.event == "recovered":
            return f"[recovered] {alert.cause}\n  was:   {alert.happened}"
        since = "the beginning"
        if alert.since_at:
            since = f"{alert.since_at:%Y-%m-%d %H:%MZ}"
        return (
            f"[{alert.severity}] {alert.cause} ({self.event})\n  what:  {alert.happened}\n  since: {since}\n"
            f"  kept:  {alert.kept}\n  to do: {alert.todo}"
        )


class NotificationResult(NamedTuple):
    """The notifications sent, and the channels that were not reached. Where no channel was reached,
    the same notifications are sent next time.
    """

    notifications: list[Notification]
    failures: list[str]


def evaluate(home: Home, day: date | None = None) -> list[Alert]:
    """Every cause that needs a person at the end of a day, or now, worst first. Reads the published
    catalog and the run log; needs no writer.
    """
    runs = run_log.latest_runs(home)
    try:
        with open_catalog(home.path, day) as catalog:
            catalog.query("set_run_log", {"runs": runs})
            return [Alert.model_validate(row) for row in catalog.query("alerts").dicts()]
    except NotPublished:
        return [_nothing_published(home, runs)]


def _nothing_published(home: Home, runs: Sequence[Mapping[str, object]]) -> Alert:
    last_run = "no run has ended"
    if runs:
        last_run = f"the last run ended {runs[-1]['outcome']}: {runs[-1]['detail']}"
    return Alert(
        severity="error",
        cause=DEAD_MAN,
        since_at=None,
        happened=f"nothing has been published in {home.path} yet; {last_run}",
        kept="what was fetched is in the archive",
        todo="`cardkeep refresh`",
    )


def due_notifications(
    alerts: Iterable[Alert], states: Mapping[str, CauseState], at: datetime
) -> list[Notification]:
    """What is to be sent at a time: news and reminders, at most once a day and cause, and one
    notification of a recovery.
    """
    today = at.date()
    active = {alert.cause: alert for alert in alerts}
    due: list[Notification] = []
    for cause, alert in active.items():
        state = states.get(cause, CauseState())
        if not state.is_snoozed(today) and state.notified_on != today:
            due.append(Notification(event=_event(state, alert), alert=alert))
    for cause, state in states.items():
        if state.severity and cause not in active:
            recovered = Alert(
                severity=state.severity,
                cause=cause,
                since_at=None,
                happened=state.happened,
                kept="",
                todo="",
            )
            due.append(Notification(event="recovered", alert=recovered))
    return due


def _event(state: CauseState, alert: Alert) -> AlertEvent:
    if state.severity is None:
        return "raised"
    if state.severity == "warn" and alert.severity == "error":
        return "escalated"
    return "repeated"


def notify(
    home: Home, urls: Sequence[str], *, at: datetime | None = None, only: str | None = None
) -> NotificationResult:
    """Evaluate the alerts, send what is due to the channels, and record it in the alert log.

    With `only`, one cause alone is looked at: the dead man's switch. `at` is for rehearsals.
    """
    now = at or datetime.now(UTC)
    day = at.date() if at else None
    with _notification_lock(home):
        states = cause_states(jsonl.read(home.alert_log, AlertLogEntry))
        alerts = evaluate(home, day)
        if only:
            alerts = [alert for alert in alerts if alert.cause == only]
            states = {cause: state for cause, state in states.items() if cause == only}
        due = due_notifications(alerts, states, now)
        # The recovery of a snoozed cause goes into the log, and nobody is disturbed.
        snoozed = {cause for cause, state in states.items() if state.is_snoozed(now.date())}
        to_send = [notification for notification in due if notification.alert.cause not in snoozed]
        failures: list[str] = []
        if to_send:
            title, body, payload = _compose(to_send)
            failures = channels.send(urls, title, body, payload)
        no_channel_reached = bool(urls) and len(failures) == len(urls)
        if not no_channel_reached:
            jsonl.append(home.alert_log, *(_log_entry(notification, now) for notification in due))
    return NotificationResult(to_send, failures)


def snooze(home: Home, cause: str, *, until: date, reason: str, by: str) -> AlertLogEntry:
    """Send nothing about a cause until a day begins, UTC."""
    entry = AlertLogEntry(
        at=_whole_seconds(datetime.now(UTC)),
        event="snoozed",
        cause=cause,
        until=until,
        reason=reason,
        by=by,
    )
    jsonl.append(home.alert_log, entry)
    return entry


def snoozed_causes(home: Home, day: date) -> dict[str, CauseState]:
    """The causes about which nothing is sent on a day."""
    states = cause_states(jsonl.read(home.alert_log, AlertLogEntry))
    return {cause: state for cause, state in states.items() if state.is_snoozed(day)}


def _compose(notifications: Sequence[Notification]) -> tuple[str, str, dict[str, object]]:
    """Title, text and JSON of one message with all notifications."""
    counts: Counter[str] = Counter()
    for notification in notifications:
        if notification.event == "recovered":
            counts["recovered"] += 1
        elif notification.alert.severity == "error":
            counts["errors"] += 1
        else:
            counts["warnings"] += 1
    parts = [f"{counts[name]} {name}" for name in COUNTED if counts[name]]
    title = f"cardkeep: {', '.join(parts)}"
    text = "\n\n".join(notification.text() for notification in notifications)
    messages = [
        {"event": notification.event, **notification.alert.model_dump(mode="json")}
        for notification in notifications
    ]
    return title, text, {"title": title, "messages": messages}


def _log_entry(notification: Notification, at: datetime) -> AlertLogEntry:
    alert = notification.alert
    return AlertLogEntry(
        at=_whole_seconds(at),
        event=notification.event,
        cause=alert.cause,
        severity=alert.severity,
        happened=alert.happened,
    )


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@contextmanager
def _notification_lock(home: Home) -> Generator[None]:
    """Lets one process notify at a time, so that a timer and a refresh do not send the same."""
    home.alert_log.parent.mkdir(parents=True, exist_ok=True)
    with (home.alert_log.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
