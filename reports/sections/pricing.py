"""Pricing and availability: every route of both models with prices, status, dates, and what prices were before."""

from reports.model.pricing import ModelRoutes
from reports.side import Pair
from reports.value import Frozen


class Pricing(Frozen):
    a: ModelRoutes
    b: ModelRoutes


def pricing(pair: Pair) -> Pricing:
    return Pricing(a=pair.a.dossier.offered, b=pair.b.dossier.offered)
