"""The section of pricing: every route of both models with prices, status, dates and price history."""

from reports.model.route_listing import ModelRoutes
from reports.pages.pair import Pair
from reports.values.value import FrozenModel


class Pricing(FrozenModel):
    a: ModelRoutes
    b: ModelRoutes


def pricing(pair: Pair) -> Pricing:
    return Pricing(a=pair.a.data.route_listing, b=pair.b.data.route_listing)
