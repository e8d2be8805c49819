"""Switch friction in both directions: what a change costs. A gap in our data is called one, and is
no cost.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.model.capability_values import in_prose
from reports.model.routes import Route
from reports.pages.sections.capabilities import told
from reports.pages.side import Pair, Side
from reports.pages.signals import only_here
from reports.values.sentence import Named, Part, Sentence, names, run, say, sayable
from reports.values.value import Disputed, Frozen, NotSourced, is_yes, leading, number

_NAMED = 6


class Friction(Frozen):
    """Facts that hold in both directions stand once, in `both`."""

    both: tuple[Sentence, ...]
    leaving_a: tuple[Sentence, ...]
    leaving_b: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]


def friction(pair: Pair) -> Friction:
    leaving_a, leaving_b = _leaving(pair.a, pair.b), _leaving(pair.b, pair.a)
    nothing = (say("Nothing else that is known stands in the way, in either direction."),)
    asked = list(told(pair))
    return Friction(
        both=(*_both(pair), *(() if leaving_a or leaving_b else nothing)),
        leaving_a=leaving_a,
        leaving_b=leaving_b,
        gaps=(*_gaps(pair.a, asked), *_gaps(pair.b, asked)),
    )


def _both(pair: Pair) -> tuple[Sentence, ...]:
    sellers = [{route.provider: route for route in side.live} for side in (pair.a, pair.b)]
    shared = sorted(
        sellers[0].keys() & sellers[1].keys(),
        key=lambda name: (-sum(routes[name].is_eligible for routes in sellers), name.casefold()),
    )
    if not shared:
        return (
            say(
                "No seller lists both models as live, so a switch changes the seller: account, endpoint and bill."
            ),
        )
    found = [say("{} so a switch there changes only the model's id.", _sell(shared))]
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
            say(
                "On {} the id goes from {} to {}.",
                Named(text=ids[0].provider),
                Named(text=ids[0].stated_id),
                Named(text=ids[1].stated_id),
            )
        )
    return tuple(found)


def _sell(shared: Sequence[str]) -> list[Part]:
    """Who sells both: first those whose prices count."""
    if len(shared) > _NAMED + 1:
        return [
            *run([*(Named(text=name) for name in shared[:_NAMED]), say("others")]),
            " sell both,",
        ]
    return [*names(shared), " sell both," if len(shared) > 1 else " sells both,"]


def _is_plain(one: Route, other: Route) -> bool:
    return one.variant is None and other.variant is None


def _leaving(here: Side, there: Side) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    lost, won = only_here(here, there), only_here(there, here)
    if lost:
        found.append(say("{} is stated not to have {}.", there.name, names(map(in_prose, lost))))
    if won:
        found.append(say("{} adds {}.", there.name, names(map(in_prose, won))))
    for attribute, template in (
        ("context_tokens", "Prompts of more than {} tokens no longer fit; here {} do."),
        ("max_output_tokens", "Answers end at {} tokens instead of {}."),
    ):
        mine, theirs = here.attributes[attribute], there.attributes[attribute]
        before, after = sayable(mine), sayable(theirs)
        if before and after and (number(theirs) or Decimal(0)) < (number(mine) or Decimal(0)):
            found.append(say(template, after, before))
    own = there.own
    if own and own.ended:
        found.append(
            say(
                "{} ended its own route to {} on {}.",
                Named(text=own.provider),
                there.name,
                own.ended,
            )
        )
    elif own and own.ends:
        found.append(
            say(
                "{} will end its own route to {} on {}.",
                Named(text=own.provider),
                there.name,
                own.ends,
            )
        )
    return tuple(found)


def _gaps(side: Side, asked: Iterable[str]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    unknown = [name for name in asked if isinstance(side.abilities[name], NotSourced)]
    disputed = [
        name
        for name, value in side.abilities.items()
        if isinstance(value, Disputed) and leading(value) is None and name != "tool_use"
    ]
    if unknown:
        found.append(
            say("Whether {} has {} is a gap in our data.", side.name, names(map(in_prose, unknown)))
        )
    if disputed:
        found.append(
            say(
                "Sellers and sources disagree on whether {} has {}; ask the one you will use.",
                side.name,
                names(map(in_prose, disputed)),
            )
        )
    if not any(is_yes(value) for value in side.abilities.values()):
        found.append(say("No capability of {} is stated without contradiction.", side.name))
    return tuple(found)
