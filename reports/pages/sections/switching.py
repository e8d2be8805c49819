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


class Switching(FrozenModel):
    """Facts that hold in both directions stand once, in `both`."""

    both: tuple[Sentence, ...]
    leaving_a: tuple[Sentence, ...]
    leaving_b: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]


def switching(pair: Pair) -> Switching:
    leaving_a, leaving_b = _leaving(pair.a, pair.b), _leaving(pair.b, pair.a)
    nothing = (
        format_sentence("Nothing else that is known stands in the way, in either direction."),
    )
    asked = list(shown_capabilities(pair))
    return Switching(
        both=(*_both(pair), *(() if leaving_a or leaving_b else nothing)),
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
                "No seller lists both models as live, so a switch changes the seller: account, endpoint and bill."
            ),
        )
    found = [format_sentence("{} so a switch there changes only the model's id.", _sell(shared))]
    ids = next(
        (
            (sellers[0][name], sellers[1][name])
            for name in shared
            if _is_plain(sellers[0][name], sellers[1][name])
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
    """Who sells both: first those whose prices count."""
    if len(shared) > _NAMED + 1:
        return [
            *join_parts(
                [*(Named(text=name) for name in shared[:_NAMED]), format_sentence("others")]
            ),
            " sell both,",
        ]
    return [*join_names(shared), " sell both," if len(shared) > 1 else " sells both,"]


def _is_plain(one: Route, other: Route) -> bool:
    return one.variant is None and other.variant is None


def _leaving(here: PairSide, there: PairSide) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    lost, won = exclusive_capabilities(here, there), exclusive_capabilities(there, here)
    if lost:
        found.append(
            format_sentence(
                "{} is stated not to have {}.",
                there.name,
                join_names(map(capability_in_prose, lost)),
            )
        )
    if won:
        found.append(
            format_sentence("{} adds {}.", there.name, join_names(map(capability_in_prose, won)))
        )
    for attribute, template in (
        ("context_tokens", "Prompts of more than {} tokens no longer fit; here {} do."),
        ("max_output_tokens", "Answers end at {} tokens instead of {}."),
    ):
        mine, theirs = here.attributes[attribute], there.attributes[attribute]
        before, after = citable(mine), citable(theirs)
        if before and after and (number_of(theirs) or Decimal(0)) < (number_of(mine) or Decimal(0)):
            found.append(format_sentence(template, after, before))
    own = there.own_route
    if own and own.ended:
        found.append(
            format_sentence(
                "{} ended its own route to {} on {}.",
                Named(text=own.provider),
                there.name,
                own.ended,
            )
        )
    elif own and own.ends:
        found.append(
            format_sentence(
                "{} will end its own route to {} on {}.",
                Named(text=own.provider),
                there.name,
                own.ends,
            )
        )
    return tuple(found)


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
