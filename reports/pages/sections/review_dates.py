"""The oldest and newest dates of review by a person and of check by the crawler, kept apart."""

from collections.abc import Mapping, Set
from datetime import date

from reports.values.value import FrozenModel, Receipt


class ReviewDates(FrozenModel):
    facts: int
    values: int
    """How many of them stand today, which are those that a person can review."""
    reviewed: int
    """How many of these a person has accepted."""
    oldest_review: date | None
    newest_review: date | None
    oldest_check: date | None
    newest_check: date | None
    stale: int

    @property
    def are_most_stale(self) -> bool:
        """Whether more than half of the facts are stale, so that the fresh ones are the exceptions."""
        return 2 * self.stale > self.facts

    @property
    def reviewed_of_all(self) -> str:
        """How many of the values a person has accepted: "41 of 44 values"."""
        return f"{self.reviewed} of {self.values} values"


def review_dates(receipts: Mapping[str, Receipt], past_values: Set[str]) -> ReviewDates:
    """Of the receipts of all facts, by fact, and those facts that stand no longer."""
    standing = [receipt for fact_id, receipt in receipts.items() if fact_id not in past_values]
    reviews = [receipt.reviewed for receipt in standing if receipt.reviewed]
    checks = [receipt.checked for receipt in receipts.values()]
    return ReviewDates(
        facts=len(receipts),
        values=len(standing),
        reviewed=len(reviews),
        oldest_review=min(reviews, default=None),
        newest_review=max(reviews, default=None),
        oldest_check=min(checks, default=None),
        newest_check=max(checks, default=None),
        stale=sum(receipt.is_stale for receipt in receipts.values()),
    )
