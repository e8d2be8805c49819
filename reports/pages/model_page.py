"""The page model of one model: attributes, routes, capabilities, scores, events and sources."""

from datetime import date

from pydantic import Field

from reports.data.directory import DirectoryEntry
from reports.model.capability_values import ALWAYS_SHOWN, capability_label
from reports.model.events import Event
from reports.model.model_data import ModelData
from reports.model.route_listing import ModelRoutes
from reports.model.scores import Score
from reports.pages.sections.at_a_glance import month_of
from reports.pages.sections.header import introduction
from reports.pages.sections.review_dates import ReviewDates, review_dates
from reports.pages.sections.specs import LABELS
from reports.values.citations import Source, numbered_sources
from reports.values.sentence import Sentence
from reports.values.traffic_profiles import Profile
from reports.values.value import FrozenModel, NotSourced, Value


class Answer(FrozenModel):
    """One question and its value."""

    key: str
    label: str
    value: Value


class ModelPage(FrozenModel):
    model_id: str
    name: str
    lab: str | None
    path: str
    as_of: date
    lede: Sentence
    month: Sentence = Field(exclude=True)
    """What a month of the traffic costs at least. The prices in it are among the routes."""
    specs: tuple[Answer, ...]
    routes: ModelRoutes
    profile: Profile = Field(exclude=True)
    """The traffic that the calculator begins with."""
    prices: str = Field(exclude=True)
    """Its price rows, as JSON for the calculator."""
    capabilities: tuple[Answer, ...]
    """Those that every page asks for, and those of which something is said."""
    scores: tuple[Score, ...]
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    dates: ReviewDates


def model_page(model: ModelData) -> ModelPage:
    entry = model.entry
    profile = next(iter(model.profiles.values()))
    return ModelPage(
        model_id=entry.model_id,
        name=entry.name,
        lab=entry.lab_name,
        path=model_path(entry),
        as_of=model.as_of,
        lede=introduction(entry, model.attributes),
        month=month_of(model.costs[profile.name]),
        specs=tuple(
            Answer(key=key, label=title, value=model.attributes[key])
            for key, title in LABELS.items()
        ),
        routes=model.route_listing,
        profile=profile,
        prices=model.price_rows,
        capabilities=tuple(
            Answer(key=name, label=capability_label(name), value=value)
            for name, value in model.capabilities.items()
            if name in ALWAYS_SHOWN or not isinstance(value, NotSourced)
        ),
        scores=tuple(model.scores.values()),
        events=model.events,
        sources=numbered_sources(model.cited_pages),
        dates=review_dates(model.receipts, model.past_values),
    )


def model_path(entry: DirectoryEntry) -> str:
    return f"models/{entry.address}/"
