"""What was asked for beside a usage, and every assumption for what of it was left open."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

from reports.bill.card import Price, PriceRule
from reports.bill.choosing import WORLD, Conditions, is_in_region, is_in_window

RULE = "price rule"
_Regions = list[tuple[str | None, tuple[PriceRule, ...]]]


class Asked(NamedTuple):
    """What was asked for beside the usage."""

    day: date
    moment: datetime | None
    """None where only the day was given, or nothing."""
    tier: str
    region: str | None
    mode: str | None
    variant: str | None
    currency: str


class Assumption(NamedTuple):
    """One value for all that prices share and that may have been left open."""

    conditions: Conditions
    rules: tuple[PriceRule, ...]
    """The rules that multiply the plain prices of its region."""
    values: dict[str, str]
    """Of each dimension the value chosen, in words."""


def assumptions_of(
    asked: Asked, prices: Sequence[Price], rules: Sequence[PriceRule]
) -> Iterator[Assumption]:
    """Every value of region, hours and mode that may be meant, with the rules that hold in it."""
    for (region, holding), hours, mode in product(
        _regions(asked, prices, rules), _hours(asked, prices), _modes(asked, prices)
    ):
        values = {
            "region": _region_name(asked, region, holding),
            RULE: "holds" if holding else "does not hold",
            "time of day": hours or "any",
            "mode": mode or "any",
        }
        conditions = Conditions(asked.tier, region, hours, mode, asked.variant)
        yield Assumption(conditions, holding, values)


def _region_name(asked: Asked, region: str | None, rules: tuple[PriceRule, ...]) -> str:
    if region is not None:
        return region
    for rule in rules:
        return asked.region or rule.region or "data residency"
    return asked.region or WORLD


def _regions(asked: Asked, prices: Sequence[Price], rules: Sequence[PriceRule]) -> _Regions:
    """The regions that may be meant, each with the rules that multiply its plain prices."""
    stated = sorted({price.region for price in prices if price.region is not None})
    wanted = asked.region
    if wanted is None:
        found: _Regions = []
        found += [(region, ()) for region in _stated_values(prices, "region")]
        found += [(None, (rule,)) for rule in rules]
        return found
    matching = [region for region in stated if is_in_region(region, wanted)]
    if matching:
        return [(region, ()) for region in matching]
    is_world = wanted.strip().casefold() == WORLD
    plain: _Regions = []
    for rule in rules:
        holds = not is_world if rule.region is None else is_in_region(rule.region, wanted)
        if holds:
            plain.append((None, (rule,)))
            if rule.applies is None:
                plain.append((None, ()))
    return plain or [(None, ())]


def _hours(asked: Asked, prices: Sequence[Price]) -> list[str | None]:
    stated = _stated_values(prices, "hours")
    if asked.moment is None:
        return stated
    moment = asked.moment
    return [hours for hours in stated if hours and is_in_window(moment, hours)] or [None]


def _modes(asked: Asked, prices: Sequence[Price]) -> list[str | None]:
    if asked.mode is not None:
        return [asked.mode]
    return _stated_values(prices, "mode")


def _stated_values(prices: Sequence[Price], dimension: str) -> list[str | None]:
    """The values of a dimension that prices are stated for; None among them where every meter has a
    price that does not depend on it.
    """
    stated = sorted({getattr(price, dimension) for price in prices} - {None})
    meters = {price.meter for price in prices}
    plain = {price.meter for price in prices if getattr(price, dimension) is None}
    return [None, *stated] if meters == plain else stated
