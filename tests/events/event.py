"""The events: what sellers' pages said, and on which day, written by hand after looking at the
pages.
"""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from tests.support import ROOT

EVENTS = ROOT / "tests" / "events" / "events.toml"
NIGHTS = 4
"""How many nights in a row an event is asked about, the first of them the one that brought the
page.
"""

Kind = Literal[
    "cut",
    "rise",
    "introductory",
    "retirement",
    "deprecation",
    "revival",
    "new_model",
    "moved_page",
    "correction",
    "thin_answer",
    "renamed_id",
]
Amount = Annotated[Decimal, BeforeValidator(str)]
Standing = Literal["live", "ended", "not ended", "not listed", "gone"]
"""
live        offered: neither ended nor not listed, nor missing
ended       said to have ended
not ended   whatever else
not listed  absent from its seller's own list; missing until a second list agrees, never ended
gone        either of the two, or missing: who is silent about it and who ended it cannot be told apart
"""


class Frozen(BaseModel):
    """Written once, read only, nothing beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Card(Frozen):
    """A price card in US dollars per million tokens. None is not looked at."""

    input: Amount | None = None
    output: Amount | None = None
    cache_read: Amount | None = None


class Event(Frozen):
    """One event and the headline that is right from its first night on."""

    id: str
    kind: Kind
    provider: str
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    """What pages call it, the seller's own spelling first."""
    source: str
    """Whose page said it: the seller's own where `own` is true, else the first aggregator's."""
    own: bool = True
    stated_on: date
    """The day of the copy that first said it."""
    asked_from: date | None = None
    """The first night that is asked about, where it is not the day of that copy: the day for which
    a change is announced.
    """
    until: date | None = None
    """The last day on which it held, where another page said something else later."""
    witnesses: dict[str, date] = {}
    """Other sources that said the same, with the day of the first copy that did."""
    old: Card | None = None
    """What stood before, where anything did."""
    new: Card | None = None
    """The card that is right; None where prices are not what happened."""
    standing: Standing = "live"
    retired_date: str | None = None
    may_hold: bool = False
    """Whether rule 4 may hold it for a second night."""
    note: str = ""
    """What was looked at, in our own words."""

    @property
    def tolerated(self) -> int:
        """How many nights may be wrong."""
        return 2 if self.may_hold else 1

    @property
    def nights(self) -> list[date]:
        """The nights on which it is asked about."""
        first = self.asked_from or self.stated_on
        days = [first + timedelta(days=number) for number in range(NIGHTS)]
        return [day for day in days if self.until is None or day <= self.until]


def load_events(path: Path = EVENTS) -> list[Event]:
    """Every event of the table, in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["event"]
    return TypeAdapter(list[Event]).validate_python(rows)
