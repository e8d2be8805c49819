"""What must hold of every page. The build fails, naming both places, where a page contradicts itself."""

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import cast

from pydantic import BaseModel

from reports.comparison import Comparison
from reports.contradiction import Contradiction, ContradictionFound, Contradictions
from reports.implications import conflicts
from reports.minima import bills_add_up, ended_routes_are_apart, leads_follow_numbers, the_cheapest_is_cheapest
from reports.model.events import Event
from reports.model_page import ModelPage
from reports.sections.table import Cell, Row, Tags
from reports.sentence import MILLION, Count, Derived, Given, Named, Quoted, Sentence
from reports.value import Absent, Disputed, NotApplicable, NotSourced, Receipt, Stated, Value, is_yes
from reports.walk import Part, walk

Page = Comparison | ModelPage
Parts = Sequence[Part]

_VALUES = (Stated, Absent, NotSourced, NotApplicable, Disputed, Derived)


def check(page: Comparison) -> None:
    """Raise ContradictionFound where the page has two values of one fact, or a figure that nothing supports."""
    parts = walk(page)
    for found in chain(
        one_value_for_one_fact(parts),
        *(rule(page, parts) for rule in RULES_OF_PARTS),
        *(rule(page) for rule in RULES),
    ):
        raise ContradictionFound(found)


def check_model(page: ModelPage) -> None:
    """Raise ContradictionFound where the page of a model does."""
    parts = walk(page)
    for found in chain(one_value_for_one_fact(parts), every_receipt_is_listed(page, parts)):
        raise ContradictionFound(found)


def one_value_for_one_fact(parts: Parts) -> Contradictions:
    """Wherever a fact stands on the page, it has one value, with one receipt."""
    first: dict[str, tuple[str, BaseModel]] = {}
    for place, node in parts:
        if isinstance(node, _VALUES):
            known_place, known = first.setdefault(node.about, (place, node))
            if known != node:
                yield Contradiction(
                    "one value for one fact", known_place, place, f"{node.about} is {_said(known)}, and {_said(node)}"
                )


def every_number_has_a_source(page: Comparison, parts: Parts) -> Contradictions:
    """A digit stands in a sentence only as a value, a count, a name or a given; what is cited is a listed source."""
    rule = "every number has a source"
    sources = {source.key for source in page.sources}
    names, givens = _names(page), _givens(page)
    for place, node in parts:
        match node:
            case Sentence():
                for part in node.parts:
                    if isinstance(part, str) and re.search(r"\d", part):
                        yield Contradiction(rule, place, "sources", f"“{part}” is in no source")
            case Named() if re.search(r"\d", node.text) and node.text not in names:
                yield Contradiction(rule, place, "masthead", f"“{node.text}” is the name of nothing on the page")
            case Given() if re.search(r"\d", node.text) and node.text not in givens:
                yield Contradiction(rule, place, "cost", f"“{node.text}” is given nowhere")
            case Derived() if not node.receipts:
                yield Contradiction(rule, place, "sources", f"{node.about} rests on no source")
            case Quoted() | NotSourced(source=str()) if node.source not in sources:
                yield Contradiction(rule, place, "sources", f"no source is called {node.source}")
            case Event() if not node.sources or not set(node.sources) <= sources:
                yield Contradiction(rule, place, "sources", f"no sources are called {node.sources}")
            case _:
                pass


def every_receipt_is_listed(page: Page, parts: Parts) -> Contradictions:
    """A receipt leads to a source of the page that lists its fact."""
    listed_facts = {
        source.key: {fact.fact_id for taken in source.taken for fact in taken.facts} for source in page.sources
    }
    for place, node in parts:
        if isinstance(node, Receipt) and node.fact_id not in listed_facts.get(node.source, set()):
            found = f"fact {node.fact_id} is not among its facts"
            yield Contradiction("every number has a source", place, f"sources {node.source}", found)


