"""Draws what a model cost at several sellers as step lines, each with its seller and price beside its
end.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from reports.model.route_listing import History
from reports.values.number_format import join_words, money, plain_number
from reports.values.value import StatedValue

WIDTH, HEIGHT = 360, 190
"""Of the drawing, in its own units; about as many pixels on a narrow screen."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 222, 12, 168
_LABEL_HEIGHT = 12
_LABEL_LETTERS = 24
_HEADROOM = Decimal("1.08")

Meter = Literal["input", "output"]
_Steps = tuple[tuple[date, Decimal], ...]


class Line(NamedTuple):
    """A step line, and the label beside its end."""

    path: str
    label: str
    label_y: int
    end_y: int


class Tick(NamedTuple):
    text: str
    y: int


class Chart(NamedTuple):
    """The lines of one meter, their axes, and all of it in words."""

    meter: str
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    first: date
    last: date
    words: str


class _Scale(NamedTuple):
    """What the drawing spans: days from left to right, dollars from bottom to top."""

    first: date
    last: date
    top: Decimal

    def x(self, day: date) -> str:
        share = Decimal((day - self.first).days) / max((self.last - self.first).days, 1)
        return _places(_LEFT + share * (_RIGHT - _LEFT))

    def y(self, price: Decimal) -> int:
        return round(_BOTTOM - (_BOTTOM - _TOP) * price / self.top)


def charts(histories: Sequence[History]) -> list[Chart]:
    """A chart for each meter whose price changed at some seller."""
    found: list[Chart] = []
    meters: tuple[Meter, ...] = ("output", "input")
    for meter in meters:
        steps = {history.provider: _steps(history, meter) for history in histories}
        if any(len(of_seller) > 1 for of_seller in steps.values()):
            found.append(_chart(meter, steps, max(history.until for history in histories)))
    return found


def _steps(history: History, meter: Meter) -> _Steps:
    """The days from which on a price held, each with that price."""
    found: list[tuple[date, Decimal]] = []
    for point in history.points:
        price: StatedValue | None = point.input if meter == "input" else point.output
        if price is None or price.number is None:
            continue
        if not found or found[-1][1] != price.number:
            found.append((point.since, price.number))
    return tuple(found)


def _chart(meter: Meter, steps: dict[str, _Steps], until: date) -> Chart:
    sellers: dict[_Steps, list[str]] = {}
    for seller, of_seller in steps.items():
        if of_seller:
            sellers.setdefault(of_seller, []).append(seller)
    days: list[date] = []
    top = Decimal(0)
    for of_seller in sellers:
        for day, price in of_seller:
            days.append(day)
            top = max(top, price)
    scale = _Scale(min(days), max(until, *days), top * _HEADROOM or Decimal(1))
    ends = [scale.y(of_seller[-1][1]) for of_seller in sellers]
    places = zip(sellers.items(), _apart(ends), ends, strict=True)
    lines: list[Line] = []
    for (of_seller, names), label_y, end_y in places:
        last_price = of_seller[-1][1]
        lines.append(Line(_path(of_seller, scale), _label(names, last_price), label_y, end_y))
    words = "; ".join(_words(names, of_seller) for of_seller, names in sellers.items())
    return Chart(
        meter=meter,
        lines=tuple(lines),
        ticks=(Tick(money(top), scale.y(top)), Tick("$0", scale.y(Decimal(0)))),
        first=scale.first,
        last=scale.last,
        words=f"Price of {meter} per 1M tokens. {words}.",
    )


def _path(steps: _Steps, scale: _Scale) -> str:
    drawn: list[str] = []
    for since, price in steps:
        x, y = scale.x(since), scale.y(price)
        drawn.append(f"H{x}V{y}" if drawn else f"M{x} {y}")
    return "".join([*drawn, f"H{_RIGHT}"])


def _label(sellers: Sequence[str], price: Decimal) -> str:
    """The price and who asks it, in as many letters as fit beside the drawing."""
    more = f" +{len(sellers) - 1}" if len(sellers) > 1 else ""
    text = f"{money(price)} {sellers[0]}"
    most = _LABEL_LETTERS - len(more)
    return f"{text if len(text) <= most else text[: most - 1] + '…'}{more}"


def _apart(places: Iterable[int]) -> list[int]:
    """Where labels stand that belong at these places, so that none covers another."""
    wanted = list(places)
    found = [0] * len(wanted)
    lowest = _TOP - _LABEL_HEIGHT
    for index in sorted(range(len(wanted)), key=lambda index: wanted[index]):
        lowest = found[index] = max(wanted[index], lowest + _LABEL_HEIGHT)
    over = max(found, default=0) - _BOTTOM
    return [place - over for place in found] if over > 0 else found


def _words(sellers: Sequence[str], steps: _Steps) -> str:
    told = [f"{money(price)} since {day}" for day, price in steps]
    return f"{join_words(list(sellers))}: {', then '.join(told)}"


def _places(number: Decimal) -> str:
    return plain_number(number.quantize(Decimal("0.1")))
