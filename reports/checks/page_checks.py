"""What must hold of every page. The build fails, naming both places, where a page contradicts
itself.

What holds of a dossier is looked at once, however many pages it stands on.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import NamedTuple

from reports.checks.contradiction import ContradictionFound, Contradictions
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
    every_number_has_a_source,
    every_receipt_is_listed,
    every_source_is_listed,
    facts_of,
    given_texts,
    allowed_names,
    one_value_for_one_fact,
)
from reports.model.model_data import ModelData
from reports.pages.comparison import Comparison
from reports.pages.model_page import ModelPage
from reports.values.page_walk import PlacedPart, walk_parts
from reports.values.value import Receipt


class CheckedModel(NamedTuple):
    """A dossier that holds."""

    parts: AbstractSet[int]
    """What need not be looked at again where it stands on a page."""
    values: Mapping[str, PlacedPart]
    """Every value, by what it is about."""
    sources: FactsBySource
    facts: AbstractSet[str]


def check_model_data(dossier: ModelData) -> CheckedModel:
    """Raise ContradictionFound where the parts of a dossier contradict one another."""
    roots: list[PlacedPart] = [
        *((f"attributes.{name}", value) for name, value in dossier.attributes.items()),
        *((f"abilities.{name}", value) for name, value in dossier.capabilities.items()),
        ("offered", dossier.route_listing),
        *((f"costs.{name}", cost) for name, cost in dossier.costs.items()),
        ("cheapest", dossier.cheapest_output.sentence),
        *((f"scores.{' '.join(kind)}", score) for kind, score in dossier.scores.items()),
        *((f"events[{index}]", event) for index, event in enumerate(dossier.events)),
    ]
    parts = [part for place, root in roots for part in walk_parts(root, place)]
    sources = {
        page.key: {fact.fact_id for fact in taken.facts}
        for page, taken in dossier.cited_pages.items()
    }
    names = allowed_names(
        [dossier.route_listing], [dossier.entry.name, dossier.entry.lab_name or ""]
    )
    names |= {page.publisher for page in dossier.cited_pages}
    costs = [
        PlacedCost(f"costs.{name}", dossier.profiles[name], cost)
        for name, cost in dossier.costs.items()
    ]
    values: dict[str, PlacedPart] = {}
    _raise_first(
        chain(
            one_value_for_one_fact(parts, values),
            every_number_has_a_source(
                parts, AllowedReferences(sources, names, given_texts(dossier.profiles.values()))
            ),
            every_receipt_is_listed(parts, sources),
            minima_hold("offered", dossier.route_listing, costs),
        )
    )
    taken = (id(each) for each in dossier.cited_pages.values())
    receipts = {node.fact_id for _, node in parts if isinstance(node, Receipt)}
    return CheckedModel({*(id(root) for _, root in roots), *taken}, values, sources, receipts)


def check_comparison(page: Comparison, *known: CheckedModel) -> None:
    """Raise ContradictionFound where the page has two values of one fact, or a figure that nothing
    supports.

    Of the dossiers that are known to hold, only that the page cites all that they rest on is looked
    at.
    """
    without = frozenset[int]().union(*(each.parts for each in known))
    parts = walk_parts(page, without=without)
    values = {about: part for each in known for about, part in each.values.items()}
    sources = facts_of(page.sources)
    publishers = {source.publisher for source in page.sources}
    models = [page.header.a, page.header.b]
    names = publishers | allowed_names(
        [page.pricing.a, page.pricing.b],
        [model.name for model in models] + [model.lab or "" for model in models],
    )
    givens = given_texts(cost.profile for cost in (page.cost.chosen, *page.cost.others))
    found = chain(
        one_value_for_one_fact(parts, values),
        every_number_has_a_source(parts, AllowedReferences(sources, names, givens)),
        every_receipt_is_listed(parts, sources),
        *(every_source_is_listed(each.sources, sources) for each in known),
        every_count_is_a_length(page, parts),
        every_fact_is_counted(page, parts, (each.facts for each in known)),
        implications_hold(page),
        _minima_of_page(page, without),
        leads_follow_numbers(page),
    )
    for contradiction in found:
        if known:
            check_comparison(page)  # which names both places as they stand on the page
        raise ContradictionFound(contradiction)


def check_model_page(page: ModelPage) -> None:
    """Raise ContradictionFound where the page of a model does."""
    parts, sources = walk_parts(page), facts_of(page.sources)
    names = {source.publisher for source in page.sources} | allowed_names(
        [page.routes], [page.name, page.lab or ""]
    )
    _raise_first(
        chain(
            one_value_for_one_fact(parts, {}),
            every_number_has_a_source(parts, AllowedReferences(sources, names, given_texts(()))),
            every_receipt_is_listed(parts, sources),
            ended_routes_are_apart("routes", page.routes),
        )
    )


def _raise_first(found: Contradictions) -> None:
    for contradiction in found:
        raise ContradictionFound(contradiction)


def _minima_of_page(page: Comparison, without: AbstractSet[int]) -> Contradictions:
    named = [("cost.chosen", page.cost.chosen)]
    named += [(f"cost.others[{index}]", cost) for index, cost in enumerate(page.cost.others)]
    for key, routes in (("a", page.pricing.a), ("b", page.pricing.b)):
        costs = [
            PlacedCost(f"{place}.{key}.best", cost.profile, cost.a if key == "a" else cost.b)
            for place, cost in named
        ]
        if not {id(routes), *(id(costed.cost) for costed in costs)} <= without:
            yield from minima_hold(f"pricing.{key}", routes, costs)
