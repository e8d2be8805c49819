"""Pricing and availability: every route with its prices, status and dates; what the headline route cost before."""

from collections.abc import Sequence
from datetime import date

from reports.citations import Citations, CitedFact, Page
from reports.cost import Bill
from reports.formats import money
from reports.routes import Route
from reports.rows import HistoryRow
from reports.side import Pair, Side
from reports.signals import own_route
from reports.value import Frozen, Receipt, Stated, leading, receipts_of


class HistoryPoint(Frozen):
    """The prices of a route from one day on."""

    since: date
    input: Stated | None
    output: Stated | None


class History(Frozen):
    """What a route cost since it was first seen."""

    route_id: str
    provider: str
    points: tuple[HistoryPoint, ...]
    until: date
    """The day of the page, or the last confirmation where that is earlier."""


class ModelRoutes(Frozen):
    live: tuple[Route, ...]
    ended: tuple[Route, ...]
    """Retired or delisted: in no count of live routes and in no minimum."""
    history: History | None


class Pricing(Frozen):
    a: ModelRoutes
    b: ModelRoutes


def pricing(pair: Pair) -> Pricing:
    return Pricing(a=_routes(pair, pair.a), b=_routes(pair, pair.b))


def _routes(pair: Pair, side: Side) -> ModelRoutes:
    return ModelRoutes(live=side.live, ended=side.ended, history=_history(pair, side))


def _headline(pair: Pair, side: Side) -> Route | None:
    cost = side.costs[pair.profile.name]
    last = cost.last_known.bill.route_id if cost.last_known else None
    route_id = cost.best.route_id if isinstance(cost.best, Bill) else last
    return next((route for route in side.routes if route.route_id == route_id), own_route(side))


def _history(pair: Pair, side: Side) -> History | None:
    """The intervals as the source of the present price tells them."""
    route = _headline(pair, side)
    if route is None or leading(route.output) is None:
        return None
    facts = side.record.facts
    source = facts[receipts_of(route.output)[0].fact_id].source
    rows = [row for row in side.record.history if row.route_id == route.route_id and row.source == source]
    prices = {meter: _intervals(rows, meter, pair.citations) for meter in ("input", "output")}
    days = sorted({day for meter in prices.values() for day in meter})
    if not days:
        return None
    return History(
        route_id=route.route_id,
        provider=route.provider,
        points=tuple(
            HistoryPoint(since=day, input=_on(prices["input"], day), output=_on(prices["output"], day)) for day in days
        ),
        until=max(row.last_checked_at.date() for row in rows),
    )


def _intervals(rows: Sequence[HistoryRow], meter: str, citations: Citations) -> dict[date, Stated]:
    """The price by the day it was first seen; a page that repeats the price begins no interval."""
    found: dict[date, Stated] = {}
    last: Stated | None = None
    for row in sorted((row for row in rows if row.meter == meter), key=lambda row: (row.known_from, row.fact_id)):
        price = row.usd_per_mtok.normalize()
        if last is None or last.number != price:
            last = _stated(row, meter, citations)
            found[row.known_from.date()] = last
    return found


def _stated(row: HistoryRow, meter: str, citations: Citations) -> Stated:
    day, price = row.known_from.date(), row.usd_per_mtok.normalize()
    about = f"{row.route_id} price {meter} since {day}"
    cited = CitedFact(
        fact_id=row.fact_id, about=about, quote=None, locator=None, checked=row.last_checked_at.date(), reviewed=None
    )
    receipt = Receipt(
        source=citations.cite_page(Page(row.publisher, row.url, row.page_sha256, day), cited),
        fact_id=row.fact_id,
        checked=row.last_checked_at.date(),
        reviewed=None,
        is_stale=citations.is_stale(row.last_checked_at, row.stale_days),
        gone_since=None,
    )
    return Stated(about=about, text=money(price), short=money(price), number=price, receipts=(receipt,))


def _on(prices: dict[date, Stated], day: date) -> Stated | None:
    return next((prices[since] for since in sorted(prices, reverse=True) if since <= day), None)
