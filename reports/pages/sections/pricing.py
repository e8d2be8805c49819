"""Pricing and availability: every route of both models with prices, status, dates, and what prices
were before.
"""

from reports.model.route_listing import ModelRoutes
from reports.pages.side import Pair
from reports.values.value import Frozen


class Pricing(Frozen):
    a: ModelRoutes
    b: ModelRoutes


def pricing(pair: Pair) -> Pricing:
    return Pricing(a=pair.a.dossier.offered, b=pair.b.dossier.offered)
