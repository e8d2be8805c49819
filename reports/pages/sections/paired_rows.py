"""Rows of the tables that compare the two models, and what a cell of a row may hold."""

from typing import Literal

from reports.pages.pair import Leads
from reports.values.sentence import Count, Derived, Sentence, Unavailable
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    FrozenModel,
    NotApplicable,
    NotSourced,
    StatedValue,
    Value,
    leading_value,
)


class Tag(FrozenModel):
    """A word for what a model is suited to, and the rule that gives it."""

    label: str
    rule: str


class Tags(FrozenModel):
    """The tags of one model."""

    kind: Literal["tags"] = "tags"
    tags: tuple[Tag, ...]
    if_none: str = "No rule applies to what is sourced"
    """What stands there where there are none."""


Cell = (
    StatedValue
    | AbsentValue
    | NotSourced
    | NotApplicable
    | DisputedValue
    | Count
    | Derived
    | Unavailable
    | Tags
    | Sentence
)


class Row(FrozenModel):
    """One question with both answers."""

    key: str
    label: str
    a: Cell
    b: Cell
    form: Literal["full", "short"] = "full"
    """How both answers write their numbers."""
    leads: Leads | None = None
    lead: Sentence | None = None
    """By how much, where that is a figure."""
    note: str | None = None

    @property
    def is_same(self) -> bool:
        return _gist(self.a) == _gist(self.b)


def value_row(
    key: str, label: str, a: Value, b: Value, *, leads: Leads | None = None, note: str | None = None
) -> Row:
    return Row(key=key, label=label, a=a, b=b, leads=leads, note=note)


def _gist(cell: Cell) -> object:
    match cell:
        case StatedValue():
            return cell.text
        case DisputedValue():
            counted = leading_value(cell)
            return counted.text if counted else cell.state
        case AbsentValue() | NotSourced() | NotApplicable():
            return cell.state
        case Count():
            return cell.number
        case Tags():
            return tuple(tag.label for tag in cell.tags)
        case Derived() | Sentence():
            return cell.text
        case Unavailable():
            return cell.kind
