"""Decision tradeoffs: what speaks for each model, and what against it, from what is known alone."""

from collections.abc import Sequence

from reports.pages.pair import Pair, PairSide
from reports.pages.signals import Signal
from reports.values.sentence import Named, Sentence, join_names, format_sentence
from reports.values.value import FrozenModel, NotSourced


class Tradeoffs(FrozenModel):
    a_for: tuple[Sentence, ...]
    a_against: tuple[Sentence, ...]
    b_for: tuple[Sentence, ...]
    b_against: tuple[Sentence, ...]


def tradeoffs(pair: Pair, signals: Sequence[Signal]) -> Tradeoffs:
    return Tradeoffs(
        a_for=_for(pair.a, signals),
        a_against=_against(pair, pair.a),
        b_for=_for(pair.b, signals),
        b_against=_against(pair, pair.b),
    )


def _for(side: PairSide, signals: Sequence[Signal]) -> tuple[Sentence, ...]:
    return tuple(
        signal.because
        for signal in signals
        if signal.leads == side.key or (signal.leads == "tie" and signal.tags(side.key))
    )


def _against(pair: Pair, side: PairSide) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    own = side.own_route
    if own and own.ended:
        found.append(
            format_sentence("{} ended its own route on {}.", Named(text=own.provider), own.ended)
        )
    elif own and own.ends:
        found.append(
            format_sentence("{} will end its own route on {}.", Named(text=own.provider), own.ends)
        )
    elif own and own.status == "deprecated":
        found.append(format_sentence("{} has deprecated its own route.", Named(text=own.provider)))
    if own and own.successor:
        found.append(
            format_sentence(
                "{} names {} as its successor.", Named(text=own.provider), own.successor
            )
        )
    cost = side.costs[pair.profile.name]
    if cost.best.kind == "unavailable":
        found.append(cost.best.because)
    elif cost.best.is_stale:
        found.append(
            format_sentence(
                "The price behind its monthly cost was last confirmed long enough ago to be stale."
            )
        )
    disputed = [
        label
        for label, value in side.attributes.items()
        if value.state == "disputed" and not value.is_led
    ]
    if disputed:
        found.append(
            format_sentence(
                "Sources disagree on its {}.",
                join_names(label.replace("_", " ") for label in disputed),
            )
        )
    licence = side.attributes["licence"]
    if side.attributes["open_weights"].state == "value" and isinstance(licence, NotSourced):
        found.append(
            format_sentence(
                "Its weights are stated to be published, but under which licence is a gap in our data."
            )
        )
    return tuple(found)
