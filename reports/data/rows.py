"""The rows that pages are made from, as the queries in warehouse/queries/pages give them."""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


class ModelRow(NamedTuple):
    model_id: str
    name: str
    slug: str
    lab: str | None
    lab_name: str | None
    family: str | None
    released_date: str | None
    context_tokens: int | None
    live_routes: int
    usd_input_plus_output: Decimal | None


class OfferRow(NamedTuple):
    route_id: str
    model_id: str
    provider: str
    provider_name: str
    stated_id: str
    """As the seller itself writes it, else as others do."""
    route_variant: str | None
    region: str | None
    """Where its two prices hold, if its seller prices by region."""
    status: str
    is_live: bool
    standing: str
    input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal | None
    input_fact_id: str | None
    output_fact_id: str | None
    price_checked_date: date | None
    ended_date: str | None
    retired_date: str | None
    successor: str | None
    was_backed: bool
    has_own_price: bool
    """Whether its seller itself states its price."""
    fact_id: str
    missing_since: datetime | None

    @property
    def is_eligible(self) -> bool:
        return self.standing == "eligible"


class AttributeRow(NamedTuple):
    model_id: str
    attribute: str
    value_text: str
    value_number: Decimal | None
    rule: str
    """The rule of docs/conclusions.md by which it wins."""
    dissenting_publishers: int
    is_tied: bool
    """Whether as many publishers state another value, so that none wins."""
    fact_id: str


class FactRow(NamedTuple):
    fact_id: str
    source: str
    publisher: str
    is_own: bool
    """Whether the seller itself publishes it."""
    provider: str
    provider_name: str
    subject_stated: str
    model_id: str
    route_id: str | None
    attribute: str
    meter: str | None
    tier: str | None
    qualifiers: str
    value_text: str
    value_number: Decimal | None
    held_value: str | None
    held_because: str | None
    is_rejected: bool
    """Whether a person rejected it: it takes no part in what pages say."""
    quote: str
    locator: str
    url: str
    page_sha256: str
    fetched: date
    first_seen: date
    checked: date
    missing_since: date | None
    reviewed: date | None


class PriceRow(NamedTuple):
    model_id: str
    route_id: str
    meter: str
    tier: str
    lifetime: str | None
    modality: str | None
    variant: str | None
    is_plain: bool
    """Whether any text request pays it, under no condition but tier and band."""
    is_regional: bool
    """Whether any text request in its region pays it."""
    region: str | None
    context_from_tokens: int | None
    context_to_tokens: int | None
    qualifiers: str
    currency: str | None
    amount: Decimal | None
    """None where the page says that it is not offered."""
    unit: str | None
    usd_per_mtok: Decimal | None
    exchange_rate_date: date | None
    """Of the rate by which its dollars were converted; None where dollars are what the page states.
    """
    valid_from: date | None
    in_effect: bool
    authority: int
    fact_id: str
    missing_since: datetime | None


class HistoryRow(NamedTuple):
    model_id: str
    route_id: str
    meter: str
    usd_per_mtok: Decimal
    since: date
    checked: date
    reviewed: date | None
    source: str
    publisher: str
    fact_id: str
    url: str
    page_sha256: str


class CapabilityRow(NamedTuple):
    model_id: str
    capability: str
    state: str
    yes_fact_id: str | None
    no_fact_id: str | None


class SetAsideRow(NamedTuple):
    model_id: str
    route_id: str | None
    attribute: str
    meter: str | None
    qualifiers: str
    quote: str
    message: str
    source: str
    publisher: str
    page_sha256: str
    url: str
    checked: date


class ChangeRow(NamedTuple):
    day: date
    change: str
    source: str
    publisher: str
    provider: str
    provider_name: str
    subject_stated: str
    model_id: str
    route_id: str | None
    attribute: str
    meter: str | None
    qualifiers: str
    old_value: str | None
    new_value: str | None
    gate_reasons: str | None
    fact_id: str
    url: str
    page_sha256: str


class ReviewRow(NamedTuple):
    model_id: str
    provider: str
    attribute: str
    meter: str | None
    qualifiers: str
    published_value: str | None
    proposed_value: str
    reasons: str | None
    since_at: datetime
    state: str
    decided_at: datetime | None
    source: str
    fact_id: str


class ScoreRow(NamedTuple):
    model_id: str
    benchmark: str
    version: str | None
    variant: str | None
    runner: str | None
    value: Decimal
    unit: str | None
    measured_date: str | None
    fact_id: str
