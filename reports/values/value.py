"""The five states of a value on a page. Each carries the receipts it was read from, and is written
by one function.

A value is known, known to be absent ("No"), not sourced, not applicable, or disputed. Missing is
never "No" or "0".
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """The base of everything on a page: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Receipt(Frozen):
    """Where a value was read: the key of its source, the fact, and when both were last looked at."""

    source: str
    fact_id: str
    checked: date
    reviewed: date | None
    is_stale: bool
    gone_since: date | None
    """First whole page without it; None while it is there."""
    held: str | None = None
    """A newer value that waits for a person's review."""


class Stated(Frozen):
    """A value that a source states."""

    state: Literal["value"] = "value"
    about: str
    text: str
    short: str
    number: Decimal | None
    is_converted: bool = False
    """Whether its dollars are what an exchange rate makes of another currency."""
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class Absent(Frozen):
    """A source states that it is not so; of a price, that it is not offered."""

    state: Literal["no"] = "no"
    about: str
    word: Literal["No", "Not offered"] = "No"
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class NotSourced(Frozen):
    """No page that we read states it: a gap in our data, not a property of the model."""

    state: Literal["not sourced"] = "not sourced"
    about: str
    because: str | None = None
    quote: str | None = None
    """What a page says that could not be taken as a value."""
    source: str | None = None


class NotApplicable(Frozen):
    """The question does not arise."""

    state: Literal["not applicable"] = "not applicable"
    about: str
    because: str
    receipts: tuple[Receipt, ...] = Field(min_length=1)


class Statement(Frozen):
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


class Disputed(Frozen):
    """Sources, or sellers, state different values. The first one leads where `is_led`."""

    state: Literal["disputed"] = "disputed"
    about: str
    is_led: bool
    statements: tuple[Statement, ...] = Field(min_length=2)


Value = Annotated[
    Stated | Absent | NotSourced | NotApplicable | Disputed, Field(discriminator="state")
]

YES = "Yes"
WORDS = {
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
        case Disputed():
            return tuple(statement.receipt for statement in value.statements)
        case _:
            return value.receipts


def leading(value: Value) -> Stated | Statement | None:
    """What counts in comparisons: the value, or the statement that leads a dispute."""
    match value:
        case Stated():
            return value
        case Disputed(is_led=True):
            return value.statements[0]
        case _:
            return None


def number(value: Value) -> Decimal | None:
    """The number that counts in comparisons, where there is one."""
    counted = leading(value)
    return counted.number if counted else None


def is_yes(value: Value) -> bool:
    """Whether a capability counts as there."""
    counted = leading(value)
    return counted is not None and counted.text == YES


def is_no(value: Value) -> bool:
    """Whether a capability counts as absent: said so, which a gap in our data is not."""
    counted = leading(value)
    return isinstance(value, Absent) or (counted is not None and counted.text == WORDS["no"])


def is_stale(value: Value) -> bool:
    receipts = receipts_of(value)
    return bool(receipts) and all(receipt.is_stale for receipt in receipts)


def yes_or_no(about: str, says: str, *receipts: Receipt) -> Stated | Absent:
    """A stated yes or no as a value."""
    return (
        Stated(about=about, text=YES, short=YES, number=None, receipts=receipts)
        if says == "yes"
        else Absent(about=about, receipts=receipts)
    )