def every_count_is_a_length(page: Comparison, parts: Parts) -> Contradictions:
    """A count is the length of the list that it names."""
    for place, node in parts:
        if isinstance(node, Count):
            rows = listed(page, node)
            if len(rows) != node.number:
                yield Contradiction(
                    "every count is a length", place, node.of, f"{node.number} counted, {len(rows)} listed"
                )
    receipts = {node.fact_id for _, node in parts if isinstance(node, Receipt)}
    if page.dates.facts != len(receipts):
        yield Contradiction(
            "every count is a length", "dates.facts", "sources", f"{page.dates.facts} counted, {len(receipts)} cited"
        )


def listed(page: Comparison, count: Count) -> list[object]:
    """The rows that a count is of."""
    *path, last = count.of.split(".")
    node: object = page
    for name in path:
        node = getattr(node, name)
    rows = [row for name in last.split("+") for row in cast("tuple[object, ...]", getattr(node, name))]
    if count.where is None:
        return rows
    field, wanted = count.where
    return [row for row in rows if getattr(row, field) == wanted]


def implications_hold(page: Comparison) -> Contradictions:
    """What one value implies of another holds, or the page shows that it does not."""
    shown = {(conflict.rule, conflict.values) for conflict in page.specs.conflicts}
    for key, model in (("a", page.masthead.a), ("b", page.masthead.b)):
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
                "agents need tool use", f"scorecard fit ({key})", f"capabilities tool_use ({key})", found
            )


def _reasoning_price(page: Comparison, key: str, abilities: dict[str, Value]) -> Contradictions:
    routes = (page.pricing.a if key == "a" else page.pricing.b).live
    for place, route in enumerate(routes):
        priced = any(price.meter == "reasoning" and not _is_gone(price.value) for price in route.prices)
        if priced and abilities["reasoning"].state in {"no", "not sourced"}:
            found = f"{route.route_id} has a price for reasoning, reasoning is {abilities['reasoning'].state}"
            yield Contradiction(
                "a price for reasoning implies it",
                f"pricing.{key}.live[{place}]",
                f"capabilities reasoning ({key})",
                found,
            )


def _is_gone(value: Value) -> bool:
    return isinstance(value, Stated) and value.receipts[0].gone_since is not None


def _values(rows: tuple[Row, ...], key: str) -> dict[str, Value]:
    cells: dict[str, Cell] = {row.key: row.a if key == "a" else row.b for row in rows}
    return {
        name: cell
        for name, cell in cells.items()
        if isinstance(cell, Stated | Absent | NotSourced | NotApplicable | Disputed)
    }


def _names(page: Comparison) -> set[str]:
    routes = [route for side in (page.pricing.a, page.pricing.b) for route in (*side.live, *side.ended)]
    found = {name for route in routes for name in (route.provider, route.seller, route.stated_id)}
    models = (page.masthead.a, page.masthead.b)
    found |= {model.name for model in models} | {model.lab for model in models if model.lab}
    return found | {source.publisher for source in page.sources}


def _givens(page: Comparison) -> set[str]:
    profiles = [cost.profile for cost in (page.cost.chosen, *page.cost.others)]
    return {MILLION.text} | {text for profile in profiles for text in (profile.volume, profile.shape, profile.tier)}


def _said(node: BaseModel) -> str:
    match node:
        case Stated() | Derived():
            return node.text
        case Disputed():
            return " or ".join(statement.text for statement in node.statements)
        case Absent() | NotSourced() | NotApplicable():
            return node.state
        case _:
            return repr(node)


RULES_OF_PARTS: tuple[Callable[[Comparison, Parts], Contradictions], ...] = (
    every_number_has_a_source,
    every_receipt_is_listed,
    every_count_is_a_length,
)
RULES: tuple[Callable[[Comparison], Contradictions], ...] = (
    implications_hold,
    ended_routes_are_apart,
    bills_add_up,
    the_cheapest_is_cheapest,
    leads_follow_numbers,
)
