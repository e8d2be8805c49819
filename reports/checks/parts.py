"""Rules over the parts of a page, wherever they stand: one value for one fact, no figure without a
source.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import NamedTuple

from pydantic import BaseModel

from reports.checks.contradiction import Contradiction, Contradictions
from reports.model.events import Event
from reports.model.route_listing import ModelRoutes
from reports.values.citations import Source
from reports.values.page_walk import PlacedPart
from reports.values.sentence import MILLION, Derived, Given, Named, Quoted, Sentence
from reports.values.traffic_profiles import Profile
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    Receipt,
    StatedValue,
)

Parts = Sequence[PlacedPart]
FactsBySource = Mapping[str, AbstractSet[str]]
"""The facts that are taken from each source, by its key."""

_VALUES = (StatedValue, AbsentValue, NotSourced, NotApplicable, DisputedValue, Derived)
_SOURCED = "every number has a source"


class AllowedReferences(NamedTuple):
    """What sentences may speak of besides values."""

    sources: FactsBySource
    names: AbstractSet[str]
    givens: AbstractSet[str]


def one_value_for_one_fact(parts: Parts, known: dict[str, PlacedPart]) -> Contradictions:
    """Wherever a fact stands on the page, it has one value, with one receipt. Adds what it sees to
    what is known.
    """
    for place, node in parts:
        if isinstance(node, _VALUES):
            first_place, first = known.setdefault(node.about, (place, node))
            if first is not node and first != node:
                found = f"{node.about} is {_said(first)}, and {_said(node)}"
                yield Contradiction("one value for one fact", first_place, place, found)


def every_number_has_a_source(parts: Parts, known: AllowedReferences) -> Contradictions:
    """A digit stands in a sentence only as a value, a count, a name or a given; what is cited is a
    listed source.
    """
    for place, node in parts:
        match node:
            case Sentence():
                for part in node.parts:
                    if isinstance(part, str) and _has_digit(part):
                        yield Contradiction(_SOURCED, place, "sources", f"“{part}” is in no source")
            case Named() if node.text not in known.names and _has_digit(node.text):
                yield Contradiction(
                    _SOURCED, place, "header", f"“{node.text}” is the name of nothing on the page"
                )
            case Given() if node.text not in known.givens and _has_digit(node.text):
                yield Contradiction(_SOURCED, place, "cost", f"“{node.text}” is given nowhere")
            case Derived() if not node.receipts:
                yield Contradiction(_SOURCED, place, "sources", f"{node.about} rests on no source")
            case Quoted() | NotSourced(source=str()) if node.source not in known.sources:
                yield Contradiction(
                    _SOURCED, place, "sources", f"no source is called {node.source}"
                )
            case Event() if not node.sources or not set(node.sources) <= known.sources.keys():
                yield Contradiction(
                    _SOURCED, place, "sources", f"no sources are called {node.sources}"
                )
            case _:
                pass


def every_receipt_is_listed(parts: Parts, sources: FactsBySource) -> Contradictions:
    """A receipt leads to a source of the page that lists its fact."""
    for place, node in parts:
        if isinstance(node, Receipt) and node.fact_id not in sources.get(node.source, ()):
            found = f"fact {node.fact_id} is not among its facts"
            yield Contradiction(_SOURCED, place, f"sources {node.source}", found)


def every_source_is_listed(taken: FactsBySource, sources: FactsBySource) -> Contradictions:
    """What a dossier takes from its sources, the page lists."""
    for key, facts in taken.items():
        if not facts <= sources.get(key, set()):
            yield Contradiction(
                _SOURCED,
                "sources",
                f"sources {key}",
                "facts of it stand on the page, and not there",
            )


def facts_of(sources: Iterable[Source]) -> FactsBySource:
    return {
        source.key: {fact.fact_id for taken in source.taken for fact in taken.facts}
        for source in sources
    }


def allowed_names(models: Iterable[ModelRoutes], others: Iterable[str]) -> set[str]:
    """What may stand in a sentence as a name: sellers, their ids, and others."""
    routes = [route for routes in models for route in (*routes.live, *routes.ended)]
    return {
        name for route in routes for name in (route.provider, route.seller, route.stated_id)
    }.union(others)


def given_texts(profiles: Iterable[Profile]) -> set[str]:
    return {MILLION.text} | {
        text for profile in profiles for text in (profile.volume, profile.shape, profile.tier)
    }


@lru_cache(maxsize=10_000)
def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _said(node: BaseModel) -> str:
    match node:
        case StatedValue() | Derived():
            return node.text
        case DisputedValue():
            return " or ".join(statement.text for statement in node.statements)
        case AbsentValue() | NotSourced() | NotApplicable():
            return node.state
        case _:
            return repr(node)
