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
    publisher: str = ""
    """Whose pages it is about; empty where it is about no publisher's alone."""
    models: tuple[str, ...] = ()
    """The ids of the models whose values it is about, where it is about such."""
    covers: tuple[str, ...] = ()
    """The causes that this one explains: nothing is said of them meanwhile."""

    @property
    def kind(self) -> str:
        return self.cause.partition("/")[0]
