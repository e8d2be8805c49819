"""The alert log: the notifications of each cause and what persons snoozed, in a file that outlives
every warehouse.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from spiders.claims import Frozen

Severity = Literal["warn", "error"]
AlertEvent = Literal["raised", "escalated", "repeated", "recovered", "snoozed"]


class AlertLogEntry(Frozen):
    """One line of the log."""

    at: AwareDatetime
    event: AlertEvent
    cause: str
    severity: Severity | None = None
    happened: str = ""
    publisher: str = ""
    models: tuple[str, ...] = ()
    until: date | None = None
    """Of a snooze: the first day, UTC, on which notifications go out again."""
    by: str = ""
    reason: str = ""


class CauseState(NamedTuple):
    """The state of one cause after all entries of the log."""

    severity: Severity | None = None
    """As last notified; None where the cause is not open."""
    notified_on: date | None = None
    """The day, UTC, of the last notification other than that of its recovery."""
    happened: str = ""
    snoozed_until: date | None = None
    reason: str = ""
    publisher: str = ""
    models: tuple[str, ...] = ()

    def is_snoozed(self, day: date) -> bool:
        return self.snoozed_until is not None and day < self.snoozed_until


def cause_states(entries: Iterable[AlertLogEntry]) -> dict[str, CauseState]:
    """The state of each cause. Entries are given oldest first."""
    states: dict[str, CauseState] = {}
    for entry in entries:
        before = states.get(entry.cause, CauseState())
        match entry.event:
            case "snoozed":
                after = before._replace(snoozed_until=entry.until, reason=entry.reason)
            case "recovered":
                after = before._replace(severity=None)
            case _:
                after = before._replace(
                    severity=entry.severity,
                    notified_on=entry.at.date(),
                    happened=entry.happened,
                    publisher=entry.publisher,
                    models=entry.models,
                )
        states[entry.cause] = after
    return states
