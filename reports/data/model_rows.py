"""Reads the rows of models from the catalog in bulk, for one page or for a whole site."""

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
    as_of: date
    """The day that its pages are as of: the one asked for, or else the newest one on which what is
    known of it changed or was checked.
    """
    attributes: Mapping[str, AttributeRow]
    """By attribute."""
    facts: Mapping[str, FactRow]
    """By fact id."""
    offers: Sequence[OfferRow]
    prices: Sequence[PriceRow]
    history: Sequence[HistoryRow]
    capabilities: Mapping[str, CapabilityRow]
    """By capability."""
    set_aside: Sequence[SetAsideRow]
    changes: Sequence[ChangeRow]
    reviews: Sequence[ReviewRow]
    scores: Sequence[ScoreRow]


StaleDays = Mapping[tuple[str, str, str | None], int]
"""How many days after its last check a fact is stale, by source, attribute and price tier."""


class CatalogSnapshot(NamedTuple):
    """What pages need of the catalog as a whole, as of its day."""

    day: date
    """The day asked for, or today."""
    asked_day: date | None
    has_scores: bool
    capability_names: Sequence[str]
    models: Mapping[str, ModelRow]
    """By model id."""
    stale_days: StaleDays


class HasModelId(Protocol):
    @property
    def model_id(self) -> str: ...


Row = TypeVar("Row", bound=HasModelId)
MODELS_WITH_PAGES = 20_000
"""Up to so many models, each has a page, whether it is sold or not."""
_FEW = 2
"""As many models as a query can name one by one."""


def leave_out_tail(catalog: Database, pairs: Iterable[tuple[str, str]]) -> None:
    """Let queries for a site leave out the long tail, where a catalog has one: models that nobody sells
    or sold, but for those of pairs.
    """
    of_pairs = sorted({model_id for pair in pairs for model_id in pair})
    catalog.query("pages/choose_models", {"most": MODELS_WITH_PAGES, "pairs": of_pairs})


def read_snapshot(catalog: Database) -> CatalogSnapshot:
    catalog.keep_day()
    ((day, asked_day, has_scores),) = catalog.query("pages/day").rows
    stale_days: dict[tuple[str, str, str | None], int] = {}
    for source, attribute, tier, days in catalog.query("pages/stale_days").rows:
        stale_days[source, attribute, tier] = days
    return CatalogSnapshot(
        day=day,
        asked_day=asked_day,
        has_scores=has_scores,
        capability_names=[str(row[0]) for row in catalog.query("pages/capability_names").rows],
        models={row.model_id: row for row in _rows(ModelRow, catalog, "models")},
        stale_days=stale_days,
    )


def read_offers(catalog: Database, model_ids: Iterable[str]) -> Mapping[str, Sequence[OfferRow]]:
    """The routes of these models, by model id."""
    return _group_by_model(_rows(OfferRow, catalog, "offers", {"models": sorted(model_ids)}))


def read_days(catalog: Database, model_ids: Sequence[str] | None = None) -> dict[str, date]:
    """The day that the pages of these models, or of all, are as of where no day is asked for."""
    return dict(catalog.query("pages/days", {"models": model_ids}).rows)


def read_model_rows(
    catalog: Database, snapshot: CatalogSnapshot, model_ids: Iterable[str]
) -> dict[str, ModelRows]:
    """The rows of these models, by model id, without models that the catalog does not know.

    Each table is read once, however many models are asked for.
    """
    known_ids = sorted(set(model_ids) & snapshot.models.keys())
    if not known_ids:
        return {}
    parameters = {"models": known_ids}
    are_few = len(known_ids) <= _FEW
    few = {
        **parameters,
        "one": known_ids[0] if are_few else None,
        "other": known_ids[-1] if are_few else None,
    }
    days = {} if snapshot.asked_day else read_days(catalog, known_ids)
    offers = read_offers(catalog, known_ids)
    facts = _group_by_model(_rows(FactRow, catalog, "facts", few))
    attributes = _group_by_model(_rows(AttributeRow, catalog, "attributes", parameters))
    prices = _group_by_model(_rows(PriceRow, catalog, "prices", parameters))
    history = _group_by_model(_rows(HistoryRow, catalog, "history", parameters))
    capabilities = _group_by_model(_rows(CapabilityRow, catalog, "capabilities", parameters))
    set_aside = _group_by_model(_rows(SetAsideRow, catalog, "set_aside", parameters))
    changes = _group_by_model(_rows(ChangeRow, catalog, "changes", few))
    reviews = _group_by_model(_rows(ReviewRow, catalog, "reviews", parameters))
    scores = _group_by_model(_rows(ScoreRow, catalog, "scores", parameters))

    found: dict[str, ModelRows] = {}
    for model_id in known_ids:
        found[model_id] = ModelRows(
            model=snapshot.models[model_id],
            as_of=days.get(model_id, snapshot.day),
            attributes={row.attribute: row for row in attributes[model_id]},
            facts={row.fact_id: row for row in facts[model_id]},
            offers=offers.get(model_id, ()),
            prices=prices[model_id],
            history=history[model_id],
            capabilities={row.capability: row for row in capabilities[model_id]},
            set_aside=set_aside[model_id],
            changes=changes[model_id],
            reviews=reviews[model_id],
            scores=scores[model_id],
        )
    return found


def _rows(
    row_class: type[Row],
    catalog: Database,
    query: str,
    parameters: Mapping[str, object] | None = None,
) -> list[Row]:
    """The rows of a query, whose columns must be the fields of the class in the same order."""
    found = catalog.query(f"pages/{query}", parameters or {})
    fields = list(get_type_hints(row_class))
    if found.columns != fields:
        raise ValueError(
            f"queries/pages/{query}.sql gives {found.columns}, "
            f"and {row_class.__name__} has {fields}"
        )
    return [row_class(*row) for row in found.rows]


def _group_by_model(rows: Iterable[Row]) -> defaultdict[str, list[Row]]:
    grouped: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.model_id].append(row)
    return grouped
