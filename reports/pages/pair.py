"""The two models of a comparison page, which are called its sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from reports.data.directory import DirectoryEntry
from reports.model.cost import MonthlyCost
from reports.model.model_data import ModelData
from reports.model.related_models import RelatedModels
from reports.model.routes import Route
from reports.values.sentence import Count, Named
from reports.values.traffic_profiles import Profile
from reports.values.value import Value

SideKey = Literal["a", "b"]
Leads = Literal["a", "b", "tie"]


@dataclass(frozen=True, slots=True)
class PairSide:
    """The data of a model, and which of the two sides of the page it is."""

    key: SideKey
    data: ModelData
    related: Sequence[RelatedModels]
    """Other models that it may be compared with."""

    @property
    def entry(self) -> DirectoryEntry:
        return self.data.entry

    @property
    def name(self) -> Named:
        return Named(text=self.entry.name)

    @property
    def attributes(self) -> Mapping[str, Value]:
        return self.data.attributes

    @property
    def capabilities(self) -> Mapping[str, Value]:
        return self.data.capabilities

    @property
    def routes(self) -> Sequence[Route]:
        return self.data.routes

    @property
    def own_route(self) -> Route | None:
        return self.data.own_route

    @property
    def costs(self) -> Mapping[str, MonthlyCost]:
        return self.data.costs

    @property
    def live(self) -> tuple[Route, ...]:
        return self.data.route_listing.live

    @property
    def ended(self) -> tuple[Route, ...]:
        return self.data.route_listing.ended

    @property
    def live_count(self) -> Count:
        return Count(number=len(self.live), of=f"pricing.{self.key}.live")

    @property
    def ended_count(self) -> Count:
        return Count(number=len(self.ended), of=f"pricing.{self.key}.ended")


class Pair(NamedTuple):
    """The two sides of a page, and what else the page depends on."""

    a: PairSide
    b: PairSide
    profile: Profile
    as_of: date
    has_scores: bool
    """Whether the catalog holds any benchmark score."""

    @property
    def sides(self) -> tuple[PairSide, PairSide]:
        return (self.a, self.b)

    @property
    def directions(self) -> tuple[tuple[PairSide, PairSide], tuple[PairSide, PairSide]]:
        """Each side with the other one."""
        return (self.a, self.b), (self.b, self.a)
