"""Named traffic profiles: tokens per month, the share read from the cache, and the price tier."""

from decimal import Decimal

from reports.values.number_format import in_short, percent
from reports.values.value import FrozenModel

_PER_MTOK = Decimal(1_000_000)


class Profile(FrozenModel):
    """A month of requests of one shape."""

    name: str
    title: str
    requests: int
    input_tokens: int
    """Of one request."""
    output_tokens: int
    cached_share: Decimal = Decimal(0)
    """Of the input, read from the seller's cache; what writing to it costs is not counted."""
    tier: str = "standard"

    @property
    def input_mtok(self) -> Decimal:
        return self.requests * self.input_tokens * (1 - self.cached_share) / _PER_MTOK

    @property
    def cached_mtok(self) -> Decimal:
        return self.requests * self.input_tokens * self.cached_share / _PER_MTOK

    @property
    def output_mtok(self) -> Decimal:
        return self.requests * self.output_tokens / _PER_MTOK

    @property
    def volume(self) -> str:
        """The month in a few words: 800M input + 250M output tokens."""
        total = Decimal(self.requests)
        return (
            f"{in_short(total * self.input_tokens)} input + "
            f"{in_short(total * self.output_tokens)} output tokens"
        )

    @property
    def shape(self) -> str:
        """The profile in words: what a month is."""
        total = Decimal(self.requests)
        words = [
            f"{self.volume} a month",
            f"{in_short(total)} requests of {self.input_tokens:,} in, {self.output_tokens:,} out",
        ]
        if self.cached_share:
            words.append(f"{percent(self.cached_share)} of the input read from cache")
        if self.tier != "standard":
            words.append(f"all of it at the {self.tier} tier")
        return "; ".join(words)


DEFAULT = Profile(
    name="default", title="Steady traffic", requests=1_000_000, input_tokens=800, output_tokens=250
)
PROFILES = (
    DEFAULT,
    Profile(
        name="small", title="Small service", requests=10_000, input_tokens=800, output_tokens=250
    ),
    Profile(
        name="retrieval",
        title="Long prompts",
        requests=200_000,
        input_tokens=12_000,
        output_tokens=400,
    ),
    Profile(
        name="cached",
        title="Repeated prompts",
        requests=1_000_000,
        input_tokens=800,
        output_tokens=250,
        cached_share=Decimal("0.6"),
    ),
    Profile(
        name="batch",
        title="Overnight batch",
        requests=1_000_000,
        input_tokens=800,
        output_tokens=250,
        tier="batch",
    ),
)
