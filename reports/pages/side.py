"""One of the two models of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from reports.data.directory import Entry
from reports.model.cost import MonthlyCost
from reports.model.model_data import Dossier
from reports.model.related_models import Related
from reports.model.routes import Route
from reports.values.sentence import Count, Named
from reports.values.traffic_profiles import Profile
from reports.values.value import Value

Key = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of a model, and which of the two of its page it is."""

    key: Key
    dossier: Dossier
    related: Sequence[Related]
    """What else it may be compared with."""

    @property
    def entry(self) -> Entry:
        return self.dossier.entry

    @property
    def name(self) -> Named:
        return Named(text=self.entry.name)

    @property
    def attributes(self) -> Mapping[str, Value]:
        return self.dossier.attributes

    @property
    def abilities(self) -> Mapping[str, Value]:
        return self.dossier.abilities

    @property
    def routes(self) -> Sequence[Route]:
        return self.dossier.routes

    @property
    def own(self) -> Route | None:
        return self.dossier.own

    @property
    def costs(self) -> Mapping[str, MonthlyCost]:
        return self.dossier.costs

    @property
    def live(self) -> tuple[Route, ...]:
        return self.dossier.offered.live

    @property
    def ended(self) -> tuple[Route, ...]:
        return self.dossier.offered.ended

    @property
    def live_count(self) -> Count:
        return Count(number=len(self.live), of=f"pricing.{self.key}.live")

    @property
    def ended_count(self) -> Count:
        return Count(number=len(self.ended), of=f"pricing.{self.key}.ended")


class Pair(NamedTuple):
    """The two sides of a page, and what the page depends on besides."""

    a: Side
    b: Side
    profile: Profile
    day: date
    has_scores: bool
    """Whether the catalog holds any benchmark score."""

    @property
    def sides(self) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
        """Each side with the other one."""
        return (self.a, self.b), (self.b, self.a)
