"""Deep dive: what differs, how complete the prices are, who should choose which. Nothing that would
fit any pair.
"""

from collections.abc import Sequence

from reports.model.capability_values import in_prose
from reports.pages.side import Pair, Side
from reports.pages.signals import Signal, only_here, routes_word
from reports.values.sentence import Count, Named, Part, Sentence, names, say
from reports.values.value import Disputed, Frozen, NotSourced, is_yes, leading

_STANDINGS = {
    "eligible": " with a price that counts for minima",
    "stated once": " with a price that one lineage alone states",
    "price missing": " with a price that its page no longer has",
    "price not sourced": " without a complete price",
}


class DeepDive(Frozen):
    paragraphs: tuple[tuple[Sentence, ...], ...]


def deep_dive(pair: Pair, signals: Sequence[Signal]) -> DeepDive:
    paragraphs = (_differences(pair), (*_prices(pair.a), *_prices(pair.b)), _choice(pair, signals))
    return DeepDive(paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph))


def _differences(pair: Pair) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for here, there in pair.sides:
        only = only_here(here, there)
        if only:
            found.append(
                say(
                    "Of the capabilities settled for both, {} alone has {}.",
                    here.name,
                    _named(only),
                )
            )
    shared = [
        name
        for name in pair.a.abilities
        if all(is_yes(side.abilities[name]) for side in (pair.a, pair.b)) and name != "tool_use"
    ]
    if shared:
        found.append(say("Both have {}.", _named(shared)))
    for side in (pair.a, pair.b):
        unsettled = [
            name
            for name, value in side.abilities.items()
            if isinstance(value, Disputed) and leading(value) is None and name != "tool_use"
        ]
        if unsettled:
            found.append(
                say(
                    "For {}, the statements on {} contradict one another, so they decide nothing here.",
                    side.name,
                    _named(unsettled),
                )
            )
    return tuple(found)


def _named(capabilities: Sequence[str]) -> list[Part]:
    return names(map(in_prose, capabilities))


def _prices(side: Side) -> tuple[Sentence, ...]:
    """How many of the live routes have a price, and how far it carries."""
    live = side.live_count
    if not live.number:
        return (
            say(
                "No live route sells {}; {} ended.",
                side.name,
                [side.ended_count, " ", routes_word(side.ended_count)],
            ),
        )
    parts: list[Part] = [side.name, " is on ", live, " live ", routes_word(live)]
    for standing, words in _STANDINGS.items():
        count = Count(
            number=sum(route.standing == standing for route in side.live),
            of=live.of,
            where=("standing", standing),
        )
        if count.number:
            parts += [", ", count, words]
    found = [say("{}.", parts)]
    aside = next(
        (
            route
            for route in side.live
            if isinstance(route.input, NotSourced) and route.input.quote is not None
        ),
        None,
    )
    if aside:
        found.append(
            say(
                "{} has a price that could not be taken as one; the table of routes says why.",
                Named(text=aside.provider),
            )
        )
    return tuple(found)


def _choice(pair: Pair, signals: Sequence[Signal]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for side in (pair.a, pair.b):
        tags = [tag for signal in signals for tag in signal.tags(side.key)]
        if tags:
            found.append(say("Choose {} for {}.", side.name, names(tags)))
    missing = [signal.label.lower() for signal in signals if signal.leads is None]
    if missing:
        found.append(
            say("What would change this: {}, which cannot be compared today.", names(missing))
        )
    return tuple(found)
