"""The deep dive: what differs, how complete the prices are, and who should choose which model."""

from collections.abc import Sequence

from reports.model.capability_values import capability_in_prose
from reports.pages.pair import Pair, PairSide
from reports.pages.signal import Signal
from reports.pages.signals import exclusive_capabilities
from reports.values.number_format import offers_word
from reports.values.sentence import (
    Count,
    Named,
    Sentence,
    SentencePart,
    format_sentence,
    join_names,
)
from reports.values.value import DisputedValue, FrozenModel, NotSourced, is_yes, leading_value

_STANDINGS = {
    "eligible": " with a confirmed price",
    "stated once": " with a price that one publisher alone states",
    "free tier": " free of charge",
    "price missing": " with a price that its page no longer has",
    "price stale": " with a price that was not checked for half a year",
    "priced otherwise": " with a price that is not by input and output tokens",
    "price not sourced": " without a complete price",
}


class DeepDive(FrozenModel):
    paragraphs: tuple[tuple[Sentence, ...], ...]


def deep_dive(pair: Pair, signals: Sequence[Signal]) -> DeepDive:
    paragraphs = (_differences(pair), (*_prices(pair.a), *_prices(pair.b)), _choice(pair, signals))
    return DeepDive(paragraphs=tuple(paragraph for paragraph in paragraphs if paragraph))


def _differences(pair: Pair) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for here, there in pair.directions:
        only = exclusive_capabilities(here, there)
        if only:
            found.append(
                format_sentence(
                    "Of the capabilities settled for both, {} alone has {}.",
                    here.name,
                    _named(only),
                )
            )
    shared = [
        name
        for name in pair.a.capabilities
        if all(is_yes(side.capabilities[name]) for side in pair.sides) and name != "tool_use"
    ]
    if shared:
        found.append(format_sentence("Both have {}.", _named(shared)))
    for side in pair.sides:
        unsettled = [
            name
            for name, value in side.capabilities.items()
            if isinstance(value, DisputedValue)
            and leading_value(value) is None
            and name != "tool_use"
        ]
        if unsettled:
            found.append(
                format_sentence(
                    "For {}, the statements on {} contradict one another, so they decide nothing here.",
                    side.name,
                    _named(unsettled),
                )
            )
    return tuple(found)


def _named(capabilities: Sequence[str]) -> list[SentencePart]:
    return join_names(map(capability_in_prose, capabilities))


def _prices(side: PairSide) -> tuple[Sentence, ...]:
    """How many of the live routes have a price, and how far it carries."""
    live = side.live_count
    if not live.number:
        return (
            format_sentence(
                "No seller offers {} now; {} ended.",
                side.name,
                [side.ended_count, " ", offers_word(side.ended_count.number)],
            ),
        )
    parts: list[SentencePart] = [side.name, " has ", live, " live ", offers_word(live.number)]
    for standing, words in _STANDINGS.items():
        count = Count(
            number=sum(route.standing == standing for route in side.live),
            of=live.of,
            where=("standing", standing),
        )
        if count.number:
            parts += [", ", count, words]
    found = [format_sentence("{}.", parts)]
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
            format_sentence(
                "{} has a price that could not be taken as one; the table of routes says why.",
                Named(text=aside.provider),
            )
        )
    return tuple(found)


def _choice(pair: Pair, signals: Sequence[Signal]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for side in pair.sides:
        tags = [tag for signal in signals for tag in signal.tags(side.key)]
        if tags:
            found.append(format_sentence("Choose {} for {}.", side.name, join_names(tags)))
    missing = [signal.label.lower() for signal in signals if signal.leads is None]
    if missing:
        found.append(
            format_sentence(
                "What would change this: {}, which cannot be compared today.", join_names(missing)
            )
        )
    return tuple(found)
