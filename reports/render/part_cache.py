"""What is made of a part of a page, made once however many pages hold that part."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Made = TypeVar("Made")


class PartCache:
    """Remembers what was made of each part. Parts are told apart by identity: one dossier's serves
    many pages.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[Hashable, ...], tuple[object, Any]] = {}

    def __call__(self, make: Callable[..., Made], part: object, *options: Hashable) -> Made:
        """`make(part, *options)`, or what it gave before."""
        key = (make, id(part), *options)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = (
                part,
                make(part, *options),
            )  # the part is kept, so that its id stays its own
        return found[1]
