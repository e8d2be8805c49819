"""The prices of one offer, as the catalog states them on a day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple

from warehouse.store import Database

EXACT = Context(prec=50)
"""Amounts are multiplied and added without rounding."""

# The stated unit of a price: what it counts, and how many of them.
UNITS = {
    "token": ("token", 1),
    "1K tokens": ("token", 10**3),
    "1M tokens": ("token", 10**6),
    "10B tokens": ("token", 10**10),
    "1M token-hours": ("token-hour", 10**6),
    "character": ("character", 1),
    "1K characters": ("character", 10**3),
    "10K characters": ("character", 10**4),
    "1M characters": ("character", 10**6),
    "request": ("request", 1),
    "1K requests": ("request", 10**3),
    "image": ("image", 1),
    "1K images": ("image", 10**3),
    "page": ("page", 1),
    "1K pages": ("page", 10**3),
    "second": ("second", 1),
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "session": ("session", 1),
    "20-minute session": ("session", 1),
}


def without_zeros(amount: Decimal) -> Decimal:
    """The same amount without zeros at its end, and without an exponent: 3, 0.0125, 1000."""
    return Decimal(f"{EXACT.normalize(amount):f}")


class Price(NamedTuple):
    """One stated price: a row of the view `prices`."""

    fact_id: str
    route_id: str | None
    name: str
    """The offer or the tool, as its page writes it."""
    meter: str
    tier: str
    context_from_tokens: int | None
    context_to_tokens: int | None
    lifetime: str | None
    modality: str | None
    variant: str | None
    band_rule: str | None
    region: str | None
    mode: str | None
    hours: str | None
    currency: str | None
    amount: Decimal | None
    """None where the page says that it is not offered."""
    unit: str | None
    usd_per_mtok: Decimal | None
    exchange_rate: Decimal | None
    valid_from: date | None
    valid_to: date | None
    superseded_from: date | None
    in_effect: bool
    authority: int
    publisher: str
    source: str
    document: str
    held_value: str | None
    checked: date
    missing_since: date | None
    is_stale: bool

    @property
    def page(self) -> tuple[str, str]:
        return self.source, self.document

    @property
    def band(self) -> str:
        """The inputs that it is for, in words: "0 to 272,000 tokens", half-open."""
        lower = f"{self.context_from_tokens or 0:,}"
        if self.context_to_tokens is None:
            return f"{lower} tokens and more"
        return f"{lower} to {self.context_to_tokens:,} tokens"

    @property
    def counts(self) -> str | None:
        """What its unit counts."""
        return UNITS[self.unit][0] if self.unit in UNITS else None

    def holds_on(self, day: date, today: date) -> bool:
        """Whether it is what is asked on a day, as known today."""
        if day <= today:
            return self.in_effect
        has_begun = self.valid_from is None or self.valid_from <= day
        has_ended = any(
            end is not None and end <= day for end in (self.valid_to, self.superseded_from)
        )
        is_announced = self.valid_from is not None and self.valid_from > today
        return has_begun and not has_ended and (self.in_effect or is_announced)

    def each(self, currency: str) -> Decimal | None:
        """What one of what it counts costs in a currency; None where it has no price in it."""
        if self.amount is None or self.unit not in UNITS:
            return None
        kind, size = UNITS[self.unit]
        if currency == "USD" and kind == "token" and self.usd_per_mtok is not None:
            return EXACT.divide(self.usd_per_mtok, Decimal(10**6))
        each = EXACT.divide(self.amount, Decimal(size))
        if self.currency == currency:
            return each
        if currency == "USD" and self.currency == "US cents":
            return EXACT.divide(each, Decimal(100))
        if currency == "USD" and self.exchange_rate is not None:
            return EXACT.multiply(each, self.exchange_rate)
        return None


class PriceRule(NamedTuple):
    """A sentence that multiplies a seller's prices in a region."""

    fact_id: str
    region: str | None
    """The region that pays more; None for every region but the whole world."""
    factor: Decimal
    applies: bool | None
    """Whether it holds for this model; None where the page leaves that open."""
    sentence: str


class Offer(NamedTuple):
    """A seller's offer of a model, a row of the view `offers`."""

    route_id: str
    provider: str
    provider_name: str
    provider_model_id: str | None
    route_variant: str | None
    kind: str
    status: str
    is_live: bool
    standing: str
    price_rule: str | None
    contradicted_by: str | None
    ended_date: str | None
    source: str | None
    """The page of its price card, with `document`."""
    document: str | None


class Card(NamedTuple):
    """All that is charged for on one offer."""

    offer: Offer
    prices: Sequence[Price]
    tools: Sequence[Price]
    """Of what its seller sells beside the models."""
    rules: Sequence[PriceRule]
    today: date
    """The day that the catalog is asked as of."""


def read_offers(catalog: Database, model_id: str) -> list[Offer]:
    """Every offer of a model."""
    return [offer for _, offer in _offers(catalog, [model_id])]


def read_cards(catalog: Database, model_id: str, offers: Sequence[Offer]) -> list[Card]:
    """The cards of these offers of one model, in their order."""
    tools: dict[str, list[Price]] = {}
    for provider in {offer.provider for offer in offers}:
        sold = catalog.query("bill/tools", {"provider": provider}).rows
        tools[provider] = [Price(*row) for row in sold]
    of_model = [(model_id, offer) for offer in offers]
    return [card for _, card in _cards(catalog, [model_id], of_model, tools)]


def read_confirmed_cards(catalog: Database, model_ids: Sequence[str]) -> dict[str, list[Card]]:
    """The cards of the offers with a confirmed price, by model, without the tools of their sellers."""
    offers = [
        (model_id, offer)
        for model_id, offer in _offers(catalog, model_ids)
        if offer.standing == "eligible"
    ]
    found: dict[str, list[Card]] = {}
    for model_id, card in _cards(catalog, model_ids, offers, {}):
        found.setdefault(model_id, []).append(card)
    return found


def _offers(catalog: Database, model_ids: Sequence[str]) -> list[tuple[str, Offer]]:
    rows = catalog.query("bill/offers", {"models": [*model_ids]}).rows
    return [(model_id, Offer(*row)) for model_id, *row in rows]


def _cards(
    catalog: Database,
    model_ids: Sequence[str],
    offers: Sequence[tuple[str, Offer]],
    tools: Mapping[str, list[Price]],
) -> Iterator[tuple[str, Card]]:
    """The card of each of these offers, with its model."""
    ((today,),) = catalog.query("bill/day").rows
    asked = {"models": [*model_ids]}
    prices: dict[str | None, list[Price]] = {}
    for row in catalog.query("bill/prices", asked).rows:
        price = Price(*row)
        prices.setdefault(price.route_id, []).append(price)
    rules: dict[tuple[str, str], list[PriceRule]] = {}
    for model_id, provider, *rule in catalog.query("bill/rules", asked).rows:
        rules.setdefault((model_id, provider), []).append(PriceRule(*rule))
    for model_id, offer in offers:
        provider = offer.provider
        yield (
            model_id,
            Card(
                offer,
                prices.get(offer.route_id, []),
                tools.get(provider, []),
                rules.get((model_id, provider), []),
                today,
            ),
        )
