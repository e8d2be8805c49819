"""Draws the price history of a route as two step lines, in a box of 100 by 100."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from reports.model.route_listing import History, HistoryPoint
from reports.values.number_format import plain_number
from reports.values.value import StatedValue

_HEADROOM = Decimal("1.1")


class Chart(NamedTuple):
    """Two paths, and what they show in words."""

    input: str
    output: str
    words: str


def chart(history: History) -> Chart | None:
    """The chart of a price history; None where the price never changed."""
    points = history.points
    if len(points) < 2:
        return None
    prices = [
        price.number or Decimal(0)
        for point in points
        for price in (point.input, point.output)
        if price
    ]
    scale = _Scale(
        first_day=points[0].since,
        days=max((max(history.until, points[-1].since) - points[0].since).days, 1),
        top=max(prices) * _HEADROOM or Decimal(1),
    )
    words = "; ".join(_words(point) for point in points)
    return Chart(
        input=_path([(point.since, point.input) for point in points], scale),
        output=_path([(point.since, point.output) for point in points], scale),
        words=f"Price steps: {words}.",
    )


class _Scale(NamedTuple):
    """What the box of the chart spans: days from left to right, dollars from bottom to top."""

    first_day: date
    days: int
    top: Decimal


def _path(steps: Sequence[tuple[date, StatedValue | None]], scale: _Scale) -> str:
    """The path of a step line in SVG; empty where no step has a price."""
    drawn: list[str] = []
    for since, price in steps:
        if price is None or price.number is None:
            continue
        x = _places(Decimal(100 * (since - scale.first_day).days) / scale.days)
        y = _places(100 - 100 * price.number / scale.top)
        drawn.append(f"H{x}V{y}" if drawn else f"M{x} {y}")
    if not drawn:
        return ""
    return "".join([*drawn, "H100"])


def _places(number: Decimal) -> str:
    return plain_number(number.quantize(Decimal("0.01")))


def _words(point: HistoryPoint) -> str:
    stated: list[str] = []
    if point.input:
        stated.append(f"input {point.input.text}")
    if point.output:
        stated.append(f"output {point.output.text}")
    return f"since {point.since} {' and '.join(stated)}"
