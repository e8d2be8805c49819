"""Switch friction in both directions: what a change costs. A gap in our data is called one, and is no cost."""

from decimal import Decimal

from reports.model.abilities import in_prose
from reports.model.routes import Route
from reports.sentence import Named, Sentence, names, say, sayable
from reports.side import Pair, Side
from reports.signals import only_here
from reports.value import Disputed, Frozen, NotSourced, is_yes, leading, number


class Friction(Frozen):
    """Facts that hold in both directions stand once, in `both`."""

    both: tuple[Sentence, ...]
    leaving_a: tuple[Sentence, ...]
    leaving_b: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]


def friction(pair: Pair) -> Friction:
    return Friction(
        both=_both(pair),
        leaving_a=_leaving(pair.a, pair.b),
        leaving_b=_leaving(pair.b, pair.a),
        gaps=(*_gaps(pair.a), *_gaps(pair.b)),
    )


def _both(pair: Pair) -> tuple[Sentence, ...]:
    sellers = [{route.provider: route for route in side.live} for side in (pair.a, pair.b)]
    shared = sorted(sellers[0].keys() & sellers[1].keys(), key=str.casefold)
    if not shared:
        return (
            say("No seller lists both models as live, so a switch changes the seller: account, endpoint and bill."),
        )
    found = [say("{} sell both, so a switch there changes only the model's id.", names(shared)) if len(shared) > 1 else
             say("{} sells both, so a switch there changes only the model's id.", names(shared))]  # fmt: skip
    ids = next(
        ((sellers[0][name], sellers[1][name]) for name in shared if _is_plain(sellers[0][name], sellers[1][name])), None
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
        found.append(say("{} ended its own route to {} on {}.", Named(text=own.provider), there.name, own.ended))
    elif own and own.ends:
        found.append(say("{} will end its own route to {} on {}.", Named(text=own.provider), there.name, own.ends))
    return tuple(found) or (say("Nothing that is known stands in the way."),)


def _gaps(side: Side) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    unknown = [name for name, value in side.abilities.items() if isinstance(value, NotSourced)]
    disputed = [
        name
        for name, value in side.abilities.items()
        if isinstance(value, Disputed) and leading(value) is None and name != "tool_use"
    ]
    if unknown:
        found.append(say("Whether {} has {} is a gap in our data.", side.name, names(map(in_prose, unknown))))
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
