"""The page of one model: what is known of it, who sells it, and the sources of both."""

from datetime import date

from reports.abilities import ability_values, label
from reports.attributes import attribute_values
from reports.citations import Citations, Source
from reports.directory import Entry
from reports.records import Shelf
from reports.routes import routes_of
from reports.sections.dates import Dates, dates
from reports.sections.masthead import introduced
from reports.sections.pricing import ModelRoutes
from reports.sections.specs import LABELS
from reports.sentence import Sentence
from reports.value import Frozen, Receipt, Value
from reports.walk import walk


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
    sources: tuple[Source, ...]
    dates: Dates


def model_page(shelf: Shelf, entry: Entry) -> ModelPage:
    record = shelf.records[entry.model_id]
    citations = Citations(record.facts, shelf.day)
    attributes = attribute_values(record, citations)
    routes = routes_of(record, attributes["context_tokens"], citations)
    abilities = ability_values(record, shelf.capability_names, citations)
    page = ModelPage(
        model_id=entry.model_id,
        name=entry.name,
        lab=entry.lab_name,
        path=path_of_model(entry),
        as_of=shelf.day,
        lede=introduced(entry, attributes),
        specs=tuple(Answer(key=key, label=title, value=attributes[key]) for key, title in LABELS.items()),
        routes=ModelRoutes(
            live=tuple(route for route in routes if route.is_live),
            ended=tuple(route for route in routes if not route.is_live),
            history=None,
        ),
        capabilities=tuple(Answer(key=name, label=label(name), value=value) for name, value in abilities.items()),
        sources=(),
        dates=dates(()),
    )
    receipts = [part for _, part in walk(page) if isinstance(part, Receipt)]
    return page.model_copy(update={"sources": citations.sources(), "dates": dates(receipts)})


def path_of_model(entry: Entry) -> str:
    return f"models/{entry.address}/"
