"""What believed prices show of a page: which columns they explain, what is unchanged, moved and new, and
the claims of these.
"""

from collections.abc import Iterator
from typing import NamedTuple

from spiders.claims import Claim, Context, Currency, Quote
from spiders.general.columns import Cell, Column
from spiders.general.price_words import read_price_words

ANCHORED = "read by anchors"


class AcceptedColumn(NamedTuple):
    """A column that the believed values explain."""

    column: Column
    meaning: Claim
    """One of the believed prices of its meaning."""
    equal: int
    anchors: int


class Moved(NamedTuple):
    """A believed price whose cell says another number now."""

    believed: Claim
    cell: Cell
    column: Column


class New(NamedTuple):
    """A name that nothing was believed of, with its value in an accepted column."""

    column: AcceptedColumn
    cell: Cell


class AnchoredReading(NamedTuple):
    """What believed prices show of a page."""

    believed: int
    columns: list[AcceptedColumn]
    confirmed: list[Claim]
    """The believed prices that stand unchanged, with their place on this page."""
    moved: list[Moved]
    new: list[New]

    @property
    def lost(self) -> int:
        """Believed prices that stand in no accepted column."""
        return self.believed - len(self.confirmed) - len(self.moved)

    @property
    def summary(self) -> str:
        """The figures in words: "96 % of 412 facts unchanged, 3 moved, 12 new"."""
        share = 100 * len(self.confirmed) // self.believed if self.believed else 0
        words = f"{share} % of {self.believed} facts unchanged, {len(self.moved)} moved"
        return f"{words}, {len(self.new)} new"


def claim_of_confirmed(claim: Claim, cell: Cell, column: Column) -> Claim:
    """A believed price at its place on this page."""
    update = {"full_name": claim.subject_name}
    return _at_cell(claim, cell, column).model_copy(update=update)


def _at_cell(claim: Claim, cell: Cell, column: Column) -> Claim:
    """A price of the meaning of another, with the quotes of a cell."""
    method = Context(role="method", text=ANCHORED, locator=cell.quote.locator)
    quote = cell.quote.model_copy(update={"context": (*column.context, method)})
    subject: Quote = cell.name
    return claim.model_copy(
        update={"quote": quote, "currency": currency_of(claim), claim.subject_kind: subject}
    )


def claim_of_moved(moved: Moved) -> Claim:
    """A believed price with the value that its cell has now: no fact until somebody else says so."""
    claim = moved.believed
    update = {"value": moved.cell.value, "full_name": claim.subject_name}
    return _at_cell(claim, moved.cell, moved.column).model_copy(update=update)


def claims_of_new(new: New) -> Iterator[Claim]:
    """The price of a name that nothing was believed of: no fact until somebody else says so. None
    where the meaning of the column has conditions, which may not be this name's.
    """
    meaning = new.column.meaning
    said = meaning.qualifiers
    conditions = (said.variant, said.region, said.valid_from, said.valid_to, said.plan, said.hours)
    if any(conditions) or said.over_tokens or said.upto_tokens or said.price_class != "list":
        return
    update = {"value": new.cell.value, "full_name": None}
    yield _at_cell(meaning, new.cell, new.column.column).model_copy(update=update)


def is_anchored(claim: Claim) -> bool:
    """Whether a claim is one that anchors gave."""
    return any(context.text == ANCHORED for context in claim.quote.context)


def currency_of(claim: Claim) -> Currency | None:
    return claim.currency or read_price_words(claim.quote.text).currency
