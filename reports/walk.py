"""Every part of a page with its place on it."""

from functools import cache
from typing import cast

from pydantic import BaseModel

Part = tuple[str, BaseModel]


def walk(page: BaseModel) -> list[Part]:
    """Every model in a page, outermost first, with a path such as pricing.a.live[2].input."""
    found: list[Part] = []
    _collect(page, "", found)
    return found


def _collect(node: BaseModel, place: str, found: list[Part]) -> None:
    found.append((place, node))
    before = f"{place}." if place else ""
    for name in _fields(type(node)):
        value: object = getattr(node, name)
        if isinstance(value, BaseModel):
            _collect(value, before + name, found)
        elif isinstance(value, tuple):
            _collect_rows(cast("tuple[object, ...]", value), before + name, found)


def _collect_rows(rows: tuple[object, ...], place: str, found: list[Part]) -> None:
    for index, row in enumerate(rows):
        if isinstance(row, BaseModel):
            _collect(row, f"{place}[{index}]", found)
        elif isinstance(row, tuple):
            _collect_rows(cast("tuple[object, ...]", row), f"{place}[{index}]", found)


@cache
def _fields(kind: type[BaseModel]) -> tuple[str, ...]:
    return tuple(kind.model_fields)
