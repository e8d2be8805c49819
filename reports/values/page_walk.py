"""Walks a page model: every part of it with its place."""

from collections.abc import Set
from functools import cache
from typing import cast, get_args

from pydantic import BaseModel

PlacedPart = tuple[str, BaseModel]


def walk_parts(
    node: BaseModel, place: str = "", without: Set[int] = frozenset()
) -> list[PlacedPart]:
    """Every model in a page, outermost first, with a path such as pricing.a.live[2].input.

    What has its id in `without` is left out, with all that it holds.
    """
    found: list[PlacedPart] = []
    _collect(node, place, without, found)
    return found


def _collect(node: BaseModel, place: str, without: Set[int], found: list[PlacedPart]) -> None:
    if id(node) in without:
        return
    found.append((place, node))
    before = f"{place}." if place else ""
    for name in _fields(type(node)):
        value: object = getattr(node, name)
        if isinstance(value, BaseModel):
            _collect(value, before + name, without, found)
        elif isinstance(value, tuple):
            _collect_rows(cast("tuple[object, ...]", value), before + name, without, found)


def _collect_rows(
    rows: tuple[object, ...], place: str, without: Set[int], found: list[PlacedPart]
) -> None:
    for index, row in enumerate(rows):
        if isinstance(row, BaseModel):
            _collect(row, f"{place}[{index}]", without, found)
        elif isinstance(row, tuple):
            _collect_rows(cast("tuple[object, ...]", row), f"{place}[{index}]", without, found)


@cache
def _fields(kind: type[BaseModel]) -> tuple[str, ...]:
    """The fields that hold models."""
    return tuple(
        name for name, field in kind.model_fields.items() if _holds_models(field.annotation)
    )


def _holds_models(annotation: object) -> bool:
    inner = get_args(annotation)
    return (
        any(map(_holds_models, inner))
        if inner
        else isinstance(annotation, type) and issubclass(annotation, BaseModel)
    )
