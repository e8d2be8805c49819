"""Lines of a bill: so much of something at so much each."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.bill.answer import Line
from reports.bill.card import EXACT, UNITS, Price, PriceRule, without_zeros
from reports.bill.choosing import NoPrice

Charged = list[tuple[str, list[Line]]]
"""The lines of one thing by the value of what decides on them, which was not given: one entry where
nothing is left open.
"""


def price_in(currency: str, price: Price, what: str) -> Decimal:
    """What one of a price's units costs in a currency. Raises NoPrice where no rate leads there."""
    each = price.each(currency)
    if each is None:
        raise NoPrice(
            f"{what}: priced in {price.currency}, and no rate turns that into {currency}; "
            f"ask for the amount in {price.currency}"
        )
    return each


def make_line(
    what: str, amount: Decimal, price: Price, each: Decimal, rules: Sequence[PriceRule]
) -> Line:
    """So much of something at so much each, times the factors of rules."""
    factor = Decimal(1)
    for rule in rules:
        factor = EXACT.multiply(factor, rule.factor)
    cost = EXACT.multiply(EXACT.multiply(amount, each), factor)
    return Line(
        what=what,
        quantity=amount,
        counts=UNITS[str(price.unit)][0],
        amount=without_zeros(price.amount or Decimal(0)),
        unit=str(price.unit),
        currency=str(price.currency),
        factor=factor,
        cost=without_zeros(cost),
        fact_ids=(price.fact_id, *(rule.fact_id for rule in rules)),
        checked=price.checked,
    )


def part_of(line: Line, share: Decimal) -> Line:
    """A share of a line, at the same price."""
    quantity = EXACT.multiply(line.quantity, share)
    return line.model_copy(update={"quantity": quantity, "cost": EXACT.multiply(line.cost, share)})


def total_of(lines: Iterable[Line]) -> Decimal:
    """What lines cost together."""
    total = Decimal(0)
    for line in lines:
        total = EXACT.add(total, line.cost)
    return without_zeros(total)


def beyond_allowance(charged: Charged, free: int | None) -> Charged:
    """The lines without what an allowance covers; both extremes where `free` is not known."""
    answers: Charged = []
    for value, lines in charged:
        calls = sum((line.quantity for line in lines), Decimal(0))
        if free is None:
            answers.append(("all covered", [part_of(line, Decimal(0)) for line in lines]))
            answers.append(("none covered", lines))
            continue
        left = max(calls - free, Decimal(0))
        share = left / calls if calls else Decimal(0)
        answers.append((value, [part_of(line, share) for line in lines]))
    return answers
