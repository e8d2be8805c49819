"""The five states of a value on a page, each with the receipts that it was read from.

A value is stated, stated to be absent ("No"), not sourced, not applicable, or disputed. A missing
value is never "No" or "0".
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class FrozenModel(BaseModel):
    """The base of everything on a page: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Receipt(FrozenModel):
    """Where a value was read: the key of its source, the fact, and when both were last looked at.

    In JSON these days stand once, with the fact among the sources of the page.
    """

    source: str
    fact_id: str
    checked: date = Field(exclude=True)
    reviewed: date | None = Field(exclude=True)
    is_stale: bool
    gone_since: date | None
    """First whole page without it; None while it is there."""
    held: str | None = None
    """A newer value that waits for a person's review."""


class StatedValue(FrozenModel):
    """A value that a source states."""

    state: Literal["value"] = "value"
    about: str
    text: str
    short: str
    number: Decimal | None
    is_converted: bool = False
    """Whether its dollars are what an exchange rate makes of another currency."""
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class AbsentValue(FrozenModel):
    """A source states that it is not so; of a price, that it is not offered."""

    state: Literal["no"] = "no"
    about: str
    word: Literal["No", "Not offered"] = "No"
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class NotSourced(FrozenModel):
    """No page that we read states it: a gap in our data, not a property of the model."""

    state: Literal["not sourced"] = "not sourced"
    about: str
    because: str | None = None
    quote: str | None = None
    """What a page says that could not be taken as a value."""
    source: str | None = None


class NotApplicable(FrozenModel):
    """The question does not arise."""

    state: Literal["not applicable"] = "not applicable"
    about: str
    because: str
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class Statement(FrozenModel):
    """One of the values of a dispute, who state it, and for whose routes."""

    text: str
    short: str
    number: Decimal | None
    publishers: tuple[str, ...]
    sellers: tuple[str, ...]
    """For whose routes they state it."""
    is_converted: bool = False
    receipt: Receipt
    rule: str | None = None
    """The rule that implies it, where it is not said in so many words."""


class DisputedValue(FrozenModel):
    """Sources, or sellers, state different values. The first one leads where `is_led`."""

    state: Literal["disputed"] = "disputed"
    about: str
    is_led: bool
    statements: tuple[Statement, ...] = Field(min_length=2)


Value = Annotated[
    StatedValue | AbsentValue | NotSourced | NotApplicable | DisputedValue,
    Field(discriminator="state"),
]

YES = "Yes"
STATE_WORDS = {
    "no": "No",
    "not sourced": "Not sourced",
    "not applicable": "Not applicable",
    "disputed": "Disputed",
}
"""The one word of every state but the first, whose word is the value."""


def receipts_of(value: Value) -> tuple[Receipt, ...]:
    """Every receipt that a value stands on."""
    match value:
        case NotSourced():
            return ()
        case DisputedValue():
            return tuple(statement.receipt for statement in value.statements)
        case _:
            return value.receipts


def leading_value(value: Value) -> StatedValue | Statement | None:
    """What counts in comparisons: the value, or the statement that leads a dispute."""
    match value:
        case StatedValue():
            return value
        case DisputedValue(is_led=True):
            return value.statements[0]
        case _:
            return None


def number_of(value: Value) -> Decimal | None:
    """The number that counts in comparisons, where there is one."""
    counted = leading_value(value)
    return counted.number if counted else None


def is_yes(value: Value) -> bool:
    """Whether a capability counts as there."""
    counted = leading_value(value)
    return counted is not None and counted.text == YES


def is_no(value: Value) -> bool:
    """Whether a capability counts as absent: said so, which a gap in our data is not."""
    counted = leading_value(value)
    return isinstance(value, AbsentValue) or (
        counted is not None and counted.text == STATE_WORDS["no"]
    )


def is_stale(value: Value) -> bool:
    receipts = receipts_of(value)
    return bool(receipts) and all(receipt.is_stale for receipt in receipts)


def yes_or_no_value(about: str, says: str, *receipts: Receipt) -> StatedValue | AbsentValue:
    """A stated yes or no as a value."""
    return (
        StatedValue(about=about, text=YES, short=YES, number=None, receipts=receipts)
        if says == "yes"
        else AbsentValue(about=about, receipts=receipts)
    )
