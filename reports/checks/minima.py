"""Checks of totals and minima: bills add up, the cheapest route is the cheapest, and routes that
ended count for neither.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from reports.checks.contradiction import Contradiction, Contradictions
from reports.model.cost import MonthlyBill, MonthlyCost
from reports.model.route_listing import ModelRoutes
from reports.model.routes import Route
from reports.pages.comparison import Comparison
from reports.pages.sections.paired_rows import Cell, Row
from reports.pages.sections.verdict import COMPARABLE_AT_LEAST
from reports.values.number_format import monthly
from reports.values.traffic_profiles import Profile
from reports.values.value import DisputedValue, StatedValue, Value, number_of, receipts_of

_NOT_LIVE = frozenset({"retired", "due", "not listed", "missing", "unconfirmed"})
_ENDED_APART = "ended routes are apart"
_CHEAPEST = "the cheapest is cheapest"
_LEADS = "leads follow numbers"


class PlacedCost(NamedTuple):
    """The monthly cost of one model and profile, and its place on the page."""

    place: str
    profile: Profile
    cost: MonthlyCost


def minima_hold(place: str, routes: ModelRoutes, costs: Iterable[PlacedCost]) -> Contradictions:
    """All checks of one model: routes that ended, bills, and the cheapest route."""
    yield from ended_routes_are_apart(place, routes)
    for placed in costs:
        yield from bills_add_up(placed)
        yield from the_cheapest_is_cheapest(place, routes, placed)


def ended_routes_are_apart(place: str, routes: ModelRoutes) -> Contradictions:
    """A route that is not live is in no list of live routes, and counts for nothing."""
    for index, route in enumerate(routes.live):
        if route.status in _NOT_LIVE or not route.is_live:
            found = f"{route.route_id} is {route.status}"
            yield Contradiction(
                rule=_ENDED_APART,
                first=f"{place}.live[{index}]",
                second=f"{place}.ended",
                found=found,
            )
    for index, route in enumerate(routes.ended):
        if route.is_eligible or route.is_live:
            found = f"{route.route_id} counts for minima"
            yield Contradiction(
                rule=_ENDED_APART,
                first=f"{place}.ended[{index}]",
                second=f"{place}.live",
                found=found,
            )


def bills_add_up(placed: PlacedCost) -> Contradictions:
    """A total is the sum of its items, and an item is its tokens times its price."""
    for bill in _bills(placed.cost):
        yield from _bill_adds_up(placed.place, bill)


def _bill_adds_up(place: str, bill: MonthlyBill) -> Contradictions:
    rule = "bills add up"
    total = Decimal(0)
    for index, item in enumerate(bill.items):
        total += item.total.number
        price = number_of(item.price) or Decimal(0)
        if item.total.number != item.mtok * price:
            item_place = f"{place}.items[{index}]"
            found = f"{item.total.text} for {item.mtok} Mtok"
            yield Contradiction(
                rule=rule,
                first=f"{item_place}.total",
                second=f"{item_place}.price",
                found=found,
            )
    if bill.total.number != total or bill.total.text != monthly(total):
        found = f"{bill.total.text} is not {monthly(total)}"
        yield Contradiction(
            rule=rule,
            first=f"{place}.total",
            second=f"{place}.items",
            found=found,
        )


def the_cheapest_is_cheapest(place: str, routes: ModelRoutes, placed: PlacedCost) -> Contradictions:
    """The best bill is of an eligible live route, and no other eligible route costs less.

    Beside a free route stands the cheapest that is charged for.
    """
    totals: dict[str, Decimal] = {}
    for route in routes.live:
        total = _total(route, placed.profile) if route.is_eligible else None
        if total is not None:
            totals[route.route_id] = total
    yield from _best_is_cheapest(f"{place}.live", placed, totals)
    last_known = placed.cost.last_known
    listed = {route.route_id for route in routes.ended + routes.live}
    if last_known and last_known.bill.route_id not in listed:
        yield Contradiction(
            rule=_CHEAPEST,
            first=f"{placed.place}.last_known",
            second=place,
            found="its route is not listed",
        )


def _best_is_cheapest(
    live: str, placed: PlacedCost, totals: Mapping[str, Decimal]
) -> Contradictions:
    found = _why_not_cheapest(placed, totals)
    if found:
        yield Contradiction(rule=_CHEAPEST, first=placed.place, second=live, found=found)


def _why_not_cheapest(placed: PlacedCost, totals: Mapping[str, Decimal]) -> str:
    """What speaks against the best bill, by what eligible live routes cost; empty where nothing does."""
    best = placed.cost.best
    if not isinstance(best, MonthlyBill):
        return "unavailable, and yet it has a price" if totals else ""
    if best.route_id not in totals:
        return f"{best.route_id} is no live route that counts for a minimum"
    cheapest = min(totals, key=lambda route_id: (totals[route_id], route_id))
    least = totals[cheapest]
    if least < best.total.number:
        return f"{best.total.text} on {best.route_id}, {monthly(least)} on {cheapest}"
    return ""


def leads_follow_numbers(page: Comparison) -> Contradictions:
    """The side that leads a row has the greater number, and the verdict follows from the signals."""
    context = next(row for row in page.scorecard.rows if row.key == "context")
    greater = _greater(context)
    if context.leads in {"a", "b"} and context.leads != greater:
        found = f"{context.leads} leads, {greater} is greater"
        yield Contradiction(
            rule=_LEADS,
            first="scorecard context",
            second="specs context_tokens",
            found=found,
        )
    verdict = page.verdict
    comparable = len(verdict.decisive) + len(verdict.level)
    is_withheld = verdict.kind == "withheld"
    if is_withheld != (comparable < COMPARABLE_AT_LEAST):
        found = f"{verdict.kind}, though {comparable} signals can be compared"
        yield Contradiction(
            rule=_LEADS,
            first="verdict.sentence",
            second="verdict.decisive",
            found=found,
        )
    if verdict.kind == "leads":
        yield from _leader_has_a_price(page)


def _leader_has_a_price(page: Comparison) -> Contradictions:
    decisive = page.verdict.decisive
    a_leads = sum(signal.leads == "a" for signal in decisive)
    b_leads = sum(signal.leads == "b" for signal in decisive)
    leader = "a" if a_leads > b_leads else "b"
    cost = page.cost.chosen.a if leader == "a" else page.cost.chosen.b
    if not isinstance(cost.best, MonthlyBill):
        found = "the choice has no price"
        yield Contradiction(
            rule=_LEADS,
            first="verdict.sentence",
            second=f"cost.chosen.{leader}",
            found=found,
        )


def _bills(cost: MonthlyCost) -> Iterator[MonthlyBill]:
    if isinstance(cost.best, MonthlyBill):
        yield cost.best
    if cost.last_known:
        yield cost.last_known.bill


def _total(route: Route, profile: Profile) -> Decimal | None:
    """What a month on a route costs, computed anew from the prices in the table of routes."""
    input_price: Value | None = route.input
    output_price: Value | None = route.output
    if profile.tier != "standard":
        input_price = _price(route, "input", profile.tier)
        output_price = _price(route, "output", profile.tier)
    amounts = (
        (profile.input_mtok, input_price),
        (profile.cached_mtok, _price(route, "cache_read", profile.tier)),
        (profile.output_mtok, output_price),
    )
    total = Decimal(0)
    pages: set[str] = set()
    for mtok, value in amounts:
        if not mtok:
            continue
        price = number_of(value) if value else None
        if value is None or price is None:
            return None
        total += mtok * price
        pages.add(receipts_of(value)[0].source)
    # A month is counted from one page: a cache price of another table completes nothing.
    return total if len(pages) == 1 else None


def _price(route: Route, meter: str, tier: str) -> Value | None:
    stated = [
        price
        for price in route.prices
        if price.meter == meter and price.tier == tier and price.is_plain
    ]
    if not stated:
        return None
    return min(stated, key=lambda price: price.authority).value


def _greater(row: Row) -> str:
    a = _number(row.a)
    b = _number(row.b)
    if a is None or b is None or a == b:
        return "neither"
    return "a" if a > b else "b"


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, StatedValue | DisputedValue):
        return number_of(cell)
    return None
