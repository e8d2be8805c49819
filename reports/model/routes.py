"""The routes of a model: one per offer of a seller, with all prices as values, status and dates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.data.model_rows import ModelRows
from reports.data.rows import FactRow, OfferRow, PriceRow
from reports.model.attributes import tokens_value
from reports.model.prices import Price, main_rows, main_value, more_prices
from reports.values.citations import Citations
from reports.values.value import FrozenModel, Receipt, StatedValue, Value, is_stale, number_of

STANDING_WORDS = {
    "eligible": "price confirmed",
    "stated once": "one publisher only",
    "free tier": "free of charge, within limits",
    "priced otherwise": "priced, but not by input and output tokens",
    "price not sourced": "no complete price in dollars",
    "price missing": "price no longer on its page",
    "price stale": "price not checked for half a year",
    "pointer": "a name for the newest route",
    "router": "a router to other models",
    "fine-tune": "a fine-tuned model",
    "image size": "an image size",
    "container": "a container",
    "due": "retirement date passed, not read since",
    "unconfirmed": "last seen",
    "missing": "missing from its list",
    "not listed": "not on its seller's list",
    "retired": "retired",
}


class Route(FrozenModel):
    """A seller's offer of a model."""

    route_id: str
    provider: str
    provider_id: str
    stated_id: str
    variant: str | None
    region: str | None
    status: str
    standing: str
    is_live: bool
    is_eligible: bool
    was_backed: bool
    has_own_price: bool
    input: Value
    output: Value
    prices: tuple[Price, ...]
    context: Value | None
    """The context that this seller serves, where it is not the model's."""
    listed: Receipt
    ended: StatedValue | None
    ends: StatedValue | None
    """A retirement that is still to come."""
    successor: StatedValue | None

    @property
    def seller(self) -> str:
        """Who sells it, and which of its offers of the model."""
        return f"{self.provider} ({self.variant})" if self.variant else self.provider

    @property
    def is_stale(self) -> bool:
        return is_stale(self.input) or is_stale(self.output)

    def price(self, meter: str, tier: str) -> Price | None:
        """The price of a meter and tier without further conditions, by the best authority that
        states one.
        """
        plain = [
            price
            for price in self.prices
            if (price.meter, price.tier) == (meter, tier) and price.is_plain
        ]
        return min(plain, key=lambda price: price.authority, default=None)


def own_route(routes: Iterable[Route], lab: str | None) -> Route | None:
    """The route that the model's maker sells."""
    own = [route for route in routes if route.provider_id == lab]
    return min(
        own,
        key=lambda route: (route.variant is not None, not route.is_live, route.route_id),
        default=None,
    )


def routes_of(
    model_rows: ModelRows, model_context: Value, citations: Citations
) -> tuple[Route, ...]:
    """Every route: those that count for a minimum first, cheapest first; those that ended last."""
    facts: defaultdict[str | None, list[FactRow]] = defaultdict(list)
    prices: defaultdict[str, list[PriceRow]] = defaultdict(list)
    for fact in model_rows.facts.values():
        facts[fact.route_id].append(fact)
    for row in model_rows.prices:
        prices[row.route_id].append(row)
    routes = [
        _route(
            model_rows,
            offer,
            facts[offer.route_id],
            prices[offer.route_id],
            model_context,
            citations,
        )
        for offer in model_rows.offers
    ]
    return tuple(sorted(routes, key=_order))


def _order(route: Route) -> tuple[bool, bool, bool, Decimal, str, str]:
    prices = [number_of(route.input), number_of(route.output)]
    total = sum((price for price in prices if price is not None), Decimal(0))
    return (
        not route.is_live,
        not route.is_eligible,
        None in prices,
        total,
        route.provider.casefold(),
        route.route_id,
    )


def _route(
    model_rows: ModelRows,
    offer: OfferRow,
    facts: Sequence[FactRow],
    prices: Sequence[PriceRow],
    model_context: Value,
    citations: Citations,
) -> Route:
    main = main_rows(prices, offer)

    def dated(what: str, attribute: str, text: str | None) -> StatedValue | None:
        """On the fact that states it, or, of a listing that ended, on the fact that listed the
        route.
        """
        if text is None:
            return None
        stating = [
            fact.fact_id for fact in facts if (fact.attribute, fact.value_text) == (attribute, text)
        ]
        receipt = citations.cite(min(stating, default=offer.fact_id))
        return StatedValue(
            about=f"{offer.route_id} {what}",
            text=text,
            short=text,
            number=None,
            receipts=(receipt,),
        )

    return Route(
        route_id=offer.route_id,
        provider=offer.provider_name,
        provider_id=offer.provider,
        stated_id=offer.stated_id,
        variant=offer.route_variant,
        region=offer.region,
        status=offer.status,
        standing=offer.standing,
        is_live=offer.is_live,
        is_eligible=offer.is_eligible,
        was_backed=offer.was_backed,
        has_own_price=offer.has_own_price,
        input=main_value(model_rows, offer, main, "input", citations),
        output=main_value(model_rows, offer, main, "output", citations),
        prices=tuple(
            more_prices(model_rows, offer, (row for row in prices if row not in main), citations)
        ),
        context=_served(offer, facts, model_context, citations),
        listed=citations.cite(offer.fact_id),
        ended=dated("ended", "retired_date", offer.ended_date),
        ends=dated("ends", "retired_date", offer.retired_date) if offer.is_live else None,
        successor=dated("successor", "successor", offer.successor),
    )


def _served(
    offer: OfferRow, facts: Sequence[FactRow], model: Value, citations: Citations
) -> Value | None:
    """The context that the seller states, before what others say of it; None where it is the
    model's.
    """
    stated = [
        fact for fact in facts if fact.attribute == "context_tokens" and fact.missing_since is None
    ]
    best = min(stated, key=lambda fact: (not fact.is_own, fact.source, fact.fact_id), default=None)
    if best is None or best.value_number == number_of(model):
        return None
    return tokens_value(f"{offer.route_id} serves context_tokens", best, citations)
