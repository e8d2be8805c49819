"""What the catalog knows of some models on its day: read at once, for one page or for a whole site."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar, get_type_hints

from reports.data.rows import (
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


class ModelRows(NamedTuple):
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


StaleDays = Mapping[tuple[str, str, str | None], int]
"""How many days after its last check a fact is stale, by source, attribute and price tier."""


class CatalogSnapshot(NamedTuple):
    """What is known of the catalog as a whole, on its day."""

    day: date
    has_scores: bool
    capability_names: Sequence[str]
    models: Mapping[str, ModelRow]
    offers: Mapping[str, Sequence[OfferRow]]
    stale_days: StaleDays


class HasModelId(Protocol):
    @property
    def model_id(self) -> str: ...


Row = TypeVar("Row", bound=HasModelId)


def read_snapshot(catalog: Database) -> CatalogSnapshot:
    day, has_scores = catalog.ask("pages/day").rows[0]
    models = {row.model_id: row for row in _rows(ModelRow, catalog, "models")}
    offers = _group_by_model(_rows(OfferRow, catalog, "offers"))
    named = [str(row[0]) for row in catalog.ask("pages/capability_names").rows]
    stale_days = {
        (source, attribute, tier): days
        for source, attribute, tier, days in catalog.ask("pages/stale_days").rows
    }
    return CatalogSnapshot(day, has_scores, named, models, offers, stale_days)


def read_model_rows(
    catalog: Database, shelf: CatalogSnapshot, model_ids: Iterable[str]
) -> dict[str, ModelRows]:
    """The records of these models, read at once. A model that the catalog does not know has none."""
    wanted = {"models": sorted({model_id for model_id in model_ids if model_id in shelf.models})}
    if not wanted["models"]:
        return {}
    facts = _group_by_model(_rows(FactRow, catalog, "facts", wanted))
    attributes = _group_by_model(_rows(AttributeRow, catalog, "attributes", wanted))
    prices = _group_by_model(_rows(PriceRow, catalog, "prices", wanted))
    history = _group_by_model(_rows(HistoryRow, catalog, "history", wanted))
    capabilities = _group_by_model(_rows(CapabilityRow, catalog, "capabilities", wanted))
    set_aside = _group_by_model(_rows(SetAsideRow, catalog, "set_aside", wanted))
    changes = _group_by_model(_rows(ChangeRow, catalog, "changes", wanted))
    reviews = _group_by_model(_rows(ReviewRow, catalog, "reviews", wanted))
    scores = _group_by_model(_rows(ScoreRow, catalog, "scores", wanted))
    return {
        model_id: ModelRows(
            shelf.models[model_id],
            {row.attribute: row for row in attributes[model_id]},
            {row.fact_id: row for row in facts[model_id]},
            shelf.offers.get(model_id, ()),
            prices[model_id],
            history[model_id],
            {row.capability: row for row in capabilities[model_id]},
            set_aside[model_id],
            changes[model_id],
            reviews[model_id],
            scores[model_id],
        )
        for model_id in wanted["models"]
    }


def _rows(
    kind: type[Row], catalog: Database, query: str, parameters: Mapping[str, object] | None = None
) -> list[Row]:
    """The rows of a query whose columns are just the fields of the kind of row, in their order."""
    found = catalog.ask(f"pages/{query}", parameters or {})
    fields = list(get_type_hints(kind))
    if found.columns != fields:
        raise ValueError(
            f"queries/pages/{query}.sql gives {found.columns}, and {kind.__name__} has {fields}"
        )
    return [kind(*row) for row in found.rows]


def _group_by_model(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.model_id].append(row)
    return grouped
