"""One value of one key, for as long as its document states it: what gates judge."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class ValuePeriod(NamedTuple):
    """One value of one key, from the page that first states it to the page that states another."""

    subject: str
    card: str
    """The price card that it stands on, or of what is no price the key itself."""
    key_id: str
    period_number: int
    value_text: str
    known_from: datetime
    first_page_seq: int
    last_page_seq: int | None
    """None while the newest page states it."""
    attribute: str
    meter: str | None
    about: str
    """Meter and qualifiers, in words."""
    currency: str | None
    value_number: Decimal | None
    per_mtok: Decimal | None
    """Of a token price the amount per million tokens, in its currency."""
    is_own: bool
    """Whether the seller itself states it."""
    repeated_at: datetime | None
    """When enough pages had repeated it: of a seller's own page two over a day, of another's three
    over two days, while nobody else stated the value before.
    """
    witness_at: datetime | None
    """The first page of another publisher, read after the change, that states the same."""
    was_confirmed_before: bool
    """Whether another publisher stated the value before, on a page of the month before the change."""
    times_median: float | None
    """Of a first price by another than the seller: how many times the median of `others` it is,
    where that is far.
    """
    others: int | None
    copied_from: str | None
    """The currency in which others state the same numbers."""
    meter_before: str | None
    """Of a value that another meter of the subject had on the page before: that meter, where the
    two have changed places in other rows of the page.
    """
    exchanged_rows: int | None
    """In how many rows they have."""
    is_anchored: bool
    """Whether the page that first states it was read by anchors."""
    read_by_source_at: datetime | None
    """The first page on which the source itself reads it."""
    fact_id: str
