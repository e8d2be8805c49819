"""Freshness rules: after how many days unchecked or unreviewed a fact warns, and is an error."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spiders.claims import Frozen, Tier

Days = Annotated[int, Field(strict=True, gt=0)]


class AgeLimits(Frozen):
    """Days after which a date is old."""

    warn_days: Days
    error_days: Days

    @model_validator(mode="after")
    def _warns_first(self) -> Self:
        if self.warn_days > self.error_days:
            raise PydanticCustomError("order", "Input should be a warn_days of at most error_days")
        return self


class ReviewLimits(AgeLimits):
    """Days after which a review is old."""

    required: bool = False
    """Whether a value that nobody has reviewed is as old as its first sight. If not, it has no such
    age: only a review grows old.
    """


class FreshnessRule(Frozen):
    """The ages for a kind of fact, or for what one source or one price tier states of it."""

    kind: Literal["price", "lifecycle", "other"]
    source: str | None = None
    tier: Tier | None = None
    checked: AgeLimits
    reviewed: ReviewLimits | None = None
    """None: a review of these facts never grows old."""

    @property
    def scope(self) -> tuple[str, str | None, str | None]:
        return (self.kind, self.source, self.tier)

    def row(self) -> tuple[Any, ...]:
        """A row of the table freshness_policy."""
        checked = (self.checked.warn_days, self.checked.error_days)
        reviewed = (None, None, False)
        if self.reviewed:
            limits = self.reviewed
            reviewed = (limits.warn_days, limits.error_days, limits.required)
        return (*self.scope, *checked, *reviewed)
