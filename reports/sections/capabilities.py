"""Capabilities: what each model can do, in five states."""

from reports.model.abilities import label
from reports.sections.table import Row, value_row
from reports.side import Pair
from reports.value import Frozen


class Capabilities(Frozen):
    rows: tuple[Row, ...]


def capabilities(pair: Pair) -> Capabilities:
    a, b = pair.a.abilities, pair.b.abilities
    return Capabilities(
        rows=tuple(value_row(name, label(name), a[name], b[name], note=_note(name, pair)) for name in a)
    )


def _note(name: str, pair: Pair) -> str | None:
    same = all(side.abilities[name] is side.abilities["function_calling"] for side in (pair.a, pair.b))
    return "no source tells it from function calling" if name == "tool_use" and same else None
