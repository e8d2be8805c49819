"""The bill of a usage on one offer: an amount, an interval with what it depends on, or what is
missing.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from reports.bill.answer import Choice, Cost, CostInterval, Dependence, ExactCost, Line, UnknownCost
from reports.bill.applicable import ApplicablePrices, applicable_prices
from reports.bill.assumptions import RULE, Asked, Assumption, assumptions_of
from reports.bill.card import Card
from reports.bill.charges import Charges
from reports.bill.choosing import NoPrice
from reports.bill.lines import Charged, total_of
from reports.bill.notes import notes_on
from reports.bill.tool_charges import charge_tool
from reports.bill.usage import Usage


class _Way(NamedTuple):
    """The bill under one assumption."""

    values: dict[str, str]
    """Of each dimension the value chosen."""
    low: tuple[Line, ...]
    high: tuple[Line, ...]
    depends: dict[str, dict[str, Decimal]]
    """Of each dimension that one line alone depends on: by value, what that line costs."""

    @property
    def cost_from(self) -> Decimal:
        return total_of(self.low)

    @property
    def cost_to(self) -> Decimal:
        return total_of(self.high)


def cost_on(model_id: str, card: Card, usage: Usage, asked: Asked) -> Cost:
    """What a usage costs at one offer, in the currency and on the day that were asked for."""
    said: dict[str, Any] = {
        "model_id": model_id,
        "seller": card.offer.provider,
        "route_id": card.offer.route_id,
        "tier": asked.tier,
        "currency": asked.currency,
        "as_of": card.today,
    }
    if not card.offer.is_live:
        ended = f" since {card.offer.ended_date}" if card.offer.ended_date else ""
        why = f"{card.offer.route_id} is {card.offer.status}{ended}: nobody can pay its price"
        return UnknownCost(**said, missing=(why,))
    prices = applicable_prices(card, asked)
    meters = {quantity.meter for quantity in usage.quantities()}
    used = [price for price in prices.chosen if price.meter in meters]
    ways: list[_Way] = []
    refusals: dict[str, list[str]] = {}
    for assumption in assumptions_of(asked, used, card.rules):
        missing: list[str] = []
        charged = list(_charges(card, prices, usage, asked, assumption, missing))
        if missing:
            refusals[_named(assumption.values)] = missing
        else:
            ways.append(_way(assumption, charged))
    if not ways:
        (missing, *_) = sorted(refusals.values(), key=len)
        return UnknownCost(**said, missing=tuple(dict.fromkeys(missing)))
    notes = list(notes_on(card.offer, used, usage))
    for values, missing in refusals.items():
        notes.append(f"not counted: {values} ({'; '.join(missing)})")
    return _answer(said, ways, tuple(notes))


def _charges(
    card: Card,
    prices: ApplicablePrices,
    usage: Usage,
    asked: Asked,
    assumption: Assumption,
    missing: list[str],
) -> Iterator[tuple[str, Charged]]:
    """All that is charged for under an assumption: quantities, requests, tools. What has no price
    is told in `missing`.
    """
    charges = Charges(prices, usage, asked, assumption)
    yield from charges.of_quantities(missing)
    fee = charges.request_fee()
    if fee is not None:
        yield "request fee", [("any", [fee])]
    for calls in usage.tool_calls:
        try:
            yield charge_tool(calls, prices, asked, card.offer.provider)
        except NoPrice as refusal:
            missing.append(str(refusal))


def _way(assumption: Assumption, charged: Sequence[tuple[str, Charged]]) -> _Way:
    """The cheapest and the dearest lines under an assumption."""
    low: list[Line] = []
    high: list[Line] = []
    depends: dict[str, dict[str, Decimal]] = {}
    for name, found in charged:
        costs = {value: total_of(lines) for value, lines in found}
        _, cheapest = min(found, key=lambda entry: total_of(entry[1]))
        _, dearest = max(found, key=lambda entry: total_of(entry[1]))
        low += cheapest
        high += dearest
        if total_of(cheapest) != total_of(dearest):
            depends[name] = costs
    return _Way(assumption.values, tuple(low), tuple(high), depends)


def _named(values: dict[str, str]) -> str:
    """The values of a way in words."""
    told = [f"{name} {value}" for name, value in values.items() if name != RULE]
    return ", ".join(word for word in told if not word.endswith(" any"))


def _answer(said: dict[str, Any], ways: Sequence[_Way], notes: tuple[str, ...]) -> Cost:
    cheapest = min(ways, key=lambda way: way.cost_from)
    dearest = max(ways, key=lambda way: way.cost_to)
    lines = [line for way in ways for line in (*way.low, *way.high)]
    checked = min((line.checked for line in lines), default=None)
    if cheapest.cost_from == dearest.cost_to:
        return ExactCost(
            **said, notes=notes, cost=cheapest.cost_from, lines=cheapest.low, checked=checked
        )
    return CostInterval(
        **said,
        notes=notes,
        cost_from=cheapest.cost_from,
        cost_to=dearest.cost_to,
        depends_on=tuple(_dependences(ways, cheapest)),
        lines=cheapest.low,
        dearest_lines=dearest.high,
        checked=checked,
    )


def _dependences(ways: Sequence[_Way], cheapest: _Way) -> Iterator[Dependence]:
    """The dimensions whose values lead to different amounts."""
    for dimension in ways[0].values:
        if dimension == RULE and len({way.values["region"] for way in ways}) > 1:
            continue  # the region decides
        by_value: dict[str, list[_Way]] = {}
        for way in ways:
            by_value.setdefault(way.values[dimension], []).append(way)
        choices: list[Choice] = []
        for value, chosen in by_value.items():
            lowest = min(way.cost_from for way in chosen)
            highest = max(way.cost_to for way in chosen)
            choices.append(Choice(value=value, cost_from=lowest, cost_to=highest))
        different = {(choice.cost_from, choice.cost_to) for choice in choices}
        if len(different) > 1:
            yield Dependence(dimension=dimension, choices=tuple(choices))
    for dimension, amounts in cheapest.depends.items():
        least = min(amounts.values())
        choices = []
        for value, amount in amounts.items():
            cost = cheapest.cost_from + amount - least
            choices.append(Choice(value=value, cost_from=cost, cost_to=cost))
        yield Dependence(dimension=dimension, choices=tuple(choices))
