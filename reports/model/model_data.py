"""What pages say of one model, made once for all the pages that it stands on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from reports.data.directory import DirectoryEntry, build_directory
from reports.data.model_lookup import UnknownModel
from reports.data.model_rows import ModelRows, read_model_rows, read_snapshot
from reports.model.attributes import attribute_values
from reports.model.capability_values import capability_values
from reports.model.cheapest_output import CheapestOutput, cheapest_output
from reports.model.cost import MonthlyCost, monthly_cost
from reports.model.events import Event, EventContext, events_of
from reports.model.related_models import RelatedModels, most_sold, related_models
from reports.model.route_listing import ModelRoutes, model_routes
from reports.model.routes import Route, own_route, routes_of
from reports.model.scores import ScoreKey, Score, scores_of
from reports.values.citations import Citations, CitedPages
from reports.values.page_walk import walk_parts
from reports.values.sentence import Named
from reports.values.traffic_profiles import DEFAULT, PROFILES, Profile
from reports.values.value import Receipt, Value
from warehouse.store import Database


@dataclass(frozen=True, slots=True)
class ModelData:
    """All of one model, as of one day and for one traffic profile; what is cited for it has the
    keys of its sources.
    """

    entry: DirectoryEntry
    attributes: Mapping[str, Value]
    capabilities: Mapping[str, Value]
    routes: Sequence[Route]
    own_route: Route | None
    """The route that its maker sells."""
    cheapest_output: CheapestOutput
    profiles: Mapping[str, Profile]
    costs: Mapping[str, MonthlyCost]
    """Of a month of each profile."""
    route_listing: ModelRoutes
    scores: Mapping[ScoreKey, Score]
    events: tuple[Event, ...]
    cited_pages: CitedPages
    receipts: Mapping[str, Receipt]
    """Of every fact that it rests on."""


class ModelDataCache:
    """The dossiers of a catalog's models, each made when it is first asked for, and then kept."""

    def __init__(self, catalog: Database, profile: Profile = DEFAULT) -> None:
        self.profile, self.snapshot = profile, read_snapshot(catalog)
        self.directory = build_directory(self.snapshot.models, self.snapshot.offers)
        self._catalog = catalog
        self._most_sold = most_sold(self.directory.values())
        self._made: dict[str, ModelData] = {}
        self._related: dict[str, tuple[RelatedModels, ...]] = {}

    def load(self, model_ids: Iterable[str]) -> None:
        """Make the dossiers of these models, read in one pass; those that the catalog does not know
        have none.
        """
        wanted = [model_id for model_id in model_ids if model_id not in self._made]
        for model_id, record in read_model_rows(self._catalog, self.snapshot, wanted).items():
            self._made[model_id] = self._make(self.directory[model_id], record)

    def drop(self, model_ids: Iterable[str]) -> None:
        """Forget the dossiers of these models."""
        for model_id in model_ids:
            self._made.pop(model_id, None)

    def __contains__(self, model_id: str) -> bool:
        """Whether the catalog knows the model."""
        return model_id in self.directory

    def __getitem__(self, model_id: str) -> ModelData:
        """Raises UnknownModel."""
        if model_id not in self.directory:
            raise UnknownModel(model_id, [])
        self.load([model_id])
        return self._made[model_id]

    def related(self, model_id: str) -> tuple[RelatedModels, ...]:
        """Models that a reader of one may want to compare it with."""
        if model_id not in self._related:
            offers = self.snapshot.offers.get(model_id, ())
            self._related[model_id] = related_models(
                self.directory[model_id], offers, self._most_sold
            )
        return self._related[model_id]

    def _make(self, entry: DirectoryEntry, record: ModelRows) -> ModelData:
        profile = self.profile
        citations = Citations(entry.name, record.facts, self.snapshot.day, self.snapshot.stale_days)
        attributes = attribute_values(record, citations)
        abilities = capability_values(record, self.snapshot.capability_names, citations)
        routes = routes_of(record, attributes["context_tokens"], citations)
        profiles = {
            profile.name: profile,
            **{named.name: named for named in PROFILES if named.name != profile.name},
        }
        costs = {
            name: monthly_cost(entry.model_id, entry.lab, routes, asked)
            for name, asked in profiles.items()
        }
        offered = model_routes(
            entry.name, entry.lab, record, routes, costs[profile.name], citations
        )
        scores = scores_of(record, citations)
        return ModelData(
            entry=entry,
            attributes=attributes,
            capabilities=abilities,
            routes=routes,
            own_route=own_route(routes, entry.lab),
            cheapest_output=cheapest_output(entry.model_id, routes),
            profiles=profiles,
            costs=costs,
            route_listing=offered,
            scores=scores,
            events=events_of(
                EventContext(Named(text=entry.name), record, routes, citations), self.snapshot.day
            ),
            cited_pages=citations.cited(),
            receipts=_receipts(
                (*attributes.values(), *abilities.values(), offered, *scores.values())
            ),
        )


def _receipts(parts: Iterable[BaseModel]) -> dict[str, Receipt]:
    return {
        node.fact_id: node
        for part in parts
        for _, node in walk_parts(part)
        if isinstance(node, Receipt)
    }
