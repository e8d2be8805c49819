"""JSON in which an amount of money is a number with its own digits: never through a binary float."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from pipeline.facts.money import decimal_text

Tree: TypeAlias = "str | int | bool | Decimal | Sequence[Tree] | Mapping[str, Tree] | None"
"""A value to be written. There are no floats."""


def exact_json(value: Tree, *, indented: bool = True) -> bytes:
    """A value as JSON in ASCII, with a newline at its end; on one line unless `indented`."""
    return (_text(value, 0 if indented else None) + "\n").encode("ascii")


def _text(value: Tree, depth: int | None) -> str:
    match value:
        case None | bool() | int() | str():
            return json.dumps(value)
        case Decimal():
            return decimal_text(value)
        case Mapping():
            members = [
                f"{json.dumps(key)}: {_text(item, _below(depth))}" for key, item in value.items()
            ]
            return _enclosed("{", members, "}", depth)
        case _:
            items = [_text(item, _below(depth)) for item in value]
            return _enclosed("[", items, "]", depth)


def _below(depth: int | None) -> int | None:
    return None if depth is None else depth + 1


def _enclosed(opening: str, items: Iterable[str], closing: str, depth: int | None) -> str:
    """The items between brackets: each on a line of its own where lines are indented."""
    inner = list(items)
    if depth is None or not inner:
        return opening + ", ".join(inner) + closing
    outer_line = "\n" + "  " * depth
    return f"{opening}{outer_line}  " + f",{outer_line}  ".join(inner) + outer_line + closing
