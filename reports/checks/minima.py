"""Checks of what a page puts first: bills add up, the cheapest is the cheapest, no ended route is
in any of it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from reports.checks.contradiction import Contradiction, Contradictions
from reports.model.cost import MonthlyBill, MonthlyCost
from reports.model.route_listing import ModelRoutes
from reports.model.routes import Route
from reports.pages.comparison import Comparison
from reports.pages.sections.paired_rows import Row
from reports.pages.sections.verdict import COMPARABLE_AT_LEAST
from reports.values.number_format import monthly
from reports.values.traffic_profiles import Profile
from reports.values.value import DisputedValue, StatedValue, Value, number_of

_ENDED = frozenset({"retired", "delisted"})


class PlacedCost(NamedTuple):
    """A month for one model and profile, and where it stands."""

    place: str
    profile: Profile
    cost: MonthlyCost


def minima_hold(place: str, routes: ModelRoutes, costs: Iterable[PlacedCost]) -> Contradictions:
    """Of one model: ended routes are apart, bills add up, and the cheapest is the cheapest."""
    yield from ended_routes_are_apart(place, routes)
    for costed in costs:
        yield from bills_add_up(costed)
        yield from the_cheapest_is_cheapest(place, routes, costed)


def ended_routes_are_apart(place: str, routes: ModelRoutes) -> Contradictions:
    """A retired or delisted route is in no list of live routes, and counts for nothing."""
    rule = "ended routes are apart"
    for index, route in enumerate(routes.live):
        if route.status in _ENDED or not route.is_live:
            yield Contradiction(
                rule,
                f"{place}.live[{index}]",
                f"{place}.ended",
                f"{route.route_id} is {route.status}",
            )
    for index, route in enumerate(routes.ended):
        if route.is_eligible or route.is_live:
            yield Contradiction(
                rule,
                f"{place}.ended[{index}]",
                f"{place}.live",
                f"{route.route_id} counts for minima",
            )


def bills_add_up(costed: PlacedCost) -> Contradictions:
    """A total is the sum of its items, an item its tokens times its price."""
    rule, place = "bills add up", costed.place
    for bill in _bills(costed.cost):
        for index, item in enumerate(bill.items):
            if item.total.number != item.mtok * (number_of(item.price) or Decimal(0)):
                where = f"{place}.items[{index}]"
                yield Contradiction(
                    rule,
                    f"{where}.total",
                    f"{where}.price",
                    f"{item.total.text} for {item.mtok} Mtok",
                )
        total = sum((item.total.number for item in bill.items), Decimal(0))
        if bill.total.number != total or bill.total.text != monthly(total):
            yield Contradiction(
                rule,
                f"{place}.total",
                f"{place}.items",
                f"{bill.total.text} is not {monthly(total)}",
            )


def the_cheapest_is_cheapest(place: str, routes: ModelRoutes, costed: PlacedCost) -> Contradictions:
    """The best bill is of an eligible live route, and no other eligible route costs less; beside a
    free one stands the cheapest that is charged for.
    """
    rule, live, cost = "the cheapest is cheapest", f"{place}.live", costed.cost
    months = {
        route.route_id: month
        for route in routes.live
        if route.is_eligible and (month := _month(route, costed.profile)) is not None
    }
    if isinstance(cost.best, MonthlyBill) and cost.best.route_id not in months:
        found = f"{cost.best.route_id} is no live route that counts for a minimum"
        yield Contradiction(rule, costed.place, live, found)
    elif isinstance(cost.best, MonthlyBill):
        cheapest = min(months, key=lambda route_id: (months[route_id], route_id))
        if months[cheapest] < cost.best.total.number:
            found = f"{cost.best.total.text} on {cost.best.route_id}, {monthly(months[cheapest])} on {cheapest}"
            yield Contradiction(rule, costed.place, live, found)
    elif months:
        yield Contradiction(rule, costed.place, live, "unavailable, and yet it has a price")
    charged = min((month for month in months.values() if month), default=None)
    is_free = isinstance(cost.best, MonthlyBill) and not cost.best.total.number
    if (cost.paid.total.number if cost.paid else None) != (charged if is_free else None):
        found = f"{cost.paid.total.text if cost.paid else 'none'}, {monthly(charged) if charged else 'none'} is charged"
        yield Contradiction(rule, costed.place, live, found)
    if cost.last_known and cost.last_known.bill.route_id not in {
        route.route_id for route in routes.ended + routes.live
    }:
        yield Contradiction(rule, f"{costed.place}.last_known", place, "its route is not listed")


def leads_follow_numbers(page: Comparison) -> Contradictions:
    """A row in which one model leads has the greater number on that side; the verdict follows from
    the signals.
    """
    context = next(row for row in page.scorecard.rows if row.key == "context")
    greater = _greater(context)
    if context.leads in {"a", "b"} and context.leads != greater:
        yield Contradiction(
            "leads follow numbers",
            "scorecard context",
            "specs context_tokens",
            f"{context.leads} leads, {greater} is greater",
        )
    comparable = len(page.verdict.decisive) + len(page.verdict.level)
    if (page.verdict.kind == "withheld") != (comparable < COMPARABLE_AT_LEAST):
        found = f"{page.verdict.kind}, though {comparable} signals can be compared"
        yield Contradiction("leads follow numbers", "verdict.sentence", "verdict.decisive", found)
    if page.verdict.kind == "leads":
        led = [sum(signal.leads == key for signal in page.verdict.decisive) for key in ("a", "b")]
        winner = "a" if led[0] > led[1] else "b"
        cost = page.cost.chosen.a if winner == "a" else page.cost.chosen.b
        if not isinstance(cost.best, MonthlyBill):
            yield Contradiction(
                "leads follow numbers",
                "verdict.sentence",
                f"cost.chosen.{winner}",
                "the choice has no price",
            )


def _bills(cost: MonthlyCost) -> Iterator[MonthlyBill]:
    if isinstance(cost.best, MonthlyBill):
        yield cost.best
    if cost.paid:
        yield cost.paid
    if cost.last_known:
        yield cost.last_known.bill


def _month(route: Route, profile: Profile) -> Decimal | None:
    """A month on a route, computed anew from the prices in the table."""
    tier, standard = profile.tier, profile.tier == "standard"

    def plain(meter: str) -> Value | None:
        stated = [
            price
            for price in route.prices
            if (price.meter, price.tier) == (meter, tier) and price.is_plain
        ]
        return min(stated, key=lambda price: price.authority).value if stated else None

    values = {
        "input": route.input if standard else plain("input"),
        "cached": plain("cache_read"),
        "output": route.output if standard else plain("output"),
    }
    amounts = {
        "input": profile.input_mtok,
        "cached": profile.cached_mtok,
        "output": profile.output_mtok,
    }
    total = Decimal(0)
    for meter, amount in amounts.items():
        value = values[meter]
        price = number_of(value) if value else None
        if amount and price is None:
            return None
        total += amount * (price or Decimal(0))
    return total


def _greater(row: Row) -> str:
    a, b = (
        number_of(cell) if isinstance(cell, StatedValue | DisputedValue) else None
        for cell in (row.a, row.b)
    )
    if a is None or b is None or a == b:
        return "neither"
    return "a" if a > b else "b"
