"""The three answers to what a usage costs: an amount, an interval, or why there is neither."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from reports.values.value import FrozenModel


class Line(FrozenModel):
    """One line of a bill: so much of one thing, at a price with its receipt."""

    what: str
    """What is charged, in words: "input", "audio cache read", "Web search"."""
    quantity: Decimal
    """How many of `counts`."""
    counts: str
    """token, token-hour, request, image, second, character or page."""
    amount: Decimal
    """The price as its page states it, per `unit`, in `currency`."""
    unit: str
    currency: str
    factor: Decimal
    """What rules in prose multiply it by; 1 where there is none."""
    cost: Decimal
    """In the currency of the bill."""
    fact_ids: tuple[str, ...]
    """The price, and the rules that multiply it."""
    checked: date
    """When the price was last seen on its page."""


_ASKED = {"region", "time of day", "mode", "cache lifetime", "offer"}
"""The dimensions that whoever asks can give."""


class Choice(FrozenModel):
    """What the whole costs if a dimension has this value."""

    value: str
    cost_from: Decimal
    cost_to: Decimal


class Dependence(FrozenModel):
    """A dimension that was not given and that the amount depends on."""

    dimension: str
    """region, time of day, mode, cache lifetime, allowance, offer ..."""
    choices: tuple[Choice, ...]

    @property
    def text(self) -> str:
        """In a line: "region not given: 3.00 (no region) to 3.30 (us)"."""
        low = min(self.choices, key=lambda choice: choice.cost_from)
        high = max(self.choices, key=lambda choice: choice.cost_to)
        is_asked = self.dimension in _ASKED
        word = "given" if is_asked else "known"
        return (
            f"{self.dimension} not {word}: {amount_text(low.cost_from)} ({low.value}) "
            f"to {amount_text(high.cost_to)} ({high.value})"
        )


class _Answer(FrozenModel):
    model_id: str
    seller: str
    """The id of the provider."""
    route_id: str | None
    """The offer; None where several offers of the seller are meant."""
    tier: str
    currency: str
    as_of: date
    """The day on which the catalog knew these prices."""
    notes: tuple[str, ...] = ()
    """What else a reader of the amount should know."""


class ExactCost(_Answer):
    """What it costs."""

    kind: Literal["exact"] = "exact"
    cost: Decimal
    lines: tuple[Line, ...]
    checked: date | None
    """When the oldest of its prices was last seen on its page."""

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Every fact that the amount rests on."""
        return _fact_ids(self.lines)


class CostInterval(_Answer):
    """Between which amounts it costs, and what would have to be given to say which."""

    kind: Literal["interval"] = "interval"
    cost_from: Decimal
    cost_to: Decimal
    depends_on: tuple[Dependence, ...] = Field(min_length=1)
    lines: tuple[Line, ...]
    """Those of the smallest amount."""
    dearest_lines: tuple[Line, ...]
    checked: date | None

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Every fact that the two ends rest on."""
        return _fact_ids((*self.lines, *self.dearest_lines))

    @property
    def text(self) -> str:
        """The dimensions that were not given, in words."""
        return "; ".join(dependence.text for dependence in self.depends_on)


class UnknownCost(_Answer):
    """What it costs is not known: never 0."""

    kind: Literal["unknown"] = "unknown"
    missing: tuple[str, ...] = Field(min_length=1)
    """Each price that is not known, and why."""


Cost = Annotated[ExactCost | CostInterval | UnknownCost, Field(discriminator="kind")]


def amount_text(amount: Decimal) -> str:
    """An amount with two decimals at least, and no digit lost: 3.00, 0.000125."""
    text = f"{amount.normalize():f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def _fact_ids(lines: tuple[Line, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact_id for line in lines for fact_id in line.fact_ids))
