"""Keys that name a condition beside the prices of a JSON page."""

from collections.abc import Callable, Iterator, Sequence

from spiders.claims import Claim
from spiders.parsing.json_tree import Json, unescape_step
from spiders.readers.price_keys import UNKNOWN_CONDITION, keys_of_conditions

_NAMES_NOTHING = {"price", "amount", "value", "base", "cost", "usd"}
Around = Callable[[str], Sequence[Json]]
"""The objects of a JSON page around the value at a locator, the innermost first."""


class ConditionsBeside:
    """The keys of conditions beside the prices of a JSON page, found once for each object."""

    def __init__(self, objects_around: Around) -> None:
        self._objects_around = objects_around
        self._around: dict[str, Sequence[Json]] = {}
        self._keys: dict[int, list[str]] = {}

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
    source does not read: "off_peak_pricing"; doubtful where it is a list.
    """
    place, _, key = claim.quote.locator.rpartition("/")
    if conditions.has_list(place, key):
        return claim.model_copy(update={"doubt": "a list stands where a price is expected"})
    is_read = claim.hours or claim.valid_from or claim.valid_to or claim.price_class != "list"
    if is_read or (claim.variant or "").startswith(UNKNOWN_CONDITION):
        return claim
    for members, names in conditions.of(place, 2 if key in _NAMES_NOTHING else 1):
        found = [name for name in names if _concerns(members[name], key)]
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
