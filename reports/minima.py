"""Checks of what a page puts first: bills add up, the cheapest is the cheapest, no ended route is in any of it."""

from collections.abc import Iterator
from decimal import Decimal

from reports.comparison import Comparison
from reports.contradiction import Contradiction, Contradictions
from reports.formats import monthly
from reports.model.cost import Bill, MonthlyCost
from reports.model.pricing import ModelRoutes
from reports.model.routes import Route
from reports.sections.table import Row
from reports.sections.verdict import COMPARABLE_AT_LEAST
from reports.traffic import Profile
from reports.value import Disputed, Stated, number

_ENDED = frozenset({"retired", "delisted"})


def ended_routes_are_apart(page: Comparison) -> Contradictions:
    """A retired or delisted route is in no list of live routes, and counts for nothing."""
    for key, routes in _sides(page):
        for place, route in enumerate(routes.live):
            if route.status in _ENDED or not route.is_live:
                where = f"pricing.{key}.live[{place}]"
                yield Contradiction(
                    "ended routes are apart", where, f"pricing.{key}.ended", f"{route.route_id} is {route.status}"
                )
        for place, route in enumerate(routes.ended):
            if route.is_eligible or route.is_live:
                where = f"pricing.{key}.ended[{place}]"
                yield Contradiction(
                    "ended routes are apart", where, f"pricing.{key}.live", f"{route.route_id} counts for minima"
                )


def bills_add_up(page: Comparison) -> Contradictions:
    """A total is the sum of its items, an item its tokens times its price."""
    for place, _, _, cost in _costs(page):
        for bill in _bills(cost):
            for index, item in enumerate(bill.items):
                if item.total.number != item.mtok * (number(item.price) or Decimal(0)):
                    where = f"{place}.items[{index}]"
                    yield Contradiction(
                        "bills add up", f"{where}.total", f"{where}.price", f"{item.total.text} for {item.mtok} Mtok"
                    )
            total = sum((item.total.number for item in bill.items), Decimal(0))
            if bill.total.number != total or bill.total.text != monthly(total):
                yield Contradiction(
                    "bills add up", f"{place}.total", f"{place}.items", f"{bill.total.text} is not {monthly(total)}"
                )


def the_cheapest_is_cheapest(page: Comparison) -> Contradictions:
    """The best bill is of an eligible live route, and no other eligible route costs less."""
    routes = dict(_sides(page))
    for place, key, profile, cost in _costs(page):
        months = {r.route_id: m for r in routes[key].live if r.is_eligible and (m := _month(r, profile)) is not None}
        if isinstance(cost.best, Bill) and cost.best.route_id not in months:
            found = f"{cost.best.route_id} is no live route that counts for a minimum"
            yield Contradiction("the cheapest is cheapest", place, f"pricing.{key}.live", found)
        elif isinstance(cost.best, Bill):
            cheapest = min(months, key=lambda route_id: (months[route_id], route_id))
            if months[cheapest] < cost.best.total.number:
                found = f"{cost.best.total.text} on {cost.best.route_id}, {monthly(months[cheapest])} on {cheapest}"
                yield Contradiction("the cheapest is cheapest", place, f"pricing.{key}.live", found)
        elif months:
            yield Contradiction(
                "the cheapest is cheapest", place, f"pricing.{key}.live", "unavailable, and yet it has a price"
            )
        if cost.last_known and cost.last_known.bill.route_id not in {
            route.route_id for route in routes[key].ended + routes[key].live
        }:
            yield Contradiction(
                "the cheapest is cheapest", f"{place}.last_known", f"pricing.{key}", "its route is not listed"
            )


def leads_follow_numbers(page: Comparison) -> Contradictions:
    """A row in which one model leads has the greater number on that side; the verdict follows from the signals."""
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
        if not isinstance(cost.best, Bill):
            yield Contradiction(
                "leads follow numbers", "verdict.sentence", f"cost.chosen.{winner}", "the choice has no price"
            )


def _sides(page: Comparison) -> tuple[tuple[str, ModelRoutes], tuple[str, ModelRoutes]]:
    return ("a", page.pricing.a), ("b", page.pricing.b)


def _costs(page: Comparison) -> Iterator[tuple[str, str, Profile, MonthlyCost]]:
    places = [
        ("cost.chosen", page.cost.chosen),
        *((f"cost.others[{i}]", cost) for i, cost in enumerate(page.cost.others)),
    ]
    for place, cost in places:
        yield f"{place}.a.best", "a", cost.profile, cost.a
        yield f"{place}.b.best", "b", cost.profile, cost.b


def _bills(cost: MonthlyCost) -> Iterator[Bill]:
    if isinstance(cost.best, Bill):
        yield cost.best
    if cost.last_known:
        yield cost.last_known.bill


def _month(route: Route, profile: Profile) -> Decimal | None:
    """A month on a route, computed anew from the prices in the table."""
    tier = profile.tier
    table = {
        (price.meter, price.tier, price.qualifiers): price.value for price in route.prices if price.unit == "1M tokens"
    }
    words = "" if tier == "standard" else tier
    values = {
        "input": route.input if tier == "standard" else table.get(("input", tier, words)),
        "cached": table.get(("cache_read", tier, words)),
        "output": route.output if tier == "standard" else table.get(("output", tier, words)),
    }
    amounts = {"input": profile.input_mtok, "cached": profile.cached_mtok, "output": profile.output_mtok}
    total = Decimal(0)
    for meter, amount in amounts.items():
        value = values[meter]
        price = number(value) if value else None
        if amount and price is None:
            return None
        total += amount * (price or Decimal(0))
    return total


def _greater(row: Row) -> str:
    a, b = (number(cell) if isinstance(cell, Stated | Disputed) else None for cell in (row.a, row.b))
    if a is None or b is None or a == b:
        return "neither"
    return "a" if a > b else "b"
