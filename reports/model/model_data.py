"""The data of one model that pages show, built once for all pages that it stands on."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pydantic import BaseModel

from reports.bill.card import Card, read_confirmed_cards
from reports.bill.price_rows import price_rows_json
from reports.data.directory import DirectoryEntry, build_directory
from reports.data.model_lookup import UnknownModel
from reports.data.model_rows import (
    ModelRows,
    read_model_rows,
    read_offers,
    read_snapshot,
)
from reports.data.rows import OfferRow
from reports.model.attributes import attribute_values
from reports.model.capability_values import capability_values
from reports.model.cheapest_output import CheapestOutput, cheapest_output
from reports.model.cost import MonthlyCost, monthly_cost
from reports.model.events import Event, EventContext, events_of
from reports.model.related_models import RelatedModels, most_sold, related_models
from reports.model.route_listing import ModelRoutes, model_routes
from reports.model.routes import Route, own_route, routes_of
from reports.model.scores import Score, ScoreKey, scores_of
from reports.values.citations import Citations, CitedPages
from reports.values.page_walk import walk_parts
from reports.values.sentence import Named
from reports.values.traffic_profiles import DEFAULT, PROFILES, Profile
from reports.values.value import Receipt, Value
from warehouse.store import Database


@dataclass(frozen=True, slots=True)
class ModelData:
    """Everything that pages show of one model, as of one day and for one traffic profile."""

    entry: DirectoryEntry
    as_of: date
    """The day that its pages are as of: the one asked for, or else the newest one on which what is
    known of it changed or was checked.
    """
    attributes: Mapping[str, Value]
    capabilities: Mapping[str, Value]
    routes: Sequence[Route]
    own_route: Route | None
    """The route that its maker sells."""
    cheapest_output: CheapestOutput
    profiles: Mapping[str, Profile]
    costs: Mapping[str, MonthlyCost]
    """By the name of the traffic profile."""
    route_listing: ModelRoutes
    scores: Mapping[ScoreKey, Score]
    events: tuple[Event, ...]
    cited_pages: CitedPages
    receipts: Mapping[str, Receipt]
    """The receipts of all values, by fact id."""
    past_values: frozenset[str]
    """The facts among them that stood there before and stand no longer, such as the prices of a
    chart. Nobody goes through these.
    """
    price_rows: str
    """The prices of its confirmed offers as JSON, for the calculator of its pages."""


class ModelDataCache:
    """The data of a catalog's models, built when first asked for and then kept.

    Pages print the day that is asked for, if one is, unless `prints_asked_day` is false.
    """

    def __init__(
        self,
        catalog: Database,
        profile: Profile = DEFAULT,
        profiles: Sequence[Profile] = PROFILES,
        *,
        prints_asked_day: bool = True,
    ) -> None:
        self.profile = profile
        self._named_profiles = profiles
        self.snapshot = read_snapshot(catalog)
        if not prints_asked_day:
            self.snapshot = self.snapshot._replace(asked_day=None)
        self.directory = build_directory(self.snapshot.models)
        self._catalog = catalog
        self._most_sold = most_sold(self.directory.values())
        self._built: dict[str, ModelData] = {}
        self._offers: dict[str, Sequence[OfferRow]] = {}
        self._related: dict[str, tuple[RelatedModels, ...]] = {}

    def over(self, catalog: Database) -> "ModelDataCache":
        """The same snapshot of the catalog over another connection to it, with the models that are
        built so far. What it builds itself is its own until `remember`.
        """
        other = copy(self)
        other._catalog = catalog
        other._built = dict(self._built)
        other._offers = dict(self._offers)
        other._related = dict(self._related)
        return other

    def remember(self, other: "ModelDataCache", most: int) -> None:
        """Takes over the models that a copy made by `over` has built, and keeps the `most` newest.

        Threads may do so at the same time: one may lose what another has built, and builds it again.
        """
        built = self._built | other._built
        kept = list(built)[-most:]
        self._built = {model_id: built[model_id] for model_id in kept}
        offers = self._offers | other._offers
        self._offers = {model_id: offers[model_id] for model_id in kept if model_id in offers}
        related = self._related | other._related
        self._related = {model_id: related[model_id] for model_id in kept if model_id in related}

    def load(self, model_ids: Iterable[str]) -> None:
        """Builds the data of these models from rows that are read in one pass.

        Ids that the catalog does not know are ignored.
        """
        missing = [model_id for model_id in model_ids if model_id not in self._built]
        rows_by_model = read_model_rows(self._catalog, self.snapshot, missing)
        cards = read_confirmed_cards(self._catalog, missing) if missing else {}
        for model_id, model_rows in rows_by_model.items():
            self._offers[model_id] = model_rows.offers
            self._built[model_id] = self._build(
                self.directory[model_id], model_rows, cards.get(model_id, [])
            )

    def drop(self, model_ids: Iterable[str]) -> None:
        """Removes the data of these models from memory."""
        for model_id in model_ids:
            self._built.pop(model_id, None)

    @cached_property
    def offers(self) -> Mapping[str, Sequence[OfferRow]]:
        """The routes of every model, by model id."""
        return read_offers(self._catalog, self.directory)

    def __contains__(self, model_id: str) -> bool:
        """Whether the catalog knows the model."""
        return model_id in self.directory

    def __getitem__(self, model_id: str) -> ModelData:
        """Raises UnknownModel."""
        if model_id not in self.directory:
            raise UnknownModel(model_id, [])
        self.load([model_id])
        return self._built[model_id]

    def related(self, model_id: str) -> tuple[RelatedModels, ...]:
        """Models that a reader of one may want to compare it with."""
        if model_id not in self._related:
            offers = self._offers.get(model_id)
            if offers is None:
                offers = self.offers.get(model_id, ())
            self._related[model_id] = related_models(
                self.directory[model_id], offers, self._most_sold
            )
        return self._related[model_id]

    def _build(
        self, entry: DirectoryEntry, model_rows: ModelRows, cards: Sequence[Card]
    ) -> ModelData:
        snapshot = self.snapshot
        citations = Citations(entry.name, model_rows.facts, snapshot.day, snapshot.stale_days)
        attributes = attribute_values(model_rows, citations)
        capabilities = capability_values(model_rows, snapshot.capability_names, citations)
        routes = routes_of(model_rows, attributes["context_tokens"], citations)
        profiles = self._profiles()
        costs = {
            name: monthly_cost(entry.model_id, entry.lab, routes, profile)
            for name, profile in profiles.items()
        }
        route_listing = model_routes(
            entry.name,
            entry.lab,
            model_rows,
            routes,
            costs[self.profile.name],
            citations,
        )
        scores = scores_of(model_rows, citations)
        context = EventContext(
            name=Named(text=entry.name),
            rows=model_rows,
            routes=routes,
            citations=citations,
        )
        receipts = _receipts(
            (*attributes.values(), *capabilities.values(), route_listing, *scores.values())
        )
        return ModelData(
            entry=entry,
            as_of=model_rows.as_of,
            attributes=attributes,
            capabilities=capabilities,
            routes=routes,
            own_route=own_route(routes, entry.lab),
            cheapest_output=cheapest_output(entry.model_id, routes),
            profiles=profiles,
            costs=costs,
            route_listing=route_listing,
            scores=scores,
            events=events_of(context, snapshot.day),
            cited_pages=citations.cited(),
            receipts=receipts,
            past_values=frozenset(receipts) - frozenset(model_rows.facts),
            price_rows=price_rows_json(sorted(cards, key=lambda card: _seller_order(entry, card))),
        )

    def _profiles(self) -> dict[str, Profile]:
        """The chosen traffic profile first, then the other named ones."""
        profiles = {self.profile.name: self.profile}
        for profile in self._named_profiles:
            profiles.setdefault(profile.name, profile)
        return profiles


def _seller_order(entry: DirectoryEntry, card: Card) -> tuple[bool, str, str]:
    """Of sellers that ask the same the maker goes first."""
    offer = card.offer
    return offer.provider != entry.lab, offer.provider_name.casefold(), offer.route_id


def _receipts(parts: Iterable[BaseModel]) -> dict[str, Receipt]:
    receipts: dict[str, Receipt] = {}
    for part in parts:
        for _, node in walk_parts(part):
            if isinstance(node, Receipt):
                receipts[node.fact_id] = node
    return receipts
