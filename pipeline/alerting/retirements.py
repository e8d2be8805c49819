"""Retirements as alerts: a model that somebody uses is told of before its seller takes it away."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from pipeline.alerting.alert import Alert
from pipeline.configuration import Retirements
from warehouse.store import Database

LAST_DAYS = 7
"""So many days before, a retirement is an error."""


class Retiring(NamedTuple):
    """A row of the query `retiring`: a model at a seller, and when it retires there."""

    provider: str
    model_id: str
    retires_on: date
    days: int
    ids: str
    successor: str


def retirement_alerts(catalog: Database, wanted: Retirements) -> Iterator[Alert]:
    """An alert for every model and seller that is wanted and retires within the days."""
    rows = catalog.query("retiring", {"days": wanted.days_ahead}).rows
    for row in rows:
        retiring = Retiring(*row)
        if wanted.wants(retiring.model_id, retiring.provider):
            yield _alert(retiring, wanted.days_ahead)


def _alert(retiring: Retiring, days_ahead: int) -> Alert:
    model, provider = retiring.model_id, retiring.provider
    told_from = retiring.retires_on - timedelta(days=days_ahead)
    when = "today" if retiring.days == 0 else f"in {retiring.days} days"
    to = f"move to {retiring.successor}" if retiring.successor else "move to another model"
    return Alert(
        severity="error" if retiring.days <= LAST_DAYS else "warn",
        cause=f"retirement/{provider}/{model}",
        since_at=datetime.combine(told_from, time(), UTC),
        happened=f"{provider} retires {model} on {retiring.retires_on} ({when}): {retiring.ids}",
        kept="its prices and dates stay in the catalog",
        todo=(
            f"{to}; `cardkeep explain {model} retired_date --provider {provider}` shows who says so"
        ),
        publisher=provider,
        models=(model,),
    )
