"""Decision tradeoffs: what speaks for each model, and what against it, from what is known alone."""

from collections.abc import Sequence

from reports.pages.side import Pair, Side
from reports.pages.signals import Signal
from reports.values.sentence import Named, Sentence, names, say
from reports.values.value import Frozen, NotSourced


class Tradeoffs(Frozen):
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


def _for(side: Side, signals: Sequence[Signal]) -> tuple[Sentence, ...]:
    return tuple(
        signal.because
        for signal in signals
        if signal.leads == side.key or (signal.leads == "tie" and signal.tags(side.key))
    )


def _against(pair: Pair, side: Side) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    own = side.own
    if own and own.ended:
        found.append(say("{} ended its own route on {}.", Named(text=own.provider), own.ended))
    elif own and own.ends:
        found.append(say("{} will end its own route on {}.", Named(text=own.provider), own.ends))
    elif own and own.status == "deprecated":
        found.append(say("{} has deprecated its own route.", Named(text=own.provider)))
    if own and own.successor:
        found.append(say("{} names {} as its successor.", Named(text=own.provider), own.successor))
    cost = side.costs[pair.profile.name]
    if cost.best.kind == "unavailable":
        found.append(cost.best.because)
    elif cost.best.is_stale:
        found.append(
            say("The price behind its monthly cost was last confirmed long enough ago to be stale.")
        )
    disputed = [
        label
        for label, value in side.attributes.items()
        if value.state == "disputed" and not value.is_led
    ]
    if disputed:
        found.append(
            say("Sources disagree on its {}.", names(label.replace("_", " ") for label in disputed))
        )
    licence = side.attributes["licence"]
    if side.attributes["open_weights"].state == "value" and isinstance(licence, NotSourced):
        found.append(
            say(
                "Its weights are stated to be published, but under which licence is a gap in our data."
            )
        )
    return tuple(found)
