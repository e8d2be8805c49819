"""Caches rendered parts of pages, so that a part that many pages hold is rendered once."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class PartCache:
    """Results of functions of page parts, keyed by function, identity of the part, and options.

    Identity is enough as key because all pages of a build share the parts of one model. A cache with
    `most` results begins anew, so that one that outlives a build is bounded.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._made: dict[tuple[Hashable, ...], tuple[object, Any]] = {}

    def __call__(self, make: Callable[..., Made], part: object, *options: Hashable) -> Made:
        """Returns `make(part, *options)`, from the cache if it was called before."""
        key = (make, id(part), *options)
        found = self._made.get(key)
        if found is None:
            # The part is stored too: while it lives, no other object gets its id.
            found = (part, make(part, *options))
            if self._most is not None and len(self._made) >= self._most:
                self._made.clear()
            self._made[key] = found
        return found[1]
