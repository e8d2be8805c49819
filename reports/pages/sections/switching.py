"""The section on switching: what a change costs in each direction. A gap in our data is listed as a
gap, not as a cost.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.model.capability_values import capability_in_prose
from reports.model.routes import Route
from reports.pages.pair import Pair, PairSide
from reports.pages.sections.capabilities import shown_capabilities
from reports.pages.signals import exclusive_capabilities
from reports.values.sentence import (
    Named,
    Sentence,
    SentencePart,
    citable,
    format_sentence,
    join_names,
    join_parts,
)
from reports.values.value import (
    DisputedValue,
    FrozenModel,
    NotSourced,
    is_yes,
    leading_value,
    number_of,
)

_NAMED = 6
_LIMITS = {
    "context_tokens": "Prompts of more than {} tokens no longer fit; here {} do.",
    "max_output_tokens": "Answers end at {} tokens instead of {}.",
}


class Switching(FrozenModel):
    """Facts that hold in both directions stand once, in `both`."""

    both: tuple[Sentence, ...]
    leaving_a: tuple[Sentence, ...]
    leaving_b: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]


def switching(pair: Pair) -> Switching:
    leaving_a = _leaving(pair.a, pair.b)
    leaving_b = _leaving(pair.b, pair.a)
    both = _both(pair)
    if not leaving_a and not leaving_b:
        nothing = "Nothing else that is known stands in the way, in either direction."
        both = (*both, format_sentence(nothing))
    asked = list(shown_capabilities(pair))
    return Switching(
        both=both,
        leaving_a=leaving_a,
        leaving_b=leaving_b,
        gaps=(*_gaps(pair.a, asked), *_gaps(pair.b, asked)),
    )


def _both(pair: Pair) -> tuple[Sentence, ...]:
    sellers = [{route.provider: route for route in side.live} for side in pair.sides]
    shared = sorted(
        sellers[0].keys() & sellers[1].keys(),
        key=lambda name: (-sum(routes[name].is_eligible for routes in sellers), name.casefold()),
    )
    if not shared:
        return (
            format_sentence(
                "No seller lists both models as live, so a switch changes the seller: account, "
                "endpoint and bill."
            ),
        )
    found = [format_sentence("{} so a switch there changes only the model's id.", _sell(shared))]
    ids = next(
        (
            (sellers[0][name], sellers[1][name])
            for name in shared
            if _are_without_variant(sellers[0][name], sellers[1][name])
        ),
        None,
    )
    if ids:
        found.append(
            format_sentence(
                "On {} the id goes from {} to {}.",
                Named(text=ids[0].provider),
                Named(text=ids[0].stated_id),
                Named(text=ids[1].stated_id),
            )
        )
    return tuple(found)


def _sell(shared: Sequence[str]) -> list[SentencePart]:
    """Who sells both models, those whose prices count first."""
    if len(shared) > _NAMED + 1:
        named = [Named(text=name) for name in shared[:_NAMED]]
        return [*join_parts([*named, format_sentence("others")]), " sell both,"]
    verb = " sell both," if len(shared) > 1 else " sells both,"
    return [*join_names(shared), verb]


def _are_without_variant(one: Route, other: Route) -> bool:
    return one.variant is None and other.variant is None


def _leaving(here: PairSide, there: PairSide) -> tuple[Sentence, ...]:
    """What a switch from one model to the other loses and adds, as far as it is known."""
    return (
        *_changed_capabilities(here, there),
        *_smaller_limits(here, there),
        *_end_of_own_route(there),
    )


def _changed_capabilities(here: PairSide, there: PairSide) -> Iterable[Sentence]:
    lost = exclusive_capabilities(here, there)
    won = exclusive_capabilities(there, here)
    if lost:
        names = join_names(capability_in_prose(name) for name in lost)
        yield format_sentence("{} is stated not to have {}.", there.name, names)
    if won:
        names = join_names(capability_in_prose(name) for name in won)
        yield format_sentence("{} adds {}.", there.name, names)


def _smaller_limits(here: PairSide, there: PairSide) -> Iterable[Sentence]:
    for attribute, template in _LIMITS.items():
        value_here = here.attributes[attribute]
        value_there = there.attributes[attribute]
        before, after = citable(value_here), citable(value_there)
        if not before or not after:
            continue
        if (number_of(value_there) or Decimal(0)) < (number_of(value_here) or Decimal(0)):
            yield format_sentence(template, after, before)


def _end_of_own_route(there: PairSide) -> Iterable[Sentence]:
    own_route = there.own_route
    if own_route is None:
        return
    maker = Named(text=own_route.provider)
    if own_route.ended:
        template = "{} ended its own route to {} on {}."
        yield format_sentence(template, maker, there.name, own_route.ended)
    elif own_route.ends:
        template = "{} will end its own route to {} on {}."
        yield format_sentence(template, maker, there.name, own_route.ends)


def _gaps(side: PairSide, asked: Iterable[str]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    unknown = [name for name in asked if isinstance(side.capabilities[name], NotSourced)]
    disputed = [
        name
        for name, value in side.capabilities.items()
        if isinstance(value, DisputedValue) and leading_value(value) is None and name != "tool_use"
    ]
    if unknown:
        found.append(
            format_sentence(
                "Whether {} has {} is a gap in our data.",
                side.name,
                join_names(map(capability_in_prose, unknown)),
            )
        )
    if disputed:
        found.append(
            format_sentence(
                "Sellers and sources disagree on whether {} has {}; ask the one you will use.",
                side.name,
                join_names(map(capability_in_prose, disputed)),
            )
        )
    if not any(is_yes(value) for value in side.capabilities.values()):
        found.append(
            format_sentence("No capability of {} is stated without contradiction.", side.name)
        )
    return tuple(found)
