"""Checks that every count is the length of the list that it names."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import cast

from reports.checks.contradiction import Contradiction, Contradictions
from reports.pages.comparison import Comparison
from reports.values.page_walk import PlacedPart
from reports.values.sentence import Count
from reports.values.value import Receipt

_RULE = "every count is a length"


def every_count_is_a_length(page: Comparison, parts: Sequence[PlacedPart]) -> Contradictions:
    """Each count equals the number of rows of its list."""
    for place, node in parts:
        if not isinstance(node, Count):
            continue
        rows = counted_rows(page, node)
        if len(rows) != node.number:
            found = f"{node.number} counted, {len(rows)} listed"
            yield Contradiction(
                rule=_RULE,
                first=place,
                second=node.of,
                found=found,
            )


def every_fact_is_counted(
    page: Comparison,
    parts: Sequence[PlacedPart],
    facts_of_models: Iterable[AbstractSet[str]],
) -> Contradictions:
    """The number of facts is the number of facts cited on the page and by its checked models."""
    cited = set[str]().union(*facts_of_models)
    for _, node in parts:
        if isinstance(node, Receipt):
            cited.add(node.fact_id)
    if page.dates.facts != len(cited):
        found = f"{page.dates.facts} counted, {len(cited)} cited"
        yield Contradiction(
            rule=_RULE,
            first="dates.facts",
            second="sources",
            found=found,
        )


def counted_rows(page: Comparison, count: Count) -> list[object]:
    """The rows that a count is of. `verdict.decisive+level` names two lists of one section."""
    *path, last = count.of.split(".")
    node: object = page
    for name in path:
        node = getattr(node, name)
    rows: list[object] = []
    for name in last.split("+"):
        rows.extend(cast("tuple[object, ...]", getattr(node, name)))
    if count.where is None:
        return rows
    field, wanted = count.where
    return [row for row in rows if getattr(row, field) == wanted]
