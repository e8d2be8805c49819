"""The account that a writer of a table gives of every value: written, or left out and why."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.facts.money import decimal_text
from pipeline.tables.offers.offer import OfferPrice

Reason = Literal[
    "service",
    "rejected",
    "not in effect",
    "not sold",
    "not offered",
    "missing",
    "stale",
    "other card",
    "other name",
    "held",
    "currency",
    "unit",
    "region",
    "mode",
    "plan",
    "variant",
    "class",
    "hours",
    "tier",
    "word",
    "twice",
    "band",
    "marginal",
    "no base",
    "pair",
    "uneven",
    "joint",
    "no id",
    "same id",
    "unknown",
    "seller",
]
REASONS: dict[Reason, str] = {
    "service": "the price of a tool or a service, which belongs to no model",
    "rejected": "a person rejected it",
    "not in effect": "not in effect on the day",
    "not sold": "its route is not live on the day",
    "not offered": "its page says that it is not offered, and no price",
    "missing": "its page states it no longer",
    "stale": "not checked for half a year",
    "other card": "another source's statement: the price card of the route is that of one source",
    "other name": "stated under another name of its route: a card is what stands under one",
    "held": "a newer value that waits for review: the one before it is written",
    "currency": "in another currency than US dollars",
    "unit": "not a price per token",
    "region": "for a region",
    "mode": "for a mode of the model",
    "plan": "within a plan",
    "variant": "for a variant of the use",
    "class": "promotional, introductory or net of a discount: the list price is written",
    "hours": "for some hours of the day",
    "tier": "for a tier that the format does not have",
    "word": "the format has no word for it",
    "twice": "the format has one word for this and for another price that is written",
    "band": "for a band of input lengths that the format cannot say",
    "marginal": "a band whose price counts for its own tokens only: the format means all of them",
    "no base": "for long inputs only: no price of the first band is known beside it",
    "pair": "input or output is not known: the format, or who reads it, would take it for 0",
    "uneven": "not known in every band of input lengths: the format demands it in all or none",
    "joint": "the format demands a further price beside it that is not known, or forbids it here",
    "no id": "no id of its route is known",
    "same id": "another route of the seller has this id in the format",
    "unknown": "the format demands what is not known of the model",
    "seller": "the format has no word for the seller",
}


class Loss(NamedTuple):
    """A value of the catalog that a table does not have."""

    why: Reason
    provider: str
    name: str
    meter: str
    qualifiers: str | None
    value: str
    """The amount in its currency and unit; empty where none is stated."""
    detail: str
    fact_id: str
    source: str


class Account:
    """What a writer did with every value: each is written, or left out for a reason."""

    def __init__(self) -> None:
        self.written: list[OfferPrice] = []
        self.losses: list[Loss] = []
        self.models = 0

    def lose(self, price: OfferPrice, why: Reason, detail: str = "") -> None:
        value = ""
        if price.amount is not None:
            value = f"{decimal_text(price.amount)} {price.currency} per {price.unit}"
        self.losses.append(
            Loss(
                why=why,
                provider=price.provider,
                name=price.stated_name,
                meter=price.meter,
                qualifiers=price.qualifiers,
                value=value,
                detail=detail,
                fact_id=price.fact_id,
                source=price.source,
            )
        )

    def lose_all(self, prices: Iterable[OfferPrice], why: Reason, detail: str = "") -> None:
        for price in prices:
            self.lose(price, why, detail)

    def write(self, prices: Iterable[OfferPrice]) -> None:
        """Count the prices of one model as written."""
        self.written += prices
        self.models += 1

    def counts(self) -> Counter[Reason]:
        return Counter(loss.why for loss in self.losses)
