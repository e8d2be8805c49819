"""Checks that values which imply one another agree on a page, or that the page shows the conflict."""

from reports.checks.contradiction import Contradiction, Contradictions
from reports.pages.comparison import Comparison
from reports.pages.pair import SideKey
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
    """Every rule of implied values holds for both models, or is shown as broken."""
    sides: tuple[SideKey, SideKey] = ("a", "b")
    for key in sides:
        capabilities = _values(page.capabilities.rows, key)
        yield from _conflicts_are_shown(page, key, capabilities)
        yield from _reasoning_price(page, key, capabilities)
        yield from _agents_tag(page, key, capabilities)


def _conflicts_are_shown(
    page: Comparison, key: SideKey, capabilities: dict[str, Value]
) -> Contradictions:
    shown = {(conflict.rule, conflict.values) for conflict in page.specs.conflicts}
    model = page.header.a if key == "a" else page.header.b
    attributes = _values(page.specs.rows, key)
    for conflict in conflicts(model.name, attributes, capabilities):
        if (conflict.rule, conflict.values) not in shown:
            first, second = conflict.values
            yield Contradiction(
                rule=conflict.rule,
                first=f"{first} ({key})",
                second=f"{second} ({key})",
                found=conflict.sentence.text,
            )


def _reasoning_price(
    page: Comparison, key: SideKey, capabilities: dict[str, Value]
) -> Contradictions:
    """A route with a price for reasoning needs a model that reasons."""
    state = capabilities["reasoning"].state
    if state not in {"no", "not sourced"}:
        return
    routes = page.pricing.a if key == "a" else page.pricing.b
    for index, route in enumerate(routes.live):
        prices = [price.value for price in route.prices if price.meter == "reasoning"]
        if all(_is_gone(price) for price in prices):
            continue
        yield Contradiction(
            rule="a price for reasoning implies it",
            first=f"pricing.{key}.live[{index}]",
            second=f"capabilities reasoning ({key})",
            found=f"{route.route_id} has a price for reasoning, reasoning is {state}",
        )


def _agents_tag(page: Comparison, key: SideKey, capabilities: dict[str, Value]) -> Contradictions:
    """The tag for agents needs tool use."""
    row = next(row for row in page.scorecard.rows if row.key == "fit")
    cell = _cell(row, key)
    if not isinstance(cell, Tags) or is_yes(capabilities["tool_use"]):
        return
    if any(tag.label == "Agents" for tag in cell.tags):
        yield Contradiction(
            rule="agents need tool use",
            first=f"scorecard fit ({key})",
            second=f"capabilities tool_use ({key})",
            found=f"tagged for agents, tool use is {capabilities['tool_use'].state}",
        )


def _is_gone(value: Value) -> bool:
    return isinstance(value, StatedValue) and value.receipts[0].gone_since is not None


def _cell(row: Row, key: SideKey) -> Cell:
    return row.a if key == "a" else row.b


def _values(rows: tuple[Row, ...], key: SideKey) -> dict[str, Value]:
    """The cells of one side that are values, by row key."""
    values: dict[str, Value] = {}
    for row in rows:
        cell = _cell(row, key)
        if isinstance(cell, StatedValue | AbsentValue | NotSourced | NotApplicable | DisputedValue):
            values[row.key] = cell
    return values
