"""What conditions in words say of a price."""

from collections.abc import Iterable
from typing import Any

from spiders.claims import Claim
from spiders.conditions import Condition
from spiders.readers.price_keys import UNKNOWN_CONDITION


def qualifiers_of(claim: Claim, conditions: Iterable[Condition], words: str) -> dict[str, Any]:
    """The fields that conditions change in a claim."""
    changes: dict[str, Any] = {}
    for condition in conditions:
        if condition.is_unclear:
            said = [changes.get("variant") or claim.variant, f"{UNKNOWN_CONDITION}: {words}"]
            changes["variant"] = ", ".join(filter(None, said))
        if condition.valid_from:
            changes["valid_from"] = condition.valid_from
        if condition.valid_to:
            changes["valid_to"] = condition.valid_to
        if condition.price_class != "list":
            changes["price_class"] = condition.price_class
        if condition.period:
            known = changes.get("variant") or claim.variant
            parts = [] if known is None else [known]
            if condition.period not in parts:
                changes["variant"] = ", ".join([*parts, condition.period])
    return changes
