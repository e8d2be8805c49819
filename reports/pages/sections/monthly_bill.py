"""The section of monthly cost: both models for every traffic profile, and the difference where both
are complete.
"""

from pydantic import Field

from reports.model.cost import MonthlyBill, MonthlyCost
from reports.pages.pair import Pair
from reports.pages.signal import Signal
from reports.values.sentence import Sentence, format_sentence
from reports.values.traffic_profiles import Profile
from reports.values.value import FrozenModel


class ProfileCost(FrozenModel):
    """A profile and what it costs on both sides."""

    profile: Profile
    shape: str
    a: MonthlyCost
    b: MonthlyCost


class CostComparison(FrozenModel):
    """The chosen profile first, then the others."""

    chosen: ProfileCost
    others: tuple[ProfileCost, ...]
    difference: Sentence
    a_prices: str = Field(exclude=True)
    """The price rows of the first model, as JSON for the calculator."""
    b_prices: str = Field(exclude=True)


def cost_comparison(pair: Pair, signal: Signal) -> CostComparison:
    chosen = _profile(pair, pair.profile)
    complete = isinstance(chosen.a.best, MonthlyBill) and isinstance(chosen.b.best, MonthlyBill)
    difference = (
        signal.because
        if complete
        else format_sentence(
            "The difference is shown once both models have a complete price. Unknown is not free."
        )
    )
    others = tuple(
        _profile(pair, profile)
        for profile in pair.a.data.profiles.values()
        if profile.name != pair.profile.name
    )
    return CostComparison(
        chosen=chosen,
        others=others,
        difference=difference,
        a_prices=pair.a.data.price_rows,
        b_prices=pair.b.data.price_rows,
    )


def _profile(pair: Pair, profile: Profile) -> ProfileCost:
    return ProfileCost(
        profile=profile,
        shape=profile.shape,
        a=pair.a.costs[profile.name],
        b=pair.b.costs[profile.name],
    )
