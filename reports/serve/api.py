"""The API, /api/v1: models, offers, prices, changes, freshness, receipts, comparisons, search.

Every answer is as of a day, and each row names the fact that it rests on.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator

from reports.bill.answer import Cost
from reports.bill.price_at import costs_at_all, price_at
from reports.bill.usage import Usage
from reports.data.model_lookup import find_model
from reports.pages.comparison import build_comparison
from reports.render.json_page import render_json
from reports.serve.answers import error_answer, json_answer, rows_answer
from reports.serve.served import Served
from warehouse.store import PublishedCatalog

router = APIRouter(prefix="/api/v1")

MOST_ROWS = 1000
MOST_FOUND = 50
_DAYS_OF_CHANGES = 7
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def served_by(request: Request) -> Served:
    """What the application serves."""
    served: Served = request.app.state.served
    return served


class Slice:
    """Which part of the rows is asked for."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MOST_ROWS, description="At most so many rows.")] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000, description="Leave out so many.")] = 0,
    ) -> None:
        self.limit = limit
        self.offset = offset


Home = Annotated[Served, Depends(served_by)]
Rows = Annotated[Slice, Depends()]


def _iso_day(value: object) -> object:
    """A day as YYYY-MM-DD. A number, which pydantic takes for seconds, is none."""
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise ValueError("expected a day as YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
AsOf = Annotated[
    Day | None, Query(description="As known at the end of this day, UTC. Default: now.")
]
Text = Annotated[str, Query(max_length=200)]
Model = Annotated[str | None, Query(max_length=200, description="A model, by id or name.")]
Provider = Annotated[str | None, Query(max_length=200, description="A seller, such as anthropic.")]


def _rows(
    catalog: PublishedCatalog,
    query: str,
    parameters: Mapping[str, object],
    as_of: date | None,
    rows: Slice,
) -> Response:
    """Rows of queries/api/`query`.sql, one more than asked for, which tells whether there are more."""
    results = catalog.query(
        f"api/{query}", {**parameters, "row_limit": rows.limit + 1, "row_offset": rows.offset}
    )
    return rows_answer(catalog, results, as_of, limit=rows.limit, offset=rows.offset)


def _meant(catalog: PublishedCatalog, model: str | None) -> str | None:
    return None if model is None else find_model(catalog, model)


@router.get("/models")
def models(
    home: Home,
    rows: Rows,
    as_of: AsOf = None,
    lab: Annotated[str | None, Query(max_length=200, description="Who made it.")] = None,
    min_context_tokens: Annotated[int | None, Query(ge=0, le=10**12)] = None,
    open_weights: Literal["yes", "no"] | None = None,
    capability: Annotated[str | None, Query(max_length=200, description="Such as vision.")] = None,
    is_sold: Annotated[bool | None, Query(description="Whether any seller has it now.")] = None,
) -> Response:
    """Models by what is known of them, those with most live offers first."""
    filters = {
        "lab": lab,
        "min_context_tokens": min_context_tokens,
        "open_weights": open_weights,
        "capability": capability,
        "is_sold": is_sold,
        "model": None,
    }
    with home.pool.catalog(as_of) as catalog:
        return _rows(catalog, "models", filters, as_of, rows)


@router.get("/models/{model:path}")
def model(home: Home, model: str, as_of: AsOf = None) -> Response:
    """One model: what is known of it with the rule that decided, what it can do, and its offers."""
    with home.pool.catalog(as_of) as catalog:
        asked = {"model": find_model(catalog, model)}
        everything = {**asked, "row_limit": MOST_ROWS, "row_offset": 0}
        none_else = {"lab": None, "min_context_tokens": None, "open_weights": None}
        none_else |= {"capability": None, "is_sold": None}
        known = catalog.query("api/models", {**everything, **none_else}).dicts()
        offers = catalog.query("api/offers", {**everything, "provider": None, "is_live": None})
        return json_answer(
            {
                "as_of": as_of,
                "model": known[0] if known else None,
                "facts": catalog.query("api/facts", everything).dicts(),
                "capabilities": catalog.query("api/capabilities", everything).dicts(),
                "offers": offers.dicts(),
            }
        )


@router.get("/offers")
def offers(
    home: Home,
    rows: Rows,
    model: Model = None,
    provider: Provider = None,
    is_live: Annotated[bool | None, Query(description="Whether it is sold now.")] = None,
    as_of: AsOf = None,
) -> Response:
    """Who sells what at which price, those that count for headlines first."""
    with home.pool.catalog(as_of) as catalog:
        asked = {"model": _meant(catalog, model), "provider": provider, "is_live": is_live}
        return _rows(catalog, "offers", asked, as_of, rows)


@router.get("/prices")
def prices(
    home: Home, rows: Rows, model: Model = None, provider: Provider = None, as_of: AsOf = None
) -> Response:
    """Every stated price, one row per source, announced ones included."""
    with home.pool.catalog(as_of) as catalog:
        asked = {"model": _meant(catalog, model), "provider": provider}
        return _rows(catalog, "prices", asked, as_of, rows)


@router.get("/price-history")
def price_history(
    home: Home, rows: Rows, model: Model = None, provider: Provider = None, as_of: AsOf = None
) -> Response:
    """Every price ever stated, with what its page says of its days and when it was known."""
    with home.pool.catalog(as_of) as catalog:
        asked = {"model": _meant(catalog, model), "provider": provider}
        return _rows(catalog, "price_history", asked, as_of, rows)


@router.get("/changes")
def changes(
    home: Home,
    rows: Rows,
    model: Model = None,
    provider: Provider = None,
    since: Annotated[
        Day | None, Query(description="After this day. Default: a week before.")
    ] = None,
    as_of: AsOf = None,
) -> Response:
    """What appeared, changed, was held back or went missing, the newest first."""
    with home.pool.catalog(as_of) as catalog:
        ((today,),) = catalog.query_sql("SELECT as_of_date()").rows
        asked = {
            "model": _meant(catalog, model),
            "provider": provider,
            "since": since or today - timedelta(days=_DAYS_OF_CHANGES),
        }
        return _rows(catalog, "changes", asked, as_of, rows)


@router.get("/freshness")
def freshness(home: Home, rows: Rows, as_of: AsOf = None) -> Response:
    """How old the facts of every source are, and what the policy says to that, the worst first."""
    with home.pool.catalog(as_of) as catalog:
        return _rows(catalog, "freshness", {}, as_of, rows)


@router.get("/disputes")
def disputes(home: Home, rows: Rows, model: Model = None, as_of: AsOf = None) -> Response:
    """Where equals say different things of one model or offer, side by side."""
    with home.pool.catalog(as_of) as catalog:
        return _rows(catalog, "disputes", {"model": _meant(catalog, model)}, as_of, rows)


@router.get("/receipts/{fact_id}")
def receipt(home: Home, fact_id: str, as_of: AsOf = None) -> Response:
    """One fact: its value, the words of the page that states it, where, and when it was checked."""
    with home.pool.catalog(as_of) as catalog:
        asked = {"fact_id": fact_id, "row_limit": MOST_ROWS, "row_offset": 0}
        found = catalog.query("api/receipts", asked)
        if not found.rows:
            message = (
                f"no fact has the id {fact_id!r}; ids stand in the column fact_id of every answer"
            )
            return error_answer("not-found", message, 404)
        return rows_answer(catalog, found, as_of, limit=MOST_ROWS, offset=0)


@router.get("/compare")
def comparison(home: Home, a: Text, b: Text, as_of: AsOf = None) -> Response:
    """The comparison page of two models, as data: the same figures, sentences and receipts."""
    with home.models(as_of) as (catalog, models):
        ids = (find_model(catalog, a), find_model(catalog, b))
        models.load(ids)
        page = build_comparison(models, *ids)
    return Response(render_json(page), media_type="application/json")


@router.post("/cost")
def cost(
    home: Home,
    usage: Usage,
    model: Text,
    seller: Annotated[
        str | None, Query(max_length=200, description="Default: all sellers.")
    ] = None,
    tier: Annotated[str, Query(max_length=40)] = "standard",
    region: Annotated[str | None, Query(max_length=200)] = None,
    as_of: AsOf = None,
) -> Response:
    """What a usage costs: an amount with the facts it rests on, an interval with what is not given, or
    which price is not known; at one seller, or at each, the cheapest first.
    """
    with home.pool.catalog(as_of) as catalog:
        if seller is not None:
            found: list[Cost] = [price_at(catalog, model, seller, usage, tier=tier, region=region)]
        else:
            found = costs_at_all(catalog, model, usage, tier=tier, region=region)
    return json_answer({"as_of": as_of, "costs": [cost.model_dump() for cost in found]})


@router.get("/search")
def search(
    home: Home,
    q: Text,
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND)] = 10,
) -> Response:
    """Models whose name is like a text, the likeliest first."""
    return json_answer({"rows": [found._asdict() for found in home.search_index().find(q, limit)]})


@router.post("/sql")
def sql(home: Home, query: Annotated[str, Query(min_length=1, max_length=20_000)]) -> Response:
    """The rows of one SELECT over the documented views, in a process with limits."""
    answer: dict[str, Any] = home.run_sql(query)
    if "error" in answer:
        return error_answer("query-failed", str(answer["error"]), int(answer.get("status", 400)))
    return json_answer(answer)
