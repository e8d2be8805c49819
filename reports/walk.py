"""Every part of a page with its place on it."""

from collections.abc import Iterator
from typing import cast

from pydantic import BaseModel


def walk(node: object, place: str = "") -> Iterator[tuple[str, BaseModel]]:
    """Every model below a node, outermost first, with a path such as pricing.a.live[2].input."""
    if isinstance(node, BaseModel):
        yield place, node
        for name in type(node).model_fields:
            yield from walk(getattr(node, name), f"{place}.{name}" if place else name)
    elif isinstance(node, tuple):
        for index, item in enumerate(cast("tuple[object, ...]", node)):
            yield from walk(item, f"{place}[{index}]")
