"""All routes of a model, live and ended apart, with the price history of the headline route."""

from collections.abc import Iterable, Sequence
from datetime import date

from reports.data.model_rows import ModelRows
from reports.data.rows import HistoryRow
from reports.model.cost import MonthlyBill, MonthlyCost
from reports.model.routes import Route, own_route
from reports.values.citations import Citations, CitedFact, CitedPage
from reports.values.number_format import money
from reports.values.value import FrozenModel, Receipt, StatedValue, leading_value, receipts_of

_OTHER_SELLERS = 4
"""More lines than these and the headline's make no chart that can be read."""


class HistoryPoint(FrozenModel):
    """The prices of a route from one day on."""

    since: date
    input: StatedValue | None
    output: StatedValue | None


class History(FrozenModel):
    """What a route cost since it was first seen."""

    route_id: str
    provider: str
    points: tuple[HistoryPoint, ...]
    until: date
    """The day of the page, or the last confirmation where that is earlier."""


class ModelRoutes(FrozenModel):
    model: str
    live: tuple[Route, ...]
    ended: tuple[Route, ...]
    """Not confirmed, not listed or ended: in no count of live routes and in no minimum."""
    history: History | None
    sellers: tuple[History, ...]
    """What it cost at the sellers of its chart: that of `history` first; none where no price of theirs
    ever changed.
    """


def model_routes(
    name: str,
    lab: str | None,
    model_rows: ModelRows,
    routes: Sequence[Route],
    cost: MonthlyCost,
    citations: Citations,
) -> ModelRoutes:
    headline = _headline(routes, cost) or own_route(routes, lab)
    history = _history(model_rows, headline, citations) if headline else None
    return ModelRoutes(
        model=name,
        live=tuple(route for route in routes if route.is_live),
        ended=tuple(route for route in routes if not route.is_live),
        history=history,
        sellers=_sellers(model_rows, routes, history, citations),
    )


def _headline(routes: Iterable[Route], cost: MonthlyCost) -> Route | None:
    last = cost.last_known.bill.route_id if cost.last_known else None
    route_id = cost.best.route_id if isinstance(cost.best, MonthlyBill) else last
    return next((route for route in routes if route.route_id == route_id), None)


def _sellers(
    model_rows: ModelRows,
    routes: Sequence[Route],
    headline: History | None,
    citations: Citations,
) -> tuple[History, ...]:
    """The histories of the live offers with a confirmed price, those that changed most first."""
    others = [
        route
        for route in routes
        if route.is_eligible and (headline is None or route.route_id != headline.route_id)
    ]
    changed = [route for route in others if _changes(model_rows, route)]
    changed.sort(key=lambda route: -_changes(model_rows, route))
    taken = (_history(model_rows, route, citations) for route in changed[:_OTHER_SELLERS])
    found = [history for history in (headline, *taken) if history is not None]
    return tuple(found) if any(len(history.points) > 1 for history in found) else ()


def _changes(model_rows: ModelRows, route: Route) -> int:
    """How often the prices of an offer changed, as the source of its present price tells."""
    rows = _rows_of_source(model_rows, route)
    return sum(len(found) - 1 for found in _values_by_meter(rows).values())


def _values_by_meter(rows: Sequence[HistoryRow]) -> dict[str, list[HistoryRow]]:
    """The rows that begin another price than the one before, by meter."""
    found: dict[str, list[HistoryRow]] = {}
    for row in rows:
        of_meter = found.setdefault(row.meter, [])
        if not of_meter or of_meter[-1].usd_per_mtok != row.usd_per_mtok:
            of_meter.append(row)
    return found


def _rows_of_source(model_rows: ModelRows, route: Route) -> list[HistoryRow]:
    """The prices of an offer over time, from the source of the present one."""
    if leading_value(route.output) is None:
        return []
    source = model_rows.facts[receipts_of(route.output)[0].fact_id].source
    return [
        row
        for row in model_rows.history
        if row.route_id == route.route_id
        and row.source == source
        and row.meter in {"input", "output"}
    ]


def _history(model_rows: ModelRows, route: Route, citations: Citations) -> History | None:
    """The intervals as the source of the present price tells them."""
    rows = _rows_of_source(model_rows, route)
    prices = {meter: _intervals(rows, meter, citations) for meter in ("input", "output")}
    days = sorted({day for meter in prices.values() for day in meter})
    if not days:
        return None
    return History(
        route_id=route.route_id,
        provider=route.seller,
        points=tuple(
            HistoryPoint(
                since=day, input=_on(prices["input"], day), output=_on(prices["output"], day)
            )
            for day in days
        ),
        until=max(row.checked for row in rows),
    )


def _intervals(
    rows: Sequence[HistoryRow], meter: str, citations: Citations
) -> dict[date, StatedValue]:
    """The price by the day it was first seen; a page that repeats the price begins no interval."""
    found: dict[date, StatedValue] = {}
    last: StatedValue | None = None
    for row in (row for row in rows if row.meter == meter):
        price = row.usd_per_mtok.normalize()
        if last is None or last.number != price:
            last = _stated(row, meter, citations)
            found[row.since] = last
    return found


def _stated(row: HistoryRow, meter: str, citations: Citations) -> StatedValue:
    day, price = row.since, row.usd_per_mtok.normalize()
    about = f"{row.route_id} price {meter} since {day}"
    cited = CitedFact(
        fact_id=row.fact_id,
        about=about,
        quote=None,
        locator=None,
        checked=row.checked,
        reviewed=row.reviewed,
    )
    receipt = Receipt(
        source=citations.cite_page(CitedPage(row.publisher, row.url, row.page_sha256, day), cited),
        fact_id=row.fact_id,
        checked=row.checked,
        reviewed=row.reviewed,
        is_stale=citations.is_stale(row.checked, row.source, "price", "standard"),
        gone_since=None,
    )
    return StatedValue(
        about=about, text=money(price), short=money(price), number=price, receipts=(receipt,)
    )


def _on(prices: dict[date, StatedValue], day: date) -> StatedValue | None:
    return next((prices[since] for since in sorted(prices, reverse=True) if since <= day), None)
