"""Capabilities: what each model can do, in five states. What no page says of either is named, and
has no row.
"""

from collections.abc import Iterable

from reports.model.capability_values import ALWAYS, in_prose, label
from reports.pages.sections.paired_rows import Row, value_row
from reports.pages.side import Pair
from reports.values.sentence import Sentence, names, say
from reports.values.value import Frozen, NotSourced


class Capabilities(Frozen):
    rows: tuple[Row, ...]
    unsaid: Sentence | None
    """Further capabilities of which no page says anything for either model."""


def capabilities(pair: Pair) -> Capabilities:
    a, b = pair.a.abilities, pair.b.abilities
    asked = list(told(pair))
    unsaid = [in_prose(name) for name in a if name not in asked]
    return Capabilities(
        rows=tuple(
            value_row(name, label(name), a[name], b[name], note=_note(name, pair)) for name in asked
        ),
        unsaid=say("No page that we read says of either whether it has {}.", names(unsaid))
        if unsaid
        else None,
    )


def told(pair: Pair) -> Iterable[str]:
    """The capabilities that every page asks for, and those of which something is said."""
    for name in pair.a.abilities:
        if name in ALWAYS or not all(
            isinstance(side.abilities[name], NotSourced) for side in (pair.a, pair.b)
        ):
            yield name


def _note(name: str, pair: Pair) -> str | None:
    same = all(
        side.abilities[name] is side.abilities["function_calling"] for side in (pair.a, pair.b)
    )
    return "no source tells it from function calling" if name == "tool_use" and same else None
