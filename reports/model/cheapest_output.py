"""The cheapest output price of a model, over the routes that count for a minimum."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reports.model.routes import Route
from reports.values.sentence import MILLION, Sentence, citable, format_sentence, join_names
from reports.values.value import NotSourced, number_of


class CheapestOutput(NamedTuple):
    usd_per_mtok: Decimal | None
    """Dollars per million tokens."""
    sentence: Sentence | NotSourced
    """The price, and everyone who sells at it."""


def cheapest_output(model_id: str, routes: Sequence[Route]) -> CheapestOutput:
    priced = [(number_of(route.output), route) for route in routes if route.is_eligible]
    lowest = min((price for price, _ in priced if price is not None), default=None)
    alike = [route for price, route in priced if price is not None and price == lowest]
    price = citable(alike[0].output) if alike else None
    if price is None:
        because = (
            "no live offer has an output price that its seller, or two publishers alike, state"
        )
        return CheapestOutput(
            None, NotSourced(about=f"{model_id} cheapest output", because=because)
        )
    sellers = join_names(dict.fromkeys(route.seller for route in alike))
    return CheapestOutput(lowest, format_sentence("{} per {} on {}", price, MILLION, sellers))
