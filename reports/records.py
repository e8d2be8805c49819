"""What the catalog knows of some models on its day: read at once, for one page or for a whole site."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from reports.rows import (
    AttributeRow,
    CapabilityRow,
    ChangeRow,
    FactRow,
    HistoryRow,
    ModelRow,
    OfferRow,
    PriceRow,
    ReviewRow,
    ScoreRow,
    SetAsideRow,
)
from warehouse.store import Database


class Record(NamedTuple):
    """All rows of one model."""

    model: ModelRow
    attributes: Mapping[str, AttributeRow]
    facts: Mapping[str, FactRow]
    offers: Sequence[OfferRow]
    prices: Sequence[PriceRow]
    history: Sequence[HistoryRow]
    capabilities: Mapping[str, CapabilityRow]
    set_aside: Sequence[SetAsideRow]
    changes: Sequence[ChangeRow]
    reviews: Sequence[ReviewRow]
    scores: Sequence[ScoreRow]


class Shelf(NamedTuple):
    """The records of some models, and what is known of the catalog around them."""

    day: date
    has_scores: bool
    capability_names: Sequence[str]
    models: Mapping[str, ModelRow]
    offers: Mapping[str, Sequence[OfferRow]]
    records: Mapping[str, Record]


class OfModel(Protocol):
    @property
    def model_id(self) -> str: ...


Row = TypeVar("Row", bound=OfModel)


def read(catalog: Database, model_ids: Iterable[str]) -> Shelf:
    """The records of these models. A model that the catalog does not know has none."""
    wanted = {"models": sorted(set(model_ids))}
    day, has_scores = catalog.ask("pages/day").rows[0]
    models = {row.model_id: row for row in _rows(ModelRow, catalog, "models")}
    offers = _by_model(_rows(OfferRow, catalog, "offers"))
    facts = _by_model(_rows(FactRow, catalog, "facts", wanted))
    attributes = _by_model(_rows(AttributeRow, catalog, "attributes", wanted))
    prices = _by_model(_rows(PriceRow, catalog, "prices", wanted))
    history = _by_model(_rows(HistoryRow, catalog, "history", wanted))
    capabilities = _by_model(_rows(CapabilityRow, catalog, "capabilities", wanted))
    set_aside = _by_model(_rows(SetAsideRow, catalog, "set_aside", wanted))
    changes = _by_model(_rows(ChangeRow, catalog, "changes", wanted))
    reviews = _by_model(_rows(ReviewRow, catalog, "reviews", wanted))
    scores = _by_model(_rows(ScoreRow, catalog, "scores", wanted))
    records = {
        model_id: Record(
            models[model_id],
            {row.attribute: row for row in attributes[model_id]},
            {row.fact_id: row for row in facts[model_id]},
            offers[model_id],
            prices[model_id],
            history[model_id],
            {row.capability: row for row in capabilities[model_id]},
            set_aside[model_id],
            changes[model_id],
            reviews[model_id],
            scores[model_id],
        )
        for model_id in wanted["models"]
        if model_id in models
    }
    named = [str(row[0]) for row in catalog.ask("pages/capability_names").rows]
    return Shelf(day, has_scores, named, models, offers, records)


def _rows(
    kind: Callable[..., Row], catalog: Database, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    return [kind(**row) for row in catalog.ask(f"pages/{query}", parameters or {}).dicts()]


def _by_model(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.model_id].append(row)
    return grouped
