"""Checks a whole page before it is written. The build fails where a page contradicts itself.

The parts of one model are checked once, however many pages they stand on.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from reports.checks.contradiction import Contradiction, ContradictionFound, Contradictions
from reports.checks.counts import every_count_is_a_length, every_fact_is_counted
from reports.checks.implied import implications_hold
from reports.checks.minima import (
    PlacedCost,
    ended_routes_are_apart,
    leads_follow_numbers,
    minima_hold,
)
from reports.checks.parts import (
    AllowedReferences,
    FactsBySource,
    allowed_names,
    every_number_has_a_source,
    every_receipt_is_listed,
    every_source_is_listed,
    facts_of,
    given_texts,
    one_value_for_one_fact,
)
from reports.model.model_data import ModelData
from reports.pages.comparison import Comparison
from reports.pages.model_page import ModelPage
from reports.values.page_walk import PlacedPart, walk_parts
from reports.values.value import Receipt


class CheckedModel(NamedTuple):
    """The result of the checks of one model, reused by the checks of its pages."""

    part_ids: AbstractSet[int]
    """The identities of the checked parts, which pages need not check again."""
    values: Mapping[str, PlacedPart]
    """Every value with its place, by what it is about."""
    sources: FactsBySource
    facts: AbstractSet[str]
    """The ids of all facts cited by the parts."""


def check_model_data(model: ModelData) -> CheckedModel:
    """Checks the parts of one model. Raises ContradictionFound."""
    roots = _roots(model)
    parts: list[PlacedPart] = []
    for place, root in roots:
        parts += walk_parts(root, place)
    sources: dict[str, set[str]] = {}
    for page, taken in model.cited_pages.items():
        sources[page.key] = {fact.fact_id for fact in taken.facts}
    names = allowed_names([model.route_listing], [model.entry.name, model.entry.lab_name or ""])
    names.update(page.publisher for page in model.cited_pages)
    costs: list[PlacedCost] = []
    for name, cost in model.costs.items():
        costs.append(PlacedCost(f"costs.{name}", model.profiles[name], cost))
    allowed = AllowedReferences(
        sources=sources,
        names=names,
        givens=given_texts(model.profiles.values()),
    )
    values: dict[str, PlacedPart] = {}
    _raise_first(
        chain(
            one_value_for_one_fact(parts, values),
            every_number_has_a_source(parts, allowed),
            every_receipt_is_listed(parts, sources),
            minima_hold("route_listing", model.route_listing, costs),
        )
    )
    part_ids = {id(root) for _, root in roots}
    part_ids.update(id(taken) for taken in model.cited_pages.values())
    facts = {node.fact_id for _, node in parts if isinstance(node, Receipt)}
    return CheckedModel(
        part_ids=part_ids,
        values=values,
        sources=sources,
        facts=facts,
    )


def _roots(model: ModelData) -> list[PlacedPart]:
    """The parts of a model that pages share, each with a name for its place."""
    roots: list[PlacedPart] = []
    for name, value in model.attributes.items():
        roots.append((f"attributes.{name}", value))
    for name, value in model.capabilities.items():
        roots.append((f"capabilities.{name}", value))
    roots.append(("route_listing", model.route_listing))
    for name, cost in model.costs.items():
        roots.append((f"costs.{name}", cost))
    roots.append(("cheapest_output", model.cheapest_output.sentence))
    for key, score in model.scores.items():
        roots.append((f"scores.{' '.join(key)}", score))
    for index, event in enumerate(model.events):
        roots.append((f"events[{index}]", event))
    return roots


def check_comparison(page: Comparison, *checked: CheckedModel) -> None:
    """Checks a page, without the parts of models that are checked already.

    Raises ContradictionFound where the page has two values of one fact, or a figure that no source
    supports.
    """
    for contradiction in _contradictions(page, checked):
        if checked:
            # Checks everything again, so that both places are named as they stand on the page.
            check_comparison(page)
        raise ContradictionFound(contradiction)


def _contradictions(page: Comparison, checked: Sequence[CheckedModel]) -> Contradictions:
    checked_ids: set[int] = set()
    values: dict[str, PlacedPart] = {}
    for model in checked:
        checked_ids |= model.part_ids
        values.update(model.values)
    parts = walk_parts(page, without=checked_ids)
    sources = facts_of(page.sources)
    allowed = AllowedReferences(
        sources=sources,
        names=_names_on(page),
        givens=_givens_on(page),
    )

    yield from one_value_for_one_fact(parts, values)
    yield from every_number_has_a_source(parts, allowed)
    yield from every_receipt_is_listed(parts, sources)
    for model in checked:
        yield from every_source_is_listed(model.sources, sources)
    yield from every_count_is_a_length(page, parts)
    yield from every_fact_is_counted(page, parts, [model.facts for model in checked])
    yield from implications_hold(page)
    yield from _minima_of_page(page, checked_ids)
    yield from leads_follow_numbers(page)


def _names_on(page: Comparison) -> set[str]:
    others = [source.publisher for source in page.sources]
    for model in (page.header.a, page.header.b):
        others += [model.name, model.lab or ""]
    others += [score.a.benchmark for score in page.benchmarks.shared]
    return allowed_names([page.pricing.a, page.pricing.b], others)


def _givens_on(page: Comparison) -> set[str]:
    return given_texts(cost.profile for cost in (page.cost.chosen, *page.cost.others))


def check_model_page(page: ModelPage) -> None:
    """Checks the page of one model. Raises ContradictionFound."""
    parts = walk_parts(page)
    sources = facts_of(page.sources)
    others = [source.publisher for source in page.sources]
    names = allowed_names([page.routes], [*others, page.name, page.lab or ""])
    allowed = AllowedReferences(
        sources=sources,
        names=names,
        givens=given_texts(()),
    )
    _raise_first(
        chain(
            one_value_for_one_fact(parts, {}),
            every_number_has_a_source(parts, allowed),
            every_receipt_is_listed(parts, sources),
            ended_routes_are_apart("routes", page.routes),
        )
    )


def _raise_first(found: Iterable[Contradiction]) -> None:
    for contradiction in found:
        raise ContradictionFound(contradiction)


def _minima_of_page(page: Comparison, checked_ids: AbstractSet[int]) -> Contradictions:
    places = [("cost.chosen", page.cost.chosen)]
    for index, cost in enumerate(page.cost.others):
        places.append((f"cost.others[{index}]", cost))
    a_costs: list[PlacedCost] = []
    b_costs: list[PlacedCost] = []
    for place, cost in places:
        a_costs.append(PlacedCost(f"{place}.a.best", cost.profile, cost.a))
        b_costs.append(PlacedCost(f"{place}.b.best", cost.profile, cost.b))
    sides = (("a", page.pricing.a, a_costs), ("b", page.pricing.b, b_costs))
    for key, routes, costs in sides:
        part_ids = {id(routes)}
        part_ids.update(id(placed.cost) for placed in costs)
        if not part_ids <= checked_ids:
            yield from minima_hold(f"pricing.{key}", routes, costs)
