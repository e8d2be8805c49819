"""The prices of an offer as rows for the calculator of a page. Which prices hold under which
conditions is decided here, by the rules of a bill; the calculator looks up a band, multiplies and
adds.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any, Literal

from reports.bill.applicable import TOKEN_METERS, ApplicablePrices, applicable_prices
from reports.bill.assumptions import Asked, Assumption, assumptions_of
from reports.bill.card import EXACT, Card, Price, PriceRule, without_zeros
from reports.bill.charges import request_price
from reports.bill.choosing import WORLD, NoPrice, options
from reports.bill.usage import Quantity
from reports.values.plain_values import json_text
from reports.values.value import FrozenModel

TIERS = ("standard", "batch")
METERS = {"i": "input", "c": "cache_read", "o": "output"}
"""What a calculator counts, by the letter that stands for it in the rows."""
ANY = "*"
"""In a plan: every region, or every set of meters, that is not named."""
_NOWHERE = "\0"
"""A region that no page states."""

Places = tuple[int, ...]


class PriceRow(FrozenModel):
    """A price of one band."""

    from_tokens: int
    """Of the input of a request, cached or not."""
    to_tokens: int | None
    each: str | None
    """Dollars for a token, with every digit; None where no rate leads to dollars."""


class BandedPrice(FrozenModel):
    """One price that a meter may have, by band."""

    rows: tuple[PriceRow, ...]
    marginal: Literal["parts", "any"] | None
    """"parts": each part of the input has the price of its band. "any": whose band's price an answer
    has is not stated. None: all has the price of the band of the whole input.
    """


class Way(FrozenModel):
    """The prices under one assumption for what is left open."""

    label: str
    request: str | None
    """Dollars for each request beside its tokens."""
    meters: dict[str, tuple[BandedPrice, ...] | None]
    """By letter: several where what decides is not given, None where there is no price."""


class OfferRows(FrozenModel):
    """The prices of one offer."""

    route_id: str
    ways: tuple[Way, ...]
    plan: dict[str, dict[str, dict[str, Places]]]
    """The places of the ways that are possible, by tier, by region in small letters ("" where none
    is given), and by the letters of the meters that are used.
    """

    def as_data(self) -> dict[str, Any]:
        """As short as a script can read it: rows and prices as lists, in the order of their fields."""
        ways: list[list[Any]] = []
        for way in self.ways:
            meters: dict[str, list[Any]] = {}
            for letter, prices in way.meters.items():
                if prices is not None:
                    meters[letter] = [_as_list(price) for price in prices]
            ways.append([way.label if len(self.ways) > 1 else "", way.request, meters])
        return {"route": self.route_id, "ways": ways, "plan": self.plan}


def _as_list(price: BandedPrice) -> list[Any]:
    rows = [[row.from_tokens, row.to_tokens, row.each] for row in price.rows]
    return [price.marginal, rows]


def offer_rows(card: Card) -> OfferRows:
    """The token prices of a card in dollars, on the day that the catalog is asked as of."""
    ways: list[Way] = []
    plan: dict[str, dict[str, dict[str, Places]]] = {}
    for tier in TIERS:
        regions = _plan_of_tier(card, tier, ways)
        if regions:
            plan[tier] = regions
    return OfferRows(route_id=card.offer.route_id, ways=tuple(ways), plan=plan)


def price_rows_json(cards: Sequence[Card]) -> str:
    """The prices of offers, each with its seller, as JSON for the calculator of a page."""
    return json_text([sold_rows(card) for card in cards])


def sold_rows(card: Card) -> dict[str, Any]:
    """The prices of a card as data, with its seller as pages name it."""
    offer = card.offer
    variant = f" ({offer.route_variant})" if offer.route_variant else ""
    return {"seller": f"{offer.provider_name}{variant}", **offer_rows(card).as_data()}


def _plan_of_tier(card: Card, tier: str, ways: list[Way]) -> dict[str, dict[str, Places]]:
    """The plan of a tier; ways that are not yet among `ways` are added to them."""
    asked = Asked(card.today, None, tier, None, None, None, "USD")
    prices = applicable_prices(card, asked)
    if not prices.chosen:
        return {}
    if not card.rules and not any(_depends(price) for price in prices.chosen):
        (assumption,) = assumptions_of(asked, prices.chosen, ())
        return {ANY: {ANY: (_place(_way(prices, assumption), ways),)}}
    known: dict[object, int] = {}
    found: dict[str, dict[str, Places]] = {}
    for key, region in _regions(prices.chosen, card.rules).items():
        places: dict[str, Places] = {}
        for letters in _sets_of_meters():
            meters = {METERS[letter] for letter in letters}
            used = [price for price in prices.chosen if price.meter in meters]
            assumptions = assumptions_of(asked._replace(region=region), used, card.rules)
            made: list[int] = []
            for conditions, rules, values in assumptions:
                assumed = (conditions, rules, tuple(values.items()))
                if assumed not in known:
                    way = _way(prices, Assumption(conditions, rules, values))
                    known[assumed] = _place(way, ways)
                made.append(known[assumed])
            places[letters] = tuple(dict.fromkeys(made))
        is_one = len(set(places.values())) == 1
        found[key] = {ANY: places[""]} if is_one else places
    return found


def _depends(price: Price) -> bool:
    return any((price.region, price.hours, price.mode))


def _regions(prices: Sequence[Price], rules: Sequence[PriceRule]) -> dict[str, str | None]:
    """The regions that may be asked for, by the key of each in a plan."""
    stated = [where.region for where in (*prices, *rules) if where.region is not None]
    parts = {part.strip() for region in stated for part in (region, *region.split(","))}
    regions: dict[str, str | None] = {"": None, WORLD: WORLD, ANY: _NOWHERE}
    regions.update({part.casefold(): part for part in sorted(parts)})
    return regions


def _sets_of_meters() -> Iterator[str]:
    """The letters of every set of meters, none of them included."""
    for size in range(len(METERS) + 1):
        for letters in combinations(METERS, size):
            yield "".join(letters)


def _place(way: Way, ways: list[Way]) -> int:
    """The place of a way, which is added where it is new."""
    if way not in ways:
        ways.append(way)
    return ways.index(way)


def _way(prices: ApplicablePrices, assumption: Assumption) -> Way:
    told = [value for value in assumption.values.values() if value not in {"any", "does not hold"}]
    return Way(
        label=", ".join(told),
        request=_request(prices),
        meters={letter: _prices_of(meter, prices, assumption) for letter, meter in METERS.items()},
    )


def _request(prices: ApplicablePrices) -> str | None:
    fee = request_price(prices.chosen)
    each = fee.each("USD") if fee else None
    return None if each is None else _digits(each)


def _prices_of(
    meter: str, prices: ApplicablePrices, assumption: Assumption
) -> tuple[BandedPrice, ...] | None:
    """The prices that a meter may have; of an answer also those of thinking."""
    meters = [meter]
    if meter == "output" and any(price.meter == "reasoning" for price in prices.chosen):
        meters.append("reasoning")
    found: list[BandedPrice] = []
    for each in meters:
        quantity = Quantity(each, "token", Decimal(1))
        try:
            stated = options(prices.chosen, quantity, assumption.conditions)
        except NoPrice:
            return None
        by_value: dict[str, list[Price]] = {}
        for option in stated:
            by_value.setdefault(option.value, []).append(option.price)
        found += [_banded(quantity, priced, assumption.rules) for priced in by_value.values()]
    return tuple(found)


def _banded(quantity: Quantity, prices: Sequence[Price], rules: Sequence[PriceRule]) -> BandedPrice:
    marginal: Literal["parts", "any"] | None = None
    if any(price.band_rule == "marginal" for price in prices):
        marginal = "parts" if quantity.is_input else "any"
    return BandedPrice(rows=tuple(_row(price, rules) for price in prices), marginal=marginal)


def _digits(amount: Decimal) -> str:
    return f"{without_zeros(amount):f}"


def _row(price: Price, rules: Sequence[PriceRule]) -> PriceRow:
    each = price.each("USD")
    if each is not None and price.region is None and price.meter in TOKEN_METERS:
        for rule in rules:
            each = EXACT.multiply(each, rule.factor)
    return PriceRow(
        from_tokens=price.context_from_tokens or 0,
        to_tokens=price.context_to_tokens,
        each=None if each is None else _digits(each),
    )
