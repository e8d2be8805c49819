"""Alerts: what needs a person. Each cause is notified of at most once a day until it has recovered.

warehouse/views/alerts.sql and watch.py decide what needs a person; this module compares that with
the alert log and delivers what is due.
"""

import fcntl
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, time
from typing import NamedTuple

from pipeline import jsonl, run_log
from pipeline.alerting import channels, watch
from pipeline.alerting.alert import Alert
from pipeline.alerting.alert_log import AlertEvent, AlertLogEntry, CauseState, cause_states
from pipeline.alerting.channels import Channel
from pipeline.alerting.shared_causes import (
    SharedCause,
    TriedLink,
    explained_sources,
    shared_causes,
)
from pipeline.configuration import Retirements, load_configuration
from pipeline.home import Home
from reports.values.visible_text import visible
from spiders.claims import Frozen
from warehouse.plain_file import require_file

COUNTED = ("errors", "warnings", "recovered")


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


class Evaluation(NamedTuple):
    """What needs a person. Where the catalog could not be read, `is_whole` is false: nothing is
    known of what it alone tells.
    """

    alerts: list[Alert]
    is_whole: bool


def evaluate(home: Home, day: date | None = None, *, with_pages: bool = True) -> Evaluation:
    """Every cause that needs a person at the end of a day, or now, worst first. Reads the published
    catalog and the logs; needs no writer. Raises BadConfiguration.

    Without `with_pages` no archived page is read again: the causes are the same, and what the alerts
    of broken pages say of repairs is missing.
    """
    now = datetime.now(UTC)
    if day:
        now = min(now, datetime.combine(day, time.max, UTC))
    watched = watch.watch(home, now)
    retirements = load_configuration(home).retirements
    try:
        found = [*watched, *_catalog_alerts(home, day, retirements, with_pages)]
        return Evaluation(sorted(found, key=_worst_first), is_whole=True)
    except Exception as error:  # noqa: BLE001 (whatever the catalog's fault is, the watcher goes on)
        if getattr(error, "code", "") == "not-published":
            return Evaluation(watched, is_whole=False)
        return Evaluation([*watched, _unreadable(home, error)], is_whole=False)


def _worst_first(alert: Alert) -> tuple[str, datetime, str]:
    return (alert.severity, alert.since_at or datetime.max.replace(tzinfo=UTC), alert.cause)


def _catalog_alerts(
    home: Home, day: date | None, retirements: Retirements | None, with_pages: bool
) -> list[Alert]:
    from pipeline.alerting.retirements import retirement_alerts
    from warehouse.store import open_catalog  # files are watched without it

    with open_catalog(home.path, day) as catalog:
        catalog.query("set_run_log", {"runs": run_log.latest_runs(home)})
        rows = catalog.query("alerts").dicts()
        crawled = catalog.query("last_crawl").rows
        retiring = list(retirement_alerts(catalog, retirements)) if retirements else []
    found = [Alert.model_validate(row) for row in rows if row["cause"] not in watch.CAUSES]
    if day is None and with_pages:
        from pipeline.alerting.anchored import with_anchors  # few alerts are of pages

        found = with_anchors(home, found)
    newest = max((crawl for *_, crawl in crawled), default="")
    # What all links have in common is looked for in one crawl.
    tried = [TriedLink(*link) for *link, crawl in crawled if crawl == newest]
    return [*_combine(found, tried), *retiring]


def _combine(found: list[Alert], tried: Sequence[TriedLink]) -> list[Alert]:
    """The alerts, those of sources that fail for a common cause as one."""
    explained = explained_sources(shared_causes(tried), tried)
    by_cause = {alert.cause: alert for alert in found}
    groups: dict[str, tuple[SharedCause, list[Alert]]] = {}
    for source, cause in explained.items():
        failing = by_cause.get(f"source-failing/{source}")
        if failing:
            groups.setdefault(cause.name, (cause, []))[1].append(failing)
    for name, (cause, members) in groups.items():
        if len(members) > 1:
            covered = {alert.cause for alert in members}
            found = [alert for alert in found if alert.cause not in covered]
            found.append(_common(name, cause, members))
    return found


def _common(name: str, cause: SharedCause, members: Sequence[Alert]) -> Alert:
    return Alert(
        publisher=cause.publisher,
        severity=min(alert.severity for alert in members),  # error before warn
        cause=name,
        since_at=min((alert.since_at for alert in members if alert.since_at), default=None),
        happened=cause.text(),
        kept="the last good values of these sources stand with their dates",
        todo=cause.todo,
        covers=tuple(alert.cause for alert in members),
    )


def _unreadable(home: Home, error: Exception) -> Alert:
    return Alert(
        severity="error",
        cause="catalog-unreadable",
        since_at=None,
        happened=(
            f"the catalog in {home.path} cannot be read, so that nothing is known of its "
            f"sources: {error}"
        ),
        kept="every page is archived",
        todo="`cardkeep doctor`; `cardkeep replay` publishes it again",
    )


