"""The section of tradeoffs: what speaks for and against each model, from known values only."""

from collections.abc import Iterable, Sequence

from reports.model.cost import MonthlyCost
from reports.model.routes import Route
from reports.pages.pair import Pair, PairSide
from reports.pages.signal import Signal
from reports.values.sentence import Named, Sentence, format_sentence, join_names
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
    return (
        *_lifecycle(side.own_route),
        *_cost(side.costs[pair.profile.name]),
        *_disputes(side),
        *_licence(side),
    )


def _lifecycle(own_route: Route | None) -> Iterable[Sentence]:
    """The end of the maker's own route, announced or past, and the successor it names."""
    if own_route is None:
        return
    maker = Named(text=own_route.provider)
    if own_route.ended:
        yield format_sentence("{} ended its own route on {}.", maker, own_route.ended)
    elif own_route.ends:
        yield format_sentence("{} will end its own route on {}.", maker, own_route.ends)
    elif own_route.status == "deprecated":
        yield format_sentence("{} has deprecated its own route.", maker)
    if own_route.successor:
        yield format_sentence("{} names {} as its successor.", maker, own_route.successor)


def _cost(cost: MonthlyCost) -> Iterable[Sentence]:
    if cost.best.kind == "unavailable":
        yield cost.best.because
    elif cost.best.is_stale:
        yield format_sentence(
            "The price behind its monthly cost was last confirmed long enough ago to be stale."
        )


def _disputes(side: PairSide) -> Iterable[Sentence]:
    disputed = [
        attribute.replace("_", " ")
        for attribute, value in side.attributes.items()
        if value.state == "disputed" and not value.is_led
    ]
    if disputed:
        yield format_sentence("Sources disagree on its {}.", join_names(disputed))


def _licence(side: PairSide) -> Iterable[Sentence]:
    weights = side.attributes["open_weights"]
    licence = side.attributes["licence"]
    if weights.state == "value" and isinstance(licence, NotSourced):
        yield format_sentence(
            "Its weights are stated to be published, but under which licence is a gap in our data."
        )
