"""Alert: one cause that needs a person."""

from pydantic import AwareDatetime

from pipeline.alerting.alert_log import Severity
from spiders.claims import Frozen


class Alert(Frozen):
    """One cause that needs a person."""

    severity: Severity
    cause: str
    since_at: AwareDatetime | None
    happened: str
    kept: str
    todo: str
    covers: tuple[str, ...] = ()
    """The causes that this one explains: nothing is said of them meanwhile."""
