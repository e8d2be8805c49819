"""Checks of single parts of a page: one value for one fact, and no figure without a source."""

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

FactsBySource = Mapping[str, AbstractSet[str]]
"""The ids of the facts that are taken from each source, by the key of the source."""

_VALUES = (StatedValue, AbsentValue, NotSourced, NotApplicable, DisputedValue, Derived)
_ONE_VALUE = "one value for one fact"
_SOURCED = "every number has a source"


class AllowedReferences(NamedTuple):
    """What sentences may mention besides values."""

    sources: FactsBySource
    names: AbstractSet[str]
    givens: AbstractSet[str]


def one_value_for_one_fact(
    parts: Sequence[PlacedPart], known: dict[str, PlacedPart]
) -> Contradictions:
    """Wherever a fact stands on the page, it has one value with one receipt.

    Adds to `known` the first place of each value, by what it is about.
    """
    for place, node in parts:
        if not isinstance(node, _VALUES):
            continue
        first_place, first = known.setdefault(node.about, (place, node))
        if first is not node and first != node:
            found = f"{node.about} is {_shown(first)}, and {_shown(node)}"
            yield Contradiction(
                rule=_ONE_VALUE,
                first=first_place,
                second=place,
                found=found,
            )


def every_number_has_a_source(
    parts: Sequence[PlacedPart], allowed: AllowedReferences
) -> Contradictions:
    """A digit stands in a sentence only as a value, a count, a name or a given figure, and every
    cited source is listed.
    """
    for place, node in parts:
        if isinstance(node, Sentence):
            yield from _literal_words_have_no_digit(place, node)
            continue
        unsourced = _unsourced(node, allowed)
        if unsourced is not None:
            section, found = unsourced
            yield Contradiction(
                rule=_SOURCED,
                first=place,
                second=section,
                found=found,
            )


def _unsourced(node: BaseModel, allowed: AllowedReferences) -> tuple[str, str] | None:
    """The section that should list what a part mentions, and what is missing there."""
    match node:
        case Named() if _has_digit(node.text) and node.text not in allowed.names:
            return "header", f"“{node.text}” is the name of nothing on the page"
        case Given() if _has_digit(node.text) and node.text not in allowed.givens:
            return "cost", f"“{node.text}” is given nowhere"
        case Derived() if not node.receipts:
            return "sources", f"{node.about} rests on no source"
        case Quoted() | NotSourced(source=str()) if node.source not in allowed.sources:
            return "sources", f"no source is called {node.source}"
        case Event() if not _are_listed(node.sources, allowed.sources):
            return "sources", f"no sources are called {node.sources}"
        case _:
            return None


def _are_listed(keys: Sequence[str], sources: FactsBySource) -> bool:
    """Whether there are any keys, and each is that of a listed source."""
    return bool(keys) and set(keys) <= sources.keys()


def _literal_words_have_no_digit(place: str, sentence: Sentence) -> Contradictions:
    for part in sentence.parts:
        if isinstance(part, str) and _has_digit(part):
            yield Contradiction(
                rule=_SOURCED,
                first=place,
                second="sources",
                found=f"“{part}” is in no source",
            )


def every_receipt_is_listed(parts: Sequence[PlacedPart], sources: FactsBySource) -> Contradictions:
    """A receipt leads to a source of the page that lists its fact."""
    for place, node in parts:
        if isinstance(node, Receipt) and node.fact_id not in sources.get(node.source, ()):
            found = f"fact {node.fact_id} is not among its facts"
            yield Contradiction(
                rule=_SOURCED,
                first=place,
                second=f"sources {node.source}",
                found=found,
            )


def every_source_is_listed(taken: FactsBySource, sources: FactsBySource) -> Contradictions:
    """The page lists every fact that a model takes from its sources."""
    for key, facts in taken.items():
        if not facts <= sources.get(key, set()):
            found = "facts of it stand on the page, and not there"
            yield Contradiction(
                rule=_SOURCED,
                first="sources",
                second=f"sources {key}",
                found=found,
            )


def facts_of(sources: Iterable[Source]) -> FactsBySource:
    """The facts that are taken from each source, for all models of the page."""
    facts: dict[str, set[str]] = {}
    for source in sources:
        facts[source.key] = set()
        for taken in source.taken:
            facts[source.key].update(fact.fact_id for fact in taken.facts)
    return facts


def allowed_names(models: Iterable[ModelRoutes], others: Iterable[str]) -> set[str]:
    """What may stand in a sentence as a name: sellers, their ids for models, and `others`."""
    names = set(others)
    for routes in models:
        for route in (*routes.live, *routes.ended):
            names.update((route.provider, route.seller, route.stated_id))
    return names


def given_texts(profiles: Iterable[Profile]) -> set[str]:
    """What may stand in a sentence as a given figure."""
    texts = {MILLION.text}
    for profile in profiles:
        texts.update((profile.volume, profile.shape, profile.tier))
    return texts


@lru_cache(maxsize=10_000)
def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _shown(node: BaseModel) -> str:
    match node:
        case StatedValue() | Derived():
            return node.text
        case DisputedValue():
            return " or ".join(statement.text for statement in node.statements)
        case AbsentValue() | NotSourced() | NotApplicable():
            return node.state
        case _:
            return repr(node)
