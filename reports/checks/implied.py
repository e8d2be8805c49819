"""What one value implies of another holds on a page, or the page shows that it does not."""

from reports.checks.contradiction import Contradiction, Contradictions
from reports.pages.comparison import Comparison
from reports.pages.sections.paired_rows import Cell, Row, Tags
from reports.values.implications import conflicts
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    StatedValue,
    Value,
    is_yes,
)


def implications_hold(page: Comparison) -> Contradictions:
    shown = {(conflict.rule, conflict.values) for conflict in page.specs.conflicts}
    for key, model in (("a", page.header.a), ("b", page.header.b)):
        attributes, abilities = _values(page.specs.rows, key), _values(page.capabilities.rows, key)
        for conflict in conflicts(model.name, attributes, abilities):
            if (conflict.rule, conflict.values) not in shown:
                yield Contradiction(
                    conflict.rule,
                    f"{conflict.values[0]} ({key})",
                    f"{conflict.values[1]} ({key})",
                    conflict.sentence.text,
                )
        yield from _reasoning_price(page, key, abilities)
        tags = next(row for row in page.scorecard.rows if row.key == "fit")
        cell = tags.a if key == "a" else tags.b
        if (
            isinstance(cell, Tags)
            and any(tag.label == "Agents" for tag in cell.tags)
            and not is_yes(abilities["tool_use"])
        ):
            found = f"tagged for agents, tool use is {abilities['tool_use'].state}"
            yield Contradiction(
                "agents need tool use",
                f"scorecard fit ({key})",
                f"capabilities tool_use ({key})",
                found,
            )


def _reasoning_price(page: Comparison, key: str, abilities: dict[str, Value]) -> Contradictions:
    if abilities["reasoning"].state not in {"no", "not sourced"}:
        return
    routes = (page.pricing.a if key == "a" else page.pricing.b).live
    for place, route in enumerate(routes):
        if any(price.meter == "reasoning" and not _is_gone(price.value) for price in route.prices):
            found = f"{route.route_id} has a price for reasoning, reasoning is {abilities['reasoning'].state}"
            yield Contradiction(
                "a price for reasoning implies it",
                f"pricing.{key}.live[{place}]",
                f"capabilities reasoning ({key})",
                found,
            )


def _is_gone(value: Value) -> bool:
    return isinstance(value, StatedValue) and value.receipts[0].gone_since is not None


def _values(rows: tuple[Row, ...], key: str) -> dict[str, Value]:
    cells: dict[str, Cell] = {row.key: row.a if key == "a" else row.b for row in rows}
    return {
        name: cell
        for name, cell in cells.items()
        if isinstance(cell, StatedValue | AbsentValue | NotSourced | NotApplicable | DisputedValue)
    }
