"""The alert log: what was told of each cause, and what persons silenced, in a file that outlives
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
    until: date | None = None
    """Of a snooze: the first day, UTC, on which the cause is told again."""
    by: str = ""
    reason: str = ""


class CauseState(NamedTuple):
    """What the log comes to for one cause."""

    severity: Severity | None = None
    """As it was last told; None where it is not open."""
    notified_on: date | None = None
    """The day, UTC, of the last message about it, other than its recovery."""
    happened: str = ""
    snoozed_until: date | None = None
    reason: str = ""

    def is_snoozed(self, day: date) -> bool:
        return self.snoozed_until is not None and day < self.snoozed_until


def cause_states(entries: Iterable[AlertLogEntry]) -> dict[str, CauseState]:
    """How each cause stands after all entries, oldest first."""
    found: dict[str, CauseState] = {}
    for entry in entries:
        before = found.get(entry.cause, CauseState())
        match entry.event:
            case "snoozed":
                after = before._replace(snoozed_until=entry.until, reason=entry.reason)
            case "recovered":
                after = before._replace(severity=None)
            case _:
                after = before._replace(
                    severity=entry.severity, told_on=entry.at.date(), happened=entry.happened
                )
        found[entry.cause] = after
    return found
