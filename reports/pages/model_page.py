"""The page of one model: what is known of it, who sells it, what changed, and the sources of it
all.
"""

from datetime import date

from reports.data.directory import Entry
from reports.model.capability_values import ALWAYS, label
from reports.model.events import Event
from reports.model.model_data import Dossier
from reports.model.route_listing import ModelRoutes
from reports.model.scores import Score
from reports.pages.sections.header import introduced
from reports.pages.sections.review_dates import Dates, dates
from reports.pages.sections.specs import LABELS
from reports.values.citations import Source, numbered
from reports.values.sentence import Sentence
from reports.values.value import Frozen, NotSourced, Value


class Answer(Frozen):
    """One question and its value."""

    key: str
    label: str
    value: Value


class ModelPage(Frozen):
    model_id: str
    name: str
    lab: str | None
    path: str
    as_of: date
    lede: Sentence
    specs: tuple[Answer, ...]
    routes: ModelRoutes
    capabilities: tuple[Answer, ...]
    """Those that every page asks for, and those of which something is said."""
    scores: tuple[Score, ...]
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    dates: Dates


def model_page(dossier: Dossier, day: date) -> ModelPage:
    entry, attributes, abilities = dossier.entry, dossier.attributes, dossier.abilities
    return ModelPage(
        model_id=entry.model_id,
        name=entry.name,
        lab=entry.lab_name,
        path=path_of_model(entry),
        as_of=day,
        lede=introduced(entry, attributes),
        specs=tuple(
            Answer(key=key, label=title, value=attributes[key]) for key, title in LABELS.items()
        ),
        routes=dossier.offered,
        capabilities=tuple(
            Answer(key=name, label=label(name), value=value)
            for name, value in abilities.items()
            if name in ALWAYS or not isinstance(value, NotSourced)
        ),
        scores=tuple(dossier.scores.values()),
        events=dossier.events,
        sources=numbered(dossier.cited),
        dates=dates(dossier.receipts),
    )


def path_of_model(entry: Entry) -> str:
    return f"models/{entry.address}/"
