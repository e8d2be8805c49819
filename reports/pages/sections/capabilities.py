"""The section of capabilities: one row per capability. A capability of which no page says anything
for either model has no row, and is named below the table.
"""

from collections.abc import Iterable

from reports.model.capability_values import ALWAYS_SHOWN, capability_in_prose, capability_label
from reports.pages.pair import Pair
from reports.pages.sections.paired_rows import Row, value_row
from reports.values.sentence import Sentence, format_sentence, join_names
from reports.values.value import FrozenModel, NotSourced


class Capabilities(FrozenModel):
    rows: tuple[Row, ...]
    unsaid: Sentence | None
    """Further capabilities of which no page says anything for either model."""


def capabilities(pair: Pair) -> Capabilities:
    a, b = pair.a.capabilities, pair.b.capabilities
    asked = list(shown_capabilities(pair))
    unsaid = [capability_in_prose(name) for name in a if name not in asked]
    return Capabilities(
        rows=tuple(
            value_row(name, capability_label(name), a[name], b[name], note=_note(name, pair))
            for name in asked
        ),
        unsaid=format_sentence(
            "No page that we read says of either whether it has {}.", join_names(unsaid)
        )
        if unsaid
        else None,
    )


def shown_capabilities(pair: Pair) -> Iterable[str]:
    """The capabilities that every page asks for, and those of which something is said."""
    for name in pair.a.capabilities:
        if name in ALWAYS_SHOWN or not all(
            isinstance(side.capabilities[name], NotSourced) for side in pair.sides
        ):
            yield name


def _note(name: str, pair: Pair) -> str | None:
    same = all(
        side.capabilities[name] is side.capabilities["function_calling"] for side in pair.sides
    )
    return "no source tells it from function calling" if name == "tool_use" and same else None
