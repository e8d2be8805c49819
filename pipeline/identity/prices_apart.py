"""Prices that tell models apart: forms of one name that a seller sells further apart than regions
are.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from pipeline.identity.statements import Reading, StandardPrice
from pipeline.identity.vocabulary import Family

_REGIONAL = Decimal("1.21")
"""What a region multiplies a price by at most."""

SellersFamily = tuple[str, Family]
"""A seller, and a family of models that it sells."""
Forms = list[tuple[StandardPrice, object]]
"""Prices, each with the form of the family's name that it is for."""


def snapshots_apart(prices: list[StandardPrice], read: Reading) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and snapshots they sell at different prices."""
    forms: Forms = []
    for price in prices:
        parsed = read(price.subject)
        if not parsed.is_pointer:
            forms.append((price, parsed.snapshot))
    return _sold_apart(forms, read)


def pointers_apart(prices: list[StandardPrice], read: Reading) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and pointer they sell at different prices."""
    forms: Forms = []
    for price in prices:
        parsed = read(price.subject)
        if parsed.snapshot is None:
            forms.append((price, parsed.is_pointer))
    return _sold_apart(forms, read)


def _sold_apart(forms: Forms, read: Reading) -> frozenset[SellersFamily]:
    """Where one source has prices for two forms of a family, as plain routes of one seller, that
    are further apart than regions.
    """
    found: dict[tuple[str, SellersFamily], dict[object, set[Decimal]]] = {}
    for price, form in forms:
        parsed = read(price.subject)
        input_price, _ = price.price
        if parsed.variant is not None or input_price is None:
            continue
        sellers_family = (price.subject.provider, parsed.family)
        by_form = found.setdefault((price.source, sellers_family), {})
        prices = by_form.setdefault(form, set())
        prices.add(input_price)
    apart: set[SellersFamily] = set()
    for (_, sellers_family), by_form in found.items():
        if _any_differ(list(by_form.values())):
            apart.add(sellers_family)
    return frozenset(apart)


def _any_differ(forms: Sequence[set[Decimal]]) -> bool:
    """Whether a price of one form is further from one of another than a region explains."""
    for one, other in combinations(forms, 2):
        if max(one) > _REGIONAL * min(other):
            return True
        if max(other) > _REGIONAL * min(one):
            return True
    return False
