"""The price history of a route as two step lines, in a box of 100 by 100."""

from collections.abc import Sequence
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
    """The chart of a history in which something changed; a price that stood still needs none."""
    if len(history.points) < 2:
        return None
    prices = [
        price.number or Decimal(0)
        for point in history.points
        for price in (point.input, point.output)
        if price
    ]
    top = max(prices) * _HEADROOM or Decimal(1)
    first, last = history.points[0].since, max(history.until, history.points[-1].since)
    days = max((last - first).days, 1)

    def path(steps: Sequence[tuple[HistoryPoint, StatedValue | None]]) -> str:
        drawn: list[str] = []
        for point, price in steps:
            if price is not None and price.number is not None:
                x, y = (
                    _places(Decimal(100 * (point.since - first).days) / days),
                    _places(100 - 100 * price.number / top),
                )
                drawn.append(f"H{x}V{y}" if drawn else f"M{x} {y}")
        return "".join([*drawn, "H100"]) if drawn else ""

    words = "; ".join(_words(point) for point in history.points)
    return Chart(
        input=path([(point, point.input) for point in history.points]),
        output=path([(point, point.output) for point in history.points]),
        words=f"Price steps: {words}.",
    )


def _places(number: Decimal) -> str:
    return plain_number(number.quantize(Decimal("0.01")))


def _words(point: HistoryPoint) -> str:
    stated = [
        f"{name} {price.text}"
        for name, price in (("input", point.input), ("output", point.output))
        if price
    ]
    return f"since {point.since} {' and '.join(stated)}"
