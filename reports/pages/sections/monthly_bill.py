"""Monthly cost at traffic: both models, every named profile, and the difference where both are
complete.
"""

from reports.model.cost import Bill, MonthlyCost
from reports.pages.side import Pair
from reports.pages.signals import Signal
from reports.values.sentence import Sentence, say
from reports.values.traffic_profiles import Profile
from reports.values.value import Frozen


class ProfileCost(Frozen):
    """A profile and what it costs on both sides."""

    profile: Profile
    shape: str
    a: MonthlyCost
    b: MonthlyCost


class Cost(Frozen):
    """The chosen profile first, then the others."""

    chosen: ProfileCost
    others: tuple[ProfileCost, ...]
    difference: Sentence


def cost(pair: Pair, signal: Signal, profiles: tuple[Profile, ...]) -> Cost:
    chosen = _profile(pair, pair.profile)
    complete = isinstance(chosen.a.best, Bill) and isinstance(chosen.b.best, Bill)
    difference = (
        signal.because
        if complete
        else say(
            "The difference is shown once both models have a complete price. Unknown is not free."
        )
    )
    others = tuple(
        _profile(pair, profile) for profile in profiles if profile.name != pair.profile.name
    )
    return Cost(chosen=chosen, others=others, difference=difference)


def _profile(pair: Pair, profile: Profile) -> ProfileCost:
    return ProfileCost(
        profile=profile,
        shape=profile.shape,
        a=pair.a.costs[profile.name],
        b=pair.b.costs[profile.name],
    )
