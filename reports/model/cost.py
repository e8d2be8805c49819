"""Monthly cost: the cheapest complete route for a traffic profile, or why there is none and what
the last known route cost.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from reports.model.routes import Route
from reports.values.number_format import monthly
from reports.values.sentence import Derived, Given, Sentence, Unavailable, format_sentence
from reports.values.traffic_profiles import Profile
from reports.values.value import (
    FrozenModel,
    Receipt,
    StatedValue,
    Value,
    leading_value,
    number_of,
    receipts_of,
)


class BillItem(FrozenModel):
    """One line of a bill."""

    meter: str
    mtok: Decimal
    price: Value
    total: Derived


class MonthlyBill(FrozenModel):
    """A month on one route."""

    kind: Literal["bill"] = "bill"
    route_id: str
    provider: str
    region: str | None
    tier: str
    items: tuple[BillItem, ...]
    total: Derived
    confirmed: StatedValue
    """When the oldest of its prices was last confirmed."""
    is_stale: bool
    is_converted: bool
    """Whether one of its prices is converted from another currency."""
    alike: tuple[str, ...]
    """Other sellers on which the month costs the same."""


class LastKnownBill(FrozenModel):
    """A month on the route that was eligible last, and since when it is not."""

    bill: MonthlyBill
    ended: StatedValue
    status: str


class MonthlyCost(FrozenModel):
    """The answer for one model and profile: a bill, or that there is none."""

    profile: str
    best: MonthlyBill | Unavailable
    last_known: LastKnownBill | None


class Charge(NamedTuple):
    """What is charged at which price."""

    meter: str
    mtok: Decimal
    price: Value


def monthly_cost(
    model_id: str, lab: str | None, routes: Sequence[Route], profile: Profile
) -> MonthlyCost:
    """The cheapest month over live routes whose price may be a headline; the total is minimised,
    route by route.

    Of routes that cost the same the one of the model's maker comes first, then one whose seller
    states the price itself.
    """
    # Of equals the maker's own route goes first, then those whose sellers state the price.
    order = {
        route.route_id: (route.provider_id != lab, not route.has_own_price) for route in routes
    }
    bills = [
        bill for route in routes if route.is_eligible and (bill := _bill(model_id, route, profile))
    ]
    if bills:
        best = _cheapest(bills, order)
        return MonthlyCost(profile=profile.name, best=best, last_known=None)
    unavailable = Unavailable(about=_about(model_id, profile), because=_missing(routes, profile))
    last_known = _last_known(model_id, routes, profile)
    return MonthlyCost(profile=profile.name, best=unavailable, last_known=last_known)


def _cheapest(bills: Sequence[MonthlyBill], order: Mapping[str, tuple[bool, bool]]) -> MonthlyBill:
    """The bill that counts, with everyone else who asks the same; of equals the one whose route is
    first in `order`.
    """
    best = min(
        bills,
        key=lambda bill: (
            bill.total.number,
            bill.is_stale,
            order[bill.route_id],
            bill.provider.casefold(),
            bill.route_id,
        ),
    )
    alike = {bill.provider for bill in bills if bill.total.number == best.total.number} - {
        best.provider
    }
    return best.model_copy(update={"alike": tuple(sorted(alike))})


def _about(model_id: str, profile: Profile) -> str:
    return f"{model_id} monthly cost, {profile.name}"


def _charges(route: Route, profile: Profile) -> list[Charge] | None:
    """What a month is made of on a route; None where a price is missing, or stands on another page
    than the rest: nothing is put together from two.
    """
    standard = profile.tier == "standard"
    prices: dict[str, Value | None] = {
        "input": route.input if standard else _more(route, "input", profile.tier),
        "cache read": _more(route, "cache_read", profile.tier),
        "output": route.output if standard else _more(route, "output", profile.tier),
    }
    amounts = {
        "input": profile.input_mtok,
        "cache read": profile.cached_mtok,
        "output": profile.output_mtok,
    }
    charges: list[Charge] = []
    for meter, mtok in amounts.items():
        price = prices[meter]
        if mtok:
            if price is None or number_of(price) is None:
                return None
            charges.append(Charge(meter, mtok, price))
    pages = {receipts_of(charge.price)[0].source for charge in charges}
    return charges if len(pages) == 1 else None


def _more(route: Route, meter: str, tier: str) -> Value | None:
    price = route.price(meter, tier)
    return price.value if price else None


def _bill(model_id: str, route: Route, profile: Profile) -> MonthlyBill | None:
    charges = _charges(route, profile)
    if charges is None:
        return None
    items = tuple(_item(model_id, route, charge) for charge in charges)
    receipts = tuple(receipt for item in items for receipt in item.total.receipts)
    total = sum((item.total.number for item in items), Decimal(0))
    oldest = min(receipts, key=lambda receipt: receipt.checked)
    return MonthlyBill(
        route_id=route.route_id,
        provider=route.seller,
        region=route.region,
        tier=profile.tier,
        items=items,
        total=Derived(
            about=f"{_about(model_id, profile)} on {route.route_id}",
            text=monthly(total),
            number=total,
            rule="sum of tokens times price",
            inputs=tuple(item.price.about for item in items),
            receipts=receipts,
        ),
        confirmed=StatedValue(
            about=f"{route.route_id} prices confirmed, {profile.name}",
            text=oldest.checked.isoformat(),
            short=oldest.checked.isoformat(),
            number=None,
            receipts=(oldest,),
        ),
        is_stale=any(receipt.is_stale for receipt in receipts),
        is_converted=any(_is_converted(item.price) for item in items),
        alike=(),
    )


def _is_converted(price: Value) -> bool:
    counted = leading_value(price)
    return counted is not None and counted.is_converted


def _item(model_id: str, route: Route, charge: Charge) -> BillItem:
    dollars = charge.mtok * (number_of(charge.price) or Decimal(0))
    receipts: tuple[Receipt, ...] = receipts_of(charge.price)[
        :1
    ]  # of a dispute, the statement that leads
    total = Derived(
        about=f"{model_id} {charge.meter} of {charge.mtok:f} Mtok on {route.route_id} at {charge.price.about}",
        text=monthly(dollars),
        number=dollars,
        rule="tokens times price",
        inputs=(charge.price.about,),
        receipts=receipts,
    )
    return BillItem(meter=charge.meter, mtok=charge.mtok, price=charge.price, total=total)


def _last_known(model_id: str, routes: Sequence[Route], profile: Profile) -> LastKnownBill | None:
    ended = [(route, route.ended) for route in routes if route.was_backed and route.ended]
    for route, date_ended in sorted(
        ended, key=lambda pair: (pair[1].text, pair[0].route_id), reverse=True
    ):
        bill = _bill(model_id, route, profile)
        if bill:
            return LastKnownBill(bill=bill, ended=date_ended, status=route.status)
    return None


def _missing(routes: Sequence[Route], profile: Profile) -> Sentence:
    live = [route for route in routes if route.is_live]
    eligible = [route for route in live if route.is_eligible]
    if eligible and profile.cached_share:
        return format_sentence("No offer with a confirmed price states one for cached input.")
    if eligible:
        return format_sentence(
            "No offer with a confirmed price states a complete {} price.",
            Given(text=profile.tier),
        )
    if any(route.standing == "stated once" for route in live):
        return format_sentence(
            "Each complete price is stated by one publisher only, not by its seller, and nobody confirms it."
        )
    if live:
        return format_sentence("No live offer has a complete price that could be read.")
    return format_sentence("No live offer is listed.")
