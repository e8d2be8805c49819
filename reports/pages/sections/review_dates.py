"""The oldest and newest dates of review by a person and of check by the crawler, kept apart."""

from collections.abc import Mapping
from datetime import date

from reports.values.value import FrozenModel, Receipt


class ReviewDates(FrozenModel):
    facts: int
    reviewed: int
    """How many of them a person has accepted."""
    oldest_review: date | None
    newest_review: date | None
    oldest_check: date | None
    newest_check: date | None
    stale: int

    @property
    def reviewed_of_all(self) -> str:
        """How many of the values a person has accepted: "41 of 44 values"."""
        return f"{self.reviewed} of {self.facts} values"


def review_dates(receipts: Mapping[str, Receipt]) -> ReviewDates:
    """Of the receipts of all facts, by fact."""
    reviews = [receipt.reviewed for receipt in receipts.values() if receipt.reviewed]
    checks = [receipt.checked for receipt in receipts.values()]
    return ReviewDates(
        facts=len(receipts),
        reviewed=len(reviews),
        oldest_review=min(reviews, default=None),
        newest_review=max(reviews, default=None),
        oldest_check=min(checks, default=None),
        newest_check=max(checks, default=None),
        stale=sum(receipt.is_stale for receipt in receipts.values()),
    )
