"""The cheapest output price of a model, over the routes that count for a minimum."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.model.routes import Route
from reports.values.sentence import MILLION, Sentence, names, say, sayable
from reports.values.value import NotSourced, number


class Cheapest(NamedTuple):
    output: Decimal | None
    """Dollars per million tokens."""
    said: Sentence | NotSourced
    """The price, and everyone who sells at it."""


def cheapest_output(model_id: str, routes: Sequence[Route]) -> Cheapest:
    priced = [(number(route.output), route) for route in routes if route.is_eligible]
    lowest = min((price for price, _ in priced if price is not None), default=None)
    alike = [route for price, route in priced if price is not None and price == lowest]
    price = sayable(alike[0].output) if alike else None
    if price is None:
        because = (
            "no live route has an output price that its seller, or two independent lineages, state"
        )
        return Cheapest(None, NotSourced(about=f"{model_id} cheapest output", because=because))
    sellers = names(dict.fromkeys(route.seller for route in alike))
    return Cheapest(lowest, say("{} per {} on {}", price, MILLION, sellers))
