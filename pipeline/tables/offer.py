"""What a writer of a table gets: the offers of the catalog with the prices of their cards; and the
account that it gives of every value: written, or left out and why.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from pipeline.facts.money import decimal_text
from spiders.claims import Lifetime, Meter, Modality, Tier
from spiders.readers.price_keys import PriceKey

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
    """How each publisher names the route: that of its card, or else the shortest where it has several."""
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


NameOf = Callable[[PriceKey, int | None], str | None]
"""The field of a format for a price above an input length (None: from the first token on); None
where it has none.
"""
Cells = dict[str, OfferPrice]
Bands = dict[int | None, Cells]
"""The prices of an offer by the input length above which they hold and by field, as the first band has
it; the first band, under None, comes first.
"""


def fields_of(keys: Mapping[str, PriceKey]) -> NameOf:
    """The fields of a format whose bands stand apart; the first field of each meaning."""
    names: dict[PriceKey, str] = {}
    for name, key in keys.items():
        names.setdefault(key, name)
    return lambda key, _: names.get(key)


def bands_of(offer: Offer, name_of: NameOf, account: Account, *, banded: bool = True) -> Bands:
    """What a format can say of the prices of an offer, in US dollars per token; the others are lost.

    A price that is for text, or for the shortest cache, takes the field of the price in general
    where the format has none of its own. With `banded` False the format has no bands: the first is
    written.
    """
    bands: Bands = {None: {}}
    for price in sorted(offer.prices, key=_band_start):
        why = _why_not(price)
        if why:
            account.lose(price, why)
            continue
        over = price.over_tokens
        if over is not None and not banded:
            account.lose(price, "band")
            continue
        name = _field(price.key, None, name_of)
        cells = bands.setdefault(over, {})
        if name is None or _field(price.key, over, name_of) is None:
            account.lose(price, _why_no_field(price, name_of))
        elif name not in cells:
            cells[name] = price
        else:
            account.lose(price, "twice", cells[name].fact_id)
    return _on_a_base(bands, account)


def _band_start(price: OfferPrice) -> int:
    return price.context_from_tokens or 0


def _why_not(price: OfferPrice) -> Reason | None:
    """Why no table that states US dollars per token can say a price; None where it can."""
    conditions: dict[Reason, object] = {
        "region": price.region,
        "mode": price.mode,
        "plan": price.plan,
        "variant": price.variant,
        "class": price.price_class,
        "hours": price.hours,
        "marginal": price.band_rule == "marginal" and price.context_from_tokens,
    }
    if price.currency != "USD":
        return "currency"
    if price.usd_per_mtok is None:
        return "unit"
    return next((why for why, condition in conditions.items() if condition), None)


def _field(key: PriceKey, over: int | None, name_of: NameOf) -> str | None:
    general = key._replace(
        modality=None if key.modality == "text" else key.modality,
        lifetime=None if key.lifetime == "5m" else key.lifetime,
    )
    return name_of(key, over) or name_of(general, over)


def _why_no_field(price: OfferPrice, name_of: NameOf) -> Reason:
    """Whether it is the tier or the band for which the format has no field."""
    if price.over_tokens is not None and _field(price.key, None, name_of):
        return "band"
    if price.tier != "standard" and _field(price.key._replace(tier="standard"), None, name_of):
        return "tier"
    return "word"


def _on_a_base(bands: Bands, account: Account) -> Bands:
    """The bands without prices that have no price of the first band beside them."""
    base = bands[None]
    kept: Bands = {None: base}
    for over, cells in bands.items():
        if over is None:
            continue
        account.lose_all((cells[name] for name in cells if name not in base), "no base")
        on_base = {name: price for name, price in cells.items() if name in base}
        if on_base:
            kept[over] = on_base
    return kept


def prices_in(bands: Bands) -> list[OfferPrice]:
    """All prices of an offer's bands."""
    return [price for cells in bands.values() for price in cells.values()]


def lacks_pair(offer: Offer, bands: Bands, input_field: str, output_field: str) -> bool:
    """Whether the price of the input, or of an output, is not known: who computes with the table
    takes what it lacks for 0.
    """
    base = bands[None]
    return input_field not in base or (offer.needs_output and output_field not in base)


