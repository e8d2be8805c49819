"""What a format can say of an offer: its prices by band and field, with an account of the others."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from pipeline.tables.offers.account import Account, Reason
from pipeline.tables.offers.offer import Offer, OfferPrice, model_name
from spiders.readers.price_keys import PriceKey

NameOf = Callable[[PriceKey, int | None], str | None]
"""The field of a format for a price above an input length (None: from the first token on); None
where it has none.
"""
Cells = dict[str, OfferPrice]
Bands = dict[int | None, Cells]
"""The prices of an offer by the input length above which they hold and by field, as the first band
has it; the first band, under None, comes first.
"""


def fields_of(keys: Mapping[str, PriceKey]) -> NameOf:
    """The fields of a format whose bands stand apart; the first field of each meaning."""
    names: dict[PriceKey, str] = {}
    for name, key in keys.items():
        names.setdefault(key, name)
    return lambda key, _: names.get(key)


def bands_of(offer: Offer, name_of: NameOf, account: Account, *, banded: bool = True) -> Bands:
    """What a format can say of the prices of an offer, in US dollars per token; the others are
    lost.

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
    names_for: Callable[[Offer], NameOf] | None = None
    """What goes before `name_of` where the fields depend on the offer."""
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
    name_of = wanted.names_for(named.offer) if wanted.names_for else wanted.name_of
    bands = bands_of(named.offer, name_of, account, banded=wanted.banded)
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
