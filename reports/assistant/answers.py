"""What the tools answer: plain data, with the receipt of every fact that an answer rests on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

from reports.bill.price_at import costs_at_all, price_at
from reports.bill.usage import Usage
from reports.data.model_lookup import find_model
from reports.pages.comparison import compare
from reports.pages.sections.paired_rows import Row
from reports.serve.served import Served
from reports.values.plain_values import json_value
from reports.values.value import STATE_WORDS, Value, leading_value, receipts_of
from warehouse.errors import QueryFailed
from warehouse.store import Database

Answer = dict[str, Any]
MOST_ROWS = 50
MOST_RECEIPTS = 60
_DAYS_OF_CHANGES = 7
_OFFER_COLUMNS = (
    "provider",
    "provider_model_id",
    "status",
    "standing",
    "region",
    "input_usd_per_mtok",
    "output_usd_per_mtok",
    "cache_read_usd_per_mtok",
    "batch_input_usd_per_mtok",
    "batch_output_usd_per_mtok",
    "price_checked_at",
    "retired_date",
    "successor",
    "input_fact_id",
    "output_fact_id",
    "fact_id",
)


class NoSuchFact(QueryFailed):
    """An id that no fact of the catalog has."""


class Answers:
    """Answers of one home's published catalog."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def search(self, text: str, limit: int) -> Answer:
        """The models that a text may mean, each with its cheapest offer, a confirmed one first."""
        found = self._served.search_index().find(text, min(limit, MOST_ROWS))
        with self._served.pool.catalog() as catalog:
            models: list[Answer] = []
            for each in found:
                offers = _offers(catalog, each.model_id, None)
                offers = offers or _offers(catalog, each.model_id, None, is_live=None)
                models.append({**each._asdict(), "offer": next(iter(offers), None)})
            return _with_receipts(catalog, {"models": models})

    def compare(self, first: str, second: str, day: date | None) -> Answer:
        """The verdict on two models, and what is stated of both side by side."""
        with self._served.pool.catalog(day) as catalog:
            page = compare(
                catalog,
                find_model(catalog, first),
                find_model(catalog, second),
                profiles=self._served.profiles,
            )
            answer = {
                "as_of": page.header.as_of,
                "a": page.header.a.name,
                "b": page.header.b.name,
                "verdict": page.verdict.sentence.text,
                "scorecard": [_compared(row) for row in page.scorecard.rows],
                "specs": [_compared(row) for row in page.specs.rows],
                "capabilities": [_compared(row) for row in page.capabilities.rows],
            }
            return _with_receipts(catalog, answer)

    def prices(self, model: str, day: date | None, seller: str | None) -> Answer:
        """What sellers ask for a model, as known at the end of a day or now."""
        with self._served.pool.catalog(day) as catalog:
            model_id = find_model(catalog, model)
            offers = _offers(catalog, model_id, seller)
            answer = {"as_of": day, "model_id": model_id, "offers": offers}
            return _with_receipts(catalog, answer)

    def cost(
        self, model: str, usage: Usage, seller: str | None, tier: str, day: date | None
    ) -> Answer:
        """What a usage costs at a seller, or at each."""
        with self._served.pool.catalog(day) as catalog:
            if seller is None:
                costs = costs_at_all(catalog, model, usage, tier=tier)
            else:
                costs = [price_at(catalog, model, seller, usage, tier=tier)]
            shown = [cost.model_dump() for cost in costs[:MOST_ROWS]]
            return _with_receipts(catalog, {"as_of": day, "costs": shown})

    def changes(self, model: str | None, provider: str | None, since: date | None) -> Answer:
        """What changed after a day, the newest first."""
        with self._served.pool.catalog() as catalog:
            ((today,),) = catalog.query_sql("SELECT as_of_date()").rows
            asked = {
                "model": None if model is None else find_model(catalog, model),
                "provider": provider,
                "since": since or today - timedelta(days=_DAYS_OF_CHANGES),
                "row_limit": MOST_ROWS,
                "row_offset": 0,
            }
            changes = catalog.query("api/changes", asked).dicts()
            return _with_receipts(catalog, {"since": asked["since"], "changes": changes})

    def receipt(self, fact_id: str) -> Answer:
        """One fact with its quote, the place of it, its page and its days."""
        with self._served.pool.catalog() as catalog:
            asked = {"fact_id": fact_id, "row_limit": 1, "row_offset": 0}
            found = catalog.query("api/receipts", asked).dicts()
            if not found:
                raise NoSuchFact(f"no fact has the id {fact_id!r}; ids are in every answer")
            others = catalog.query("other_statements", {"fact": fact_id}).dicts()
        plain: Answer = json_value({"receipt": found[0], "other_statements": others[:MOST_ROWS]})
        return plain


def _offers(
    catalog: Database, model_id: str, seller: str | None, *, is_live: bool | None = True
) -> list[Answer]:
    asked = {"model": model_id, "provider": seller, "is_live": is_live}
    slice_of = {"row_limit": MOST_ROWS, "row_offset": 0}
    rows = catalog.query("api/offers", {**asked, **slice_of}).dicts()
    return [{name: row[name] for name in _OFFER_COLUMNS} for row in rows]


def _compared(row: Row) -> Answer:
    return {"about": row.label, "a": _cell(row.a), "b": _cell(row.b)}


def _cell(cell: Any) -> Answer:
    """A cell in words, with the facts that it rests on."""
    if hasattr(cell, "state"):
        value = cast("Value", cell)
        stated = leading_value(value)
        words = stated.text if stated else STATE_WORDS.get(value.state, value.state)
        return {"text": words, "fact_ids": [each.fact_id for each in receipts_of(value)]}
    receipts = getattr(cell, "receipts", ())
    text = getattr(cell, "text", None)
    if text is None and hasattr(cell, "tags"):
        text = ", ".join(tag.label for tag in cell.tags) or "no rule applies"
    if text is None and hasattr(cell, "number"):
        text = str(cell.number)
    if text is None and hasattr(cell, "because"):
        text = f"unavailable: {cell.because.text}"
    return {"text": text or "", "fact_ids": [each.fact_id for each in receipts]}


def _with_receipts(catalog: Database, answer: Answer) -> Answer:
    """An answer with the receipts of the facts that it names, as many as fit."""
    fact_ids = list(dict.fromkeys(_fact_ids(answer)))
    some = fact_ids[:MOST_RECEIPTS]
    rows = catalog.query("receipts/of_facts", {"facts": some}).dicts() if some else []
    left_out = len(fact_ids) - len(some)
    plain: Answer = json_value({**answer, "receipts": rows, "receipts_left_out": left_out})
    return plain


def _fact_ids(value: Any) -> Iterator[str]:
    """The ids of facts in an answer, in order."""
    if isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, Any]", value).items():
            if name.endswith("fact_id") and isinstance(inner, str):
                yield inner
            elif name.endswith("fact_ids"):
                yield from inner
            else:
                yield from _fact_ids(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("Iterable[Any]", value):
            yield from _fact_ids(inner)
