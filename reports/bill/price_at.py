"""What a usage costs at a seller: the one set of rules, docs/cost.md in code."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from reports.bill.answer import Choice, Cost, CostInterval, Dependence, ExactCost, UnknownCost
from reports.bill.assumptions import Asked
from reports.bill.card import Card, Offer, read_cards, read_offers
from reports.bill.choosing import is_in_region
from reports.bill.one_offer import cost_on
from reports.bill.usage import Usage
from reports.data.model_lookup import find_model, fold_name
from reports.values.name_hint import name_hint
from warehouse.store import Database


class UnknownSeller(Exception):
    """A provider has no offer of a model."""

    exit_code = 3
    code = "unknown-seller"


class WrongTime(Exception):
    """No time, or one without a zone."""

    exit_code = 2
    code = "wrong-time"


def price_at(
    catalog: Database,
    model: str,
    seller: str,
    usage: Usage,
    *,
    time: datetime | date | None = None,
    tier: str = "standard",
    region: str | None = None,
    mode: str | None = None,
    variant: str | None = None,
    offer: str | None = None,
    currency: str = "USD",
) -> Cost:
    """What `usage` of a model costs at a seller: an amount, an interval, or why there is neither.

    `time` decides the day's prices, and with an hour (a datetime with a zone) those of the hour; a
    day before that of the catalog is answered with what was known at its end, a later one with what
    is announced. `region` is "global" for a request that names none. `variant` is a condition as
    its page writes it, such as "fine_tuned". `offer` is one of several offers of the seller: its id
    or its variant.

    Raises UnknownModel, AmbiguousModel, UnknownSeller, WrongTime.
    """
    moment, day = _when(time)
    ((today,),) = catalog.query("bill/day").rows
    asked = Asked(day or today, moment, tier, region, mode, variant, currency)
    with _as_of(catalog, day if day and day < today else None):
        model_id = find_model(catalog, model)
        cards = _cards_of(catalog, model_id, seller, region, offer)
        return cost_of(model_id, cards, usage, asked)


def costs_at_all(
    catalog: Database,
    model: str,
    usage: Usage,
    *,
    tier: str = "standard",
    region: str | None = None,
) -> list[Cost]:
    """What `usage` of a model costs at each of its sellers, the cheapest exact one first. Raises
    UnknownModel, AmbiguousModel.
    """
    model_id = find_model(catalog, model)
    ((today,),) = catalog.query("bill/day").rows
    asked = Asked(today, None, tier, region, None, None, "USD")
    offers = [offer for offer in read_offers(catalog, model_id) if _is_sold(offer)]
    by_seller: dict[str, list[Card]] = {}
    for card in read_cards(catalog, model_id, offers):
        by_seller.setdefault(card.offer.provider, []).append(card)
    costs = [
        cost_of(model_id, _in_region(cards, region), usage, asked) for cards in by_seller.values()
    ]
    return sorted(costs, key=_order)


def _order(cost: Cost) -> tuple[int, Decimal, str]:
    match cost:
        case ExactCost():
            return 0, cost.cost, cost.seller
        case CostInterval():
            return 0, cost.cost_from, cost.seller
        case UnknownCost():
            return 1, Decimal(0), cost.seller


def cost_of(model_id: str, cards: Sequence[Card], usage: Usage, asked: Asked) -> Cost:
    """What a usage costs on the offers of one seller, which are its cards."""
    answers = [cost_on(model_id, card, usage, asked) for card in cards]
    known: list[ExactCost | CostInterval] = []
    choices: list[Choice] = []
    for card, answer in zip(cards, answers, strict=True):
        if not isinstance(answer, UnknownCost):
            known.append(answer)
            name = _offer_name(card.offer)
            choices.append(Choice(value=name, cost_from=_low(answer), cost_to=_high(answer)))
    if not known:
        return answers[0]
    cheapest = min(known, key=_low)
    dearest = max(known, key=_high)
    if len(known) == 1 or _low(cheapest) == _high(dearest):
        return known[0]
    further: list[Dependence] = []
    for answer in known:
        if isinstance(answer, CostInterval):
            further += answer.depends_on
    dearest_lines = dearest.lines
    if isinstance(dearest, CostInterval):
        dearest_lines = dearest.dearest_lines
    checked_days = [answer.checked for answer in known if answer.checked is not None]
    said: dict[str, Any] = _said(cheapest) | {"route_id": None}
    return CostInterval(
        **said,
        cost_from=_low(cheapest),
        cost_to=_high(dearest),
        depends_on=(Dependence(dimension="offer", choices=tuple(choices)), *further),
        lines=cheapest.lines,
        dearest_lines=dearest_lines,
        checked=min(checked_days, default=None),
    )


def _offer_name(offer: Offer) -> str:
    return offer.route_variant or offer.provider_model_id or offer.route_id


def _said(answer: ExactCost | CostInterval) -> dict[str, Any]:
    return {
        name: getattr(answer, name)
        for name in ("model_id", "seller", "route_id", "tier", "currency", "as_of", "notes")
    }


def _low(answer: ExactCost | CostInterval) -> Decimal:
    return answer.cost if isinstance(answer, ExactCost) else answer.cost_from


def _high(answer: ExactCost | CostInterval) -> Decimal:
    return answer.cost if isinstance(answer, ExactCost) else answer.cost_to


def _when(time: datetime | date | None) -> tuple[datetime | None, date | None]:
    if time is None:
        return None, None
    given = cast("object", time)  # callers need no types
    if not isinstance(given, date):
        raise WrongTime(f"expected a date, or a time with its zone, found {given!r}")
    if not isinstance(time, datetime):
        return None, time
    if time.tzinfo is None:
        raise WrongTime(
            f"expected a time with its zone, such as 2026-05-22T10:00Z, found {time.isoformat()}"
        )
    try:
        moment = time.astimezone(UTC)
    except OverflowError:
        raise WrongTime(f"expected a time of the years 1 to 9999 in UTC, found {time}") from None
    return moment, moment.date()


@contextmanager
def _as_of(catalog: Database, day: date | None) -> Generator[None]:
    """Ask the catalog as of a day; None: as it is asked already."""
    if day is None:
        yield
        return
    ((before,),) = catalog.query_sql("SELECT getvariable('as_of')").rows
    catalog.set_as_of(day)
    try:
        yield
    finally:
        catalog.set_as_of(before)


def _cards_of(
    catalog: Database, model_id: str, seller: str, region: str | None, offer: str | None
) -> list[Card]:
    """The cards of a seller's offers of a model. Raises UnknownSeller."""
    everyone = read_offers(catalog, model_id)
    folded = fold_name(seller)
    own = [
        one for one in everyone if folded in (fold_name(one.provider), fold_name(one.provider_name))
    ]
    if not own:
        sellers = [one.provider for one in everyone if _is_sold(one)]
        hint = name_hint(seller, sellers, f"`cardkeep show {model_id}`")
        raise UnknownSeller(f"no seller of {model_id} is called {seller!r}; {hint}")
    if offer is not None:
        named = [
            one for one in own if offer in (one.route_id, one.route_variant, one.provider_model_id)
        ]
        if not named:
            names = ", ".join(one.route_id for one in own)
            raise UnknownSeller(
                f"{seller} has no offer {offer!r} of {model_id}; expected one of {names}"
            )
        return read_cards(catalog, model_id, named)
    sold = [one for one in own if _is_sold(one)] or own[:1]
    return _in_region(read_cards(catalog, model_id, sold), region)


def _is_sold(offer: Offer) -> bool:
    return offer.is_live and offer.kind == "offer"


def _in_region(cards: list[Card], region: str | None) -> list[Card]:
    """Of a seller's offers those that are meant: in a region that names one of them, that one; and
    no free plan beside an offer that is charged for.
    """
    charged = [card for card in cards if card.offer.standing != "free tier"] or cards
    if region is None:
        return charged
    named = [card for card in charged if is_in_region(card.offer.route_variant or "", region)]
    plain = [card for card in charged if card.offer.route_variant is None]
    return named or plain or charged