def due_notifications(
    alerts: Iterable[Alert], states: Mapping[str, CauseState], at: datetime
) -> list[Notification]:
    """What is to be sent at a time: news and reminders, at most once a day and cause, and one
    notification of a recovery.
    """
    today = at.date()
    active = {alert.cause: alert for alert in alerts}
    covered = {cause for alert in active.values() for cause in alert.covers}
    due: list[Notification] = []
    for cause, alert in active.items():
        state = states.get(cause, CauseState())
        if not state.is_snoozed(today) and state.notified_on != today:
            due.append(Notification(event=_event(state, alert), alert=alert))
    for cause, state in states.items():
        if state.severity and cause not in active and cause not in covered:
            recovered = Alert(
                severity=state.severity,
                cause=cause,
                since_at=None,
                happened=state.happened,
                kept="",
                todo="",
                publisher=state.publisher,
                models=state.models,
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
    home: Home,
    destinations: Sequence[Channel],
    *,
    at: datetime | None = None,
    only: Collection[str] | None = None,
    also: Sequence[Alert] = (),
) -> NotificationResult:
    """Evaluate the alerts, send what is due to the channels, and record it in the alert log. What
    cannot be read or recorded is told, and stops no message.

    A channel gets what its route in cardkeep.toml lets through. With `only`, these causes alone are
    looked at, and no database is opened: watch.CAUSES. `also` are alerts that are known already.
    `at` is for rehearsals.
    """
    now = at or datetime.now(UTC)
    with _notification_lock(home):
        states, failures = _states(home)
        alerts, is_whole = _look(home, now, at, only)
        known = {alert.cause for alert in also}
        alerts = [*also, *(alert for alert in alerts if alert.cause not in known)]
        if not is_whole:  # nothing is known of other causes: they have not recovered
            told = watch.CAUSES | {alert.cause for alert in alerts}
            states = {cause: state for cause, state in states.items() if cause in told}
        due = due_notifications(alerts, states, now)
        # The recovery of a snoozed cause goes into the log, and nobody is disturbed.
        snoozed = {cause for cause, state in states.items() if state.is_snoozed(now.date())}
        to_send = [notification for notification in due if notification.alert.cause not in snoozed]
        undelivered, not_reached = _deliver(to_send, destinations)
        told = [notification for notification in due if notification not in undelivered]
        if told:
            failures += _record(home, told, now)
    return NotificationResult(to_send, [*not_reached, *failures])


def _deliver(
    notifications: Sequence[Notification], destinations: Sequence[Channel]
) -> tuple[list[Notification], list[str]]:
    """Send to every channel what it wants, in one message. Returns the notifications that some
    channel wants and none took, and what went wrong.
    """
    wanted: set[str] = set()
    taken: set[str] = set()
    failures: list[str] = []
    for channel in destinations:
        own = [each for each in notifications if channel.wants(each.alert)]
        if not own:
            continue
        causes = {each.alert.cause for each in own}
        wanted |= causes
        title, body, payload = _compose(own)
        problem = channels.send(channel, title, body, payload)
        if problem:
            failures.append(problem)
        else:
            taken |= causes
    undelivered = [each for each in notifications if each.alert.cause in wanted - taken]
    return undelivered, failures


def _look(
    home: Home, now: datetime, at: datetime | None, only: Collection[str] | None
) -> tuple[list[Alert], bool]:
    """The alerts, of all causes or of these alone, and whether all causes were looked at."""
    if only is None:
        return evaluate(home, at.date() if at else None)
    return [alert for alert in watch.watch(home, now) if alert.cause in only], False


def _states(home: Home) -> tuple[dict[str, CauseState], list[str]]:
    """The state of each cause, and what is said where the log cannot be read."""
    try:
        entries = jsonl.read(home.alert_log, AlertLogEntry)
    except OSError as error:
        return {}, [
            f"{home.alert_log} cannot be read ({error.strerror}): open alerts are told again"
        ]
    return cause_states(entries), []


def _record(home: Home, due: Sequence[Notification], now: datetime) -> list[str]:
    """Write notifications into the log. Returns what is said where that cannot be."""
    try:
        jsonl.append(home.alert_log, *(_log_entry(notification, now) for notification in due))
    except OSError as error:
        return [
            f"{home.alert_log} cannot be written ({error.strerror}): this is told again next time"
        ]
    return []


def trial_message() -> tuple[str, str, dict[str, object]]:
    """Title, text and JSON of a message that tries a channel, in the form of a real one."""
    alert = Alert(
        severity="warn",
        cause="test",
        since_at=_whole_seconds(datetime.now(UTC)),
        happened="somebody tries this channel with `cardkeep alerts test`",
        kept="everything",
        todo="nothing: it arrived",
    )
    return _compose([Notification(event="raised", alert=alert)])


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
    text = visible("\n\n".join(notification.text() for notification in notifications))
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
        publisher=alert.publisher,
        models=alert.models,
    )


def _whole_seconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


@contextmanager
def _notification_lock(home: Home) -> Generator[None]:
    """Lets one process notify at a time, so that a timer and a refresh do not send the same. Where
    the home cannot be written, a message sent twice is better than none.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            home.alert_log.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(require_file(home.alert_log.parent / "lock").open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