class PricedOffer(NamedTuple):
    """An offer under the id that a format gives it, with what the format can say of its prices."""

    id: str
    offer: Offer
    bands: Bands

    def amounts(self, over: int | None, power: int = 0) -> dict[str, Decimal]:
        """The prices above an input length by field, sorted: US dollars per million tokens, times
        ten to the `power`.
        """
        cells = self.bands[over]
        return {name: cells[name].per_mtok.scaleb(power) for name in sorted(cells)}

    @property
    def starts(self) -> list[int]:
        """The input lengths above which other prices hold, rising."""
        return sorted(over for over in self.bands if over is not None)


def fits_all(offer: Offer, fields: Collection[str]) -> Collection[str]:  # noqa: ARG001 (none of any)
    """No field: each can stand alone."""
    return ()


class Wanted(NamedTuple):
    """What a format needs of an offer, and how it names it."""

    name_of: NameOf
    id_of: Callable[[Offer], str | None] = model_name
    pair: tuple[str, str] | None = None
    """The fields of input and output; None where a table may have one without the other."""
    banded: bool = True
    even: bool = False
    """Whether every band must have the same fields."""
    unfit: Callable[[Offer, Collection[str]], Collection[str]] = fits_all
    """Which of the fields of an offer cannot stand beside what else is said of it, or not without
    others that are not known.
    """
    unsaid: Callable[[Offer], tuple[Reason, str] | None] = lambda _: None
    """Why the format can say nothing of an offer, with details; None where it can."""
    is_global: bool = False
    """Whether an id is of one offer of all sellers, and not of one of each."""


def priced_offers(
    offers: Iterable[Offer], wanted: Wanted, account: Account
) -> Iterator[PricedOffer]:
    """The offers that a format can say, each with the prices that it can say, as counted in the
    account; sorted by seller and id.
    """
    taken: set[tuple[str, str]] = set()
    named = [(offer.provider, wanted.id_of(offer) or "", offer) for offer in offers]
    for provider, name, offer in sorted(named, key=lambda item: (*item[:2], item[2].route_id)):
        unsaid = wanted.unsaid(offer)
        holder = "" if wanted.is_global else provider
        if not name:
            account.lose_all(offer.prices, "no id")
        elif unsaid:
            account.lose_all(offer.prices, *unsaid)
        elif (holder, name) in taken:
            account.lose_all(offer.prices, "same id", name)
        else:
            priced = _priced(PricedOffer(name, offer, {}), wanted, account)
            if priced:
                taken.add((holder, name))
                yield priced


def _priced(named: PricedOffer, wanted: Wanted, account: Account) -> PricedOffer | None:
    bands = bands_of(named.offer, wanted.name_of, account, banded=wanted.banded)
    prices = prices_in(bands)
    if not prices:
        return None
    if wanted.pair and lacks_pair(named.offer, bands, *wanted.pair):
        account.lose_all(prices, "pair")
        return None
    if wanted.pair:
        bands = _paired(bands, wanted.pair, account)
    if wanted.even:
        bands = _even(bands, account)
    unfit = wanted.unfit(named.offer, set(bands[None]))
    for cells in bands.values():
        account.lose_all((cells.pop(name) for name in sorted(unfit) if name in cells), "joint")
    account.write(prices_in(bands))
    return named._replace(bands=bands)


def _paired(bands: Bands, pair: tuple[str, str], account: Account) -> Bands:
    """The bands that have the prices of input and output where the first one has them."""
    needed = {name for name in pair if name in bands[None]}
    kept: Bands = {}
    for over, cells in bands.items():
        if needed <= cells.keys():
            kept[over] = cells
        else:
            account.lose_all(cells.values(), "pair")
    return kept


def _even(bands: Bands, account: Account) -> Bands:
    """The bands with the fields that all of them have."""
    common = {name for name in bands[None] if all(name in cells for cells in bands.values())}
    kept: Bands = {}
    for over, cells in bands.items():
        account.lose_all((cells[name] for name in cells if name not in common), "uneven")
        kept[over] = {name: price for name, price in cells.items() if name in common}
    return kept
