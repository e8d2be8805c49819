"""Which stated price a quantity has, under given conditions; or why it has none."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import NamedTuple

from reports.bill.card import Price
from reports.bill.usage import Quantity

WORLD = "global"
"""The region of a request that asks for none."""
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MODALITIES = ("image", "audio", "video", "pdf")


class NoPrice(Exception):
    """A quantity has no stated price. Says which, where it was looked for and what was found."""


class Conditions(NamedTuple):
    """One value for everything that prices may depend on."""

    tier: str
    region: str | None
    """As a page writes it; None: the prices that depend on none."""
    hours: str | None
    """The window of the day, as a page writes it."""
    mode: str | None
    variant: str | None


class Option(NamedTuple):
    """A price that a quantity may have, and what decides for it."""

    price: Price
    dimension: str
    value: str


def of_tier(prices: Iterable[Price], tier: str, variant: str | None) -> list[Price]:
    """The prices of a tier: those under the variant asked for, and of what has none under it those
    under no variant.
    """
    own = [price for price in prices if price.tier == tier]
    named = [price for price in own if price.variant == variant]
    if variant is None:
        return named
    meters = {price.meter for price in named}
    return named + [price for price in own if price.variant is None and price.meter not in meters]


def options(prices: Sequence[Price], quantity: Quantity, conditions: Conditions) -> list[Option]:
    """The prices that a quantity may have, of all its bands: several where something that is not
    given decides between them. Raises NoPrice.
    """
    found = [price for price in prices if price.meter == quantity.meter]
    found = [price for price in found if price.counts in (quantity.unit, None)]
    if not found:
        raise NoPrice(f"{quantity.label}: no {conditions.tier} price is stated")
    found = _of_modality(found, quantity, conditions.tier)
    found = _under(found, quantity, conditions)
    offered = [price for price in found if price.amount is not None]
    if not offered:
        raise NoPrice(
            f"{quantity.label}: its page says that it is not offered at the {conditions.tier} tier"
        )
    return _by_lifetime(offered, quantity)


def _of_modality(prices: list[Price], quantity: Quantity, tier: str) -> list[Price]:
    same = [price for price in prices if price.modality == quantity.modality]
    plain = [price for price in prices if price.modality is None]
    told_apart = sorted({price.modality for price in prices if price.modality in _MODALITIES})
    if same:
        return same
    if plain and (quantity.modality == "text" or not told_apart):
        return plain
    found = ", ".join(told_apart) or "text"
    raise NoPrice(
        f"{quantity.label}: no {tier} price is stated for {quantity.modality}, only for {found}"
    )


def _under(prices: list[Price], quantity: Quantity, conditions: Conditions) -> list[Price]:
    """The prices that hold in this region, window and mode: what is stated for it before what is
    stated without condition.
    """
    found = prices
    for condition in ("region", "hours", "mode"):
        wanted = getattr(conditions, condition)
        named = [price for price in found if getattr(price, condition) == wanted]
        plain = [price for price in found if getattr(price, condition) is None]
        others = sorted({str(getattr(price, condition)) for price in found})
        found = named or plain
        if not found:
            asked = wanted or "not given"
            raise NoPrice(
                f"{quantity.label}: no price is stated for {condition} {asked}, only for "
                f"{', '.join(others)}"
            )
    return found


def _by_lifetime(prices: list[Price], quantity: Quantity) -> list[Option]:
    """A write whose lifetime is not known may have the price of each."""
    if quantity.lifetime is None:
        return [Option(price, "cache lifetime", price.lifetime or "any") for price in prices]
    same = [price for price in prices if price.lifetime in (quantity.lifetime, None)]
    if not same:
        stated = sorted({str(price.lifetime) for price in prices})
        raise NoPrice(f"{quantity.label}: no price is stated for it, only for {', '.join(stated)}")
    exact = [price for price in same if price.lifetime == quantity.lifetime] or same
    return [Option(price, "cache lifetime", quantity.lifetime) for price in exact]


def band_of(prices: Iterable[Price], tokens: Decimal) -> list[Price]:
    """The prices whose band holds an input of so many tokens: those of the highest, narrowest band."""
    holding = [
        price
        for price in prices
        if (price.context_from_tokens or 0) <= tokens
        and (price.context_to_tokens is None or tokens < price.context_to_tokens)
    ]
    if not holding:
        return []
    narrowest = max(map(_narrowness, holding))
    return [price for price in holding if _narrowness(price) == narrowest]


def _narrowness(price: Price) -> tuple[int, Decimal]:
    upper = (
        Decimal("-Infinity")
        if price.context_to_tokens is None
        else -Decimal(price.context_to_tokens)
    )
    return price.context_from_tokens or 0, upper


def is_in_window(moment: datetime, hours: str) -> bool:
    """Whether a moment, UTC, may be in a window such as 16:30-00:30, half-open, or "Mon-Fri without
    holidays 01:00-04:00". Which days are holidays is not known: a window with them may hold any
    day.
    """
    days, _, window = hours.rpartition(" ")
    start_text, _, end_text = window.partition("-")
    start, end = time.fromisoformat(start_text), time.fromisoformat(end_text)
    clock = moment.time()
    is_hour = start <= clock < end if start < end else clock >= start or clock < end
    return is_hour and ("with holidays" in days or _is_on(moment, days.partition(" ")[0]))


def _is_on(moment: datetime, days: str) -> bool:
    """Whether a moment is on days such as "Mon-Fri" or "Tue,Thu"; an empty text is every day."""
    if not days:
        return True
    first, dash, last = days.partition("-")
    if dash:
        low, high = _DAYS.index(first), _DAYS.index(last)
        return (moment.weekday() - low) % 7 <= (high - low) % 7
    return _DAYS[moment.weekday()] in days.split(",")


def is_in_region(stated: str, asked: str) -> bool:
    """Whether a region as a page writes it, perhaps a list, is or has the one asked for."""
    parts = [stated, *stated.split(",")]
    return asked.strip().casefold() in {part.strip().casefold() for part in parts}
