"""What pages say of one model, made once for all the pages that it stands on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from reports.citations import Citations, Cited
from reports.directory import Entry, directory
from reports.model.abilities import ability_values
from reports.model.attributes import attribute_values
from reports.model.cheapest import Cheapest, cheapest_output
from reports.model.cost import MonthlyCost, monthly_cost
from reports.model.events import Event, Subject, events_of
from reports.model.pricing import ModelRoutes, model_routes
from reports.model.related import Related, most_sold, related
from reports.model.routes import Route, own_route, routes_of
from reports.model.scores import Kind, Score, scores_of
from reports.names import UnknownModel
from reports.records import Shelf
from reports.sentence import Named
from reports.traffic import DEFAULT, PROFILES, Profile
from reports.value import Receipt, Value
from reports.walk import walk


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of one model, as of one day and for one traffic profile; what is cited for it has the keys of its sources."""

    entry: Entry
    attributes: Mapping[str, Value]
    abilities: Mapping[str, Value]
    routes: Sequence[Route]
    own: Route | None
    """The route that its maker sells."""
    cheapest: Cheapest
    profiles: Mapping[str, Profile]
    costs: Mapping[str, MonthlyCost]
    """Of a month of each profile."""
    offered: ModelRoutes
    scores: Mapping[Kind, Score]
    events: tuple[Event, ...]
    related: Sequence[Related]
    cited: Cited
    receipts: Mapping[str, Receipt]
    """Of every fact that it rests on."""


class Dossiers:
    """The dossiers of the models on a shelf, each made when it is first asked for."""

    def __init__(self, shelf: Shelf, profile: Profile = DEFAULT) -> None:
        self.shelf, self.profile = shelf, profile
        self.directory = directory(shelf.models, shelf.offers)
        self._most_sold = most_sold(self.directory.values())
        self._made: dict[str, Dossier] = {}

    def __getitem__(self, model_id: str) -> Dossier:
        """Raises UnknownModel."""
        if model_id not in self.shelf.records:
            raise UnknownModel(model_id, [])
        if model_id not in self._made:
            self._made[model_id] = self._make(self.directory[model_id])
        return self._made[model_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shelf.records)

    def __contains__(self, model_id: str) -> bool:
        return model_id in self.shelf.records

    def _make(self, entry: Entry) -> Dossier:
        record, profile = self.shelf.records[entry.model_id], self.profile
        citations = Citations(entry.name, record.facts, self.shelf.day)
        attributes = attribute_values(record, citations)
        abilities = ability_values(record, self.shelf.capability_names, citations)
        routes = routes_of(record, attributes["context_tokens"], citations)
        profiles = {profile.name: profile, **{named.name: named for named in PROFILES if named.name != profile.name}}
        costs = {name: monthly_cost(entry.model_id, routes, asked) for name, asked in profiles.items()}
        offered = model_routes(entry.name, entry.lab, record, routes, costs[profile.name], citations)
        scores = scores_of(record, citations)
        return Dossier(
            entry=entry,
            attributes=attributes,
            abilities=abilities,
            routes=routes,
            own=own_route(routes, entry.lab),
            cheapest=cheapest_output(entry.model_id, routes),
            profiles=profiles,
            costs=costs,
            offered=offered,
            scores=scores,
            events=events_of(Subject(Named(text=entry.name), record, routes, citations), self.shelf.day),
            related=related(entry, routes, self._most_sold),
            cited=citations.cited(),
            receipts=_receipts((*attributes.values(), *abilities.values(), offered, *scores.values())),
        )


def _receipts(parts: Iterable[BaseModel]) -> dict[str, Receipt]:
    return {node.fact_id: node for part in parts for _, node in walk(part) if isinstance(node, Receipt)}
