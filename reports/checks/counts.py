"""A count is the length of the list that it names."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import cast

from reports.checks.contradiction import Contradiction, Contradictions
from reports.checks.parts import Parts
from reports.pages.comparison import Comparison
from reports.values.sentence import Count
from reports.values.value import Receipt

_RULE = "every count is a length"


def every_count_is_a_length(page: Comparison, parts: Parts) -> Contradictions:
    for place, node in parts:
        if isinstance(node, Count):
            rows = counted_rows(page, node)
            if len(rows) != node.number:
                yield Contradiction(
                    _RULE, place, node.of, f"{node.number} counted, {len(rows)} listed"
                )


def every_fact_is_counted(
    page: Comparison, parts: Parts, known: Iterable[AbstractSet[str]]
) -> Contradictions:
    """The number of facts is how many are cited."""
    cited = {node.fact_id for _, node in parts if isinstance(node, Receipt)}.union(*known)
    if page.dates.facts != len(cited):
        yield Contradiction(
            _RULE, "dates.facts", "sources", f"{page.dates.facts} counted, {len(cited)} cited"
        )


def counted_rows(page: Comparison, count: Count) -> list[object]:
    """The rows that a count is of."""
    *path, last = count.of.split(".")
    node: object = page
    for name in path:
        node = getattr(node, name)
    rows = [
        row for name in last.split("+") for row in cast("tuple[object, ...]", getattr(node, name))
    ]
    if count.where is None:
        return rows
    field, wanted = count.where
    return [row for row in rows if getattr(row, field) == wanted]
