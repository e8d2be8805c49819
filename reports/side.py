"""One of the two models of a page: what is known of it, each value made once and used in every section."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reports.abilities import ability_values
from reports.attributes import attribute_values
from reports.citations import Citations
from reports.cost import MonthlyCost, monthly_cost
from reports.directory import Directory, Entry
from reports.records import Record, Shelf
from reports.routes import Route, routes_of
from reports.sentence import Count, Named
from reports.traffic import PROFILES, Profile
from reports.value import Value

Key = Literal["a", "b"]


@dataclass(frozen=True, slots=True)
class Side:
    key: Key
    entry: Entry
    record: Record
    attributes: Mapping[str, Value]
    abilities: Mapping[str, Value]
    routes: Sequence[Route]
    costs: Mapping[str, MonthlyCost]

    @property
    def name(self) -> Named:
        return Named(text=self.entry.name)

    @property
    def live(self) -> tuple[Route, ...]:
        return tuple(route for route in self.routes if route.is_live)

    @property
    def ended(self) -> tuple[Route, ...]:
        return tuple(route for route in self.routes if not route.is_live)

    @property
    def live_count(self) -> Count:
        return Count(number=len(self.live), of=f"pricing.{self.key}.live")

    @property
    def ended_count(self) -> Count:
        return Count(number=len(self.ended), of=f"pricing.{self.key}.ended")


class Pair(NamedTuple):
    """The two sides of a page, and what the page is made from besides."""

    a: Side
    b: Side
    profile: Profile
    shelf: Shelf
    directory: Directory
    citations: Citations

    @property
    def sides(self) -> tuple[tuple[Side, Side], tuple[Side, Side]]:
        """Each side with the other one."""
        return (self.a, self.b), (self.b, self.a)


def side_of(key: Key, entry: Entry, shelf: Shelf, profile: Profile, citations: Citations) -> Side:
    record = shelf.records[entry.model_id]
    attributes = attribute_values(record, citations)
    routes = routes_of(record, attributes["context_tokens"], citations)
    profiles = {profile.name: profile, **{named.name: named for named in PROFILES if named.name != profile.name}}
    return Side(
        key,
        entry,
        record,
        attributes,
        ability_values(record, shelf.capability_names, citations),
        routes,
        {name: monthly_cost(entry.model_id, routes, asked) for name, asked in profiles.items()},
    )
