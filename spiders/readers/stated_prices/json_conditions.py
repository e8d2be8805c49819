"""Keys that name a condition beside the prices of a JSON page."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spiders.claims import Claim, Unit
from spiders.parsing.json_tree import Json, unescape_step
from spiders.readers.price_keys import UNKNOWN_CONDITION, keys_of_conditions
from spiders.readers.units import find_unit

_NAMES_NOTHING = {"price", "amount", "value", "base", "cost", "usd"}
Around = Callable[[str], Sequence[Json]]
"""The objects of a JSON page around the value at a locator, the innermost first."""

_TIME_OF_DAY = re.compile(r"hour|utc|time|peak|day|night|schedule|start|end_", re.IGNORECASE)
_CURRENCY_KEY = re.compile(r"(?:price|billing|pricing)?currency(?:code)?")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_UNIT_KEY = re.compile(r"(?:price|pricing|billing|charge)?(?:unit|per)")
_UNIT_WORDS = re.compile(r"(?:price |cost )?(?:per |/ ?)?(.+)")


class ConditionsBeside:
    """The keys of conditions beside the prices of a JSON page, found once for each object."""

    def __init__(self, objects_around: Around) -> None:
        self._objects_around = objects_around
        self._around: dict[str, Sequence[Json]] = {}
        self._keys: dict[int, list[str]] = {}
        self._money: dict[int, StatedMoney] = {}

    def of(self, place: str, depth: int) -> Iterator[tuple[dict[str, Json], list[str]]]:
        """The objects around the values in the object at a locator, up to a depth, that have such
        keys, the innermost first, each with its keys.
        """
        for members in self._objects(place)[:depth]:
            if not isinstance(members, dict):
                continue
            if id(members) not in self._keys:
                self._keys[id(members)] = keys_of_conditions(members)
            if self._keys[id(members)]:
                yield members, self._keys[id(members)]

    def money(self, place: str, depth: int) -> Iterator["StatedMoney"]:
        """What the objects around the values in the object at a locator say of money, up to a depth,
        the innermost first.
        """
        for members in self._objects(place)[:depth]:
            if not isinstance(members, dict):
                continue
            if id(members) not in self._money:
                self._money[id(members)] = _stated_money(members)
            yield self._money[id(members)]

    def has_list(self, place: str, key: str) -> bool:
        """Whether a list stands under a key of the object at a locator."""
        members = next(iter(self._objects(place)), None)
        return isinstance(members, dict) and isinstance(members.get(unescape_step(key)), list)

    def _objects(self, place: str) -> Sequence[Json]:
        if place not in self._around:
            self._around[place] = self._objects_around(f"{place}/")
        return self._around[place]


def with_keys_beside(claim: Claim, conditions: ConditionsBeside) -> Claim:
    """The claim of a JSON page's price, qualified where a key beside it names a condition that its
    source does not read: "off_peak_pricing"; doubtful where it is a list, and where a key beside it
    states another currency or unit than its source reads.
    """
    place, _, key = claim.quote.locator.rpartition("/")
    if conditions.has_list(place, key):
        return claim.model_copy(update={"doubt": "a list stands where a price is expected"})
    depth = 2 if key in _NAMES_NOTHING else 1
    for money in conditions.money(place, depth):
        other = _other_money(money, claim)
        if other:
            return claim.model_copy(update={"doubt": f"beside the price stands {other}"})
    has_condition = claim.price_class in ("introductory", "promotional")
    if has_condition or (claim.variant or "").startswith(UNKNOWN_CONDITION):
        return claim
    for members, names in conditions.of(place, depth):
        found = [
            name
            for name in names
            if _concerns(members[name], key) and not _is_read(claim, name, members[name])
        ]
        if found:
            words = [claim.variant] if claim.variant else []
            words.append(f"{UNKNOWN_CONDITION}: {', '.join(found)}")
            return claim.model_copy(update={"variant": ", ".join(words)})
    return claim


def _concerns(condition: Json, key: str) -> bool:
    """Whether a condition is one of the price under a key: not where it holds other prices only."""
    if not isinstance(condition, dict):
        return True
    return key in condition or not any("cost" in name or "price" in name for name in condition)


def _is_read(claim: Claim, name: str, condition: Json) -> bool:
    """Whether a condition is a time of day, or a day, that the claim knows."""
    if claim.hours and _TIME_OF_DAY.search(name):
        return True
    days = tuple(day for day in (claim.valid_from, claim.valid_to) if day)
    return bool(days) and isinstance(condition, str) and condition.startswith(days)


class StatedMoney(NamedTuple):
    """What the keys of an object say of its prices; None where they say nothing that is known."""

    currency: str | None = None
    unit: Unit | None = None


def _stated_money(members: Mapping[str, Json]) -> StatedMoney:
    currency: str | None = None
    unit: Unit | None = None
    for key, value in members.items():
        if not isinstance(value, str):
            continue
        name = key.casefold().replace("_", "").replace("-", "")
        if _CURRENCY_KEY.fullmatch(name) and _CURRENCY_CODE.fullmatch(value.upper()):
            currency = value.upper()
        elif _UNIT_KEY.fullmatch(name):
            unit = _unit_in(value)
    return StatedMoney(currency, unit)


def _unit_in(value: str) -> Unit | None:
    """The unit that a text is: "per_1k_tokens", "1K tokens", "request"."""
    words = _UNIT_WORDS.fullmatch(value.strip().replace("_", " "))
    found = find_unit(f"/ {words[1]}") if words else None
    return found.unit if found else None


def _other_money(money: StatedMoney, claim: Claim) -> str:
    """What an object says of its prices and a claim does not; "" where they agree."""
    expected = {"US cents": "USD"}.get(claim.currency or "", claim.currency)
    if money.currency and expected and money.currency != expected:
        return f"the currency {money.currency}, which its source does not read"
    if money.unit and money.unit != claim.unit:
        return f"the unit {money.unit}, which its source does not read"
    return ""
