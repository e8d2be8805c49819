"""The offers of the catalog with the prices of their cards, as a writer of a table gets them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from spiders.claims import Lifetime, Meter, Modality, Tier
from spiders.readers.price_keys import PriceKey

INPUT_ONLY = ("embedding", "rerank", "moderation")
"""Tasks of models that put no tokens out."""


class OfferPrice(NamedTuple):
    """A price of the catalog with its receipt: a row of `queries/exported_prices.sql`."""

    provider: str
    route_id: str | None
    subject_kind: str
    stated_name: str
    publisher: str
    meter: Meter
    tier: Tier
    context_from_tokens: int | None
    context_to_tokens: int | None
    lifetime: Lifetime | None
    modality: Modality | None
    variant: str | None
    band_rule: str | None
    region: str | None
    mode: str | None
    hours: str | None
    price_class: str | None
    plan: str | None
    qualifiers: str | None
    currency: str | None
    amount: Decimal | None
    unit: str | None
    usd_per_mtok: Decimal | None
    valid_from: date | None
    valid_to: date | None
    superseded_from: date | None
    in_effect: bool
    review_rank: int
    authority: int
    held_value: str | None
    held_because: str | None
    is_stale: bool
    missing_since: datetime | None
    is_live: bool | None
    status: str | None
    standing: str | None
    is_on_card: bool
    card_source: str
    card_name: str
    source: str
    document: str
    fact_id: str
    quote: str
    locator: str
    url: str
    first_seen_at: datetime
    last_checked_at: datetime

    @property
    def is_plain(self) -> bool:
        """Whether it is for text at the standard tier."""
        return self.tier == "standard" and self.modality in (None, "text")

    @property
    def key(self) -> PriceKey:
        """What it is a price of, but for its band."""
        return PriceKey(self.meter, self.modality, self.lifetime, self.tier)

    @property
    def over_tokens(self) -> int | None:
        """The input length above which it holds; None from the first token on."""
        return self.context_from_tokens - 1 if self.context_from_tokens else None

    @property
    def per_mtok(self) -> Decimal:
        """US dollars per million tokens. Only of a price per token in dollars."""
        if self.usd_per_mtok is None:
            raise ValueError(f"{self.fact_id} is no price per token in dollars")
        return self.usd_per_mtok


class PastPrice(NamedTuple):
    """A price per token as it was once: from a day on, or since before it was watched, up to a day."""

    key: PriceKey
    over_tokens: int | None
    usd_per_mtok: Decimal
    from_date: date | None
    to_date: date | None


class Offer(NamedTuple):
    """A route of the catalog, with what tables say of its model and the prices of its card."""

    route_id: str
    provider: str
    provider_name: str | None
    provider_model_id: str | None
    id_by_others: str | None
    kind: str
    status: str
    retired_date: str | None
    model_id: str | None
    name: str | None
    lab: str | None
    family: str | None
    released_date: str | None
    knowledge_cutoff: str | None
    open_weights: str | None
    context_tokens: int | None
    max_output_tokens: int | None
    task: str | None
    input_modalities: Sequence[str]
    output_modalities: Sequence[str]
    can: Sequence[str]
    cannot: Sequence[str]
    prices: Sequence[OfferPrice] = ()
    names: Mapping[str, str] = {}
    """How each publisher names the route: that of its card, or else the shortest where it has
    several.
    """
    past: Sequence[PastPrice] = ()

    @property
    def model_name(self) -> str | None:
        """The id that a request names: the seller's own, or the one that others write. That of a
        pointer to the newest model is the one under which its prices stand: the bare name stays.
        """
        if self.kind == "pointer" and self.prices:
            return self.prices[0].stated_name
        return self.provider_model_id or self.id_by_others

    @property
    def checked_on(self) -> date:
        """The last day on which one of its prices was read."""
        return max(price.last_checked_at for price in self.prices).date()

    @property
    def needs_output(self) -> bool:
        """Whether it puts out tokens, so that a bill without their price is none."""
        return self.task not in INPUT_ONLY


def model_name(offer: Offer) -> str | None:
    """The id that a request names."""
    return offer.model_name
