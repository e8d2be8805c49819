"""The offers of the catalog with the prices of their cards: what may be written at all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.identity.names import parse_name
from pipeline.tables.offers.account import Account, Reason
from pipeline.tables.offers.offer import Offer, OfferPrice, PastPrice
from spiders.readers.price_keys import PriceKey
from warehouse.store import Database


def read_offers(
    catalog: Database, providers: Sequence[str], account: Account, *, with_past: bool = False
) -> list[Offer]:
    """The live offers of some sellers, or of all where none is named, each with the prices of its
    card; sorted by seller and route. Every other stated price goes into the account.
    """
    catalog.keep_day()
    parameters = {"providers": list(providers) or None}
    prices: defaultdict[str, list[OfferPrice]] = defaultdict(list)
    names: defaultdict[str, dict[str, str]] = defaultdict(dict)
    names_on_card: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in catalog.query("exported_prices", parameters).rows:
        price = OfferPrice(*row)
        why, detail = _why_not(price)
        if price.route_id:
            _note_name(names[price.route_id], price)
        if why:
            account.lose(price, why, detail)
        elif price.route_id:
            prices[price.route_id].append(price)
            _note_name(names_on_card[price.route_id], price)
            if price.held_value:
                account.lose(price, "held", f"{price.held_value}: {price.held_because}")
    past = _past_prices(catalog, prices, parameters) if with_past else {}
    offers: list[Offer] = []
    for row in catalog.query("exported_routes", parameters).rows:
        offer = Offer(*row)
        if offer.route_id in prices:
            is_pointer = parse_name(prices[offer.route_id][0].stated_name).is_pointer
            offers.append(
                offer._replace(
                    kind="pointer" if is_pointer else offer.kind,
                    prices=prices[offer.route_id],
                    names=names[offer.route_id] | names_on_card[offer.route_id],
                    past=past.get(offer.route_id, ()),
                )
            )
    return offers


def _note_name(names: dict[str, str], price: OfferPrice) -> None:
    """Keep how a publisher names a route: of several names the shortest."""
    known = names.get(price.publisher, price.stated_name)
    names[price.publisher] = min(known, price.stated_name, key=lambda name: (len(name), name))


def _why_not(price: OfferPrice) -> tuple[Reason | None, str]:
    """Why a stated price is not what its route asks, with details; no reason where it is."""
    if price.subject_kind != "route" or price.route_id is None:
        return "service", ""
    if price.review_rank >= 2:
        return "rejected", ""
    if not price.in_effect:
        return "not in effect", _days(price)
    if not price.is_live:
        return "not sold", price.status or ""
    if price.amount is None:
        return "not offered", ""
    if price.missing_since:
        return "missing", f"since {price.missing_since.date()}"
    if price.is_stale:
        return "stale", f"last on {price.last_checked_at.date()}"
    if not price.is_on_card:
        if price.card_source == price.source:
            return "other name", f"the card is that of {price.card_name}"
        return "other card", f"the card is from {price.card_source}"
    return None, ""


def _days(price: OfferPrice) -> str:
    """The days that the page gives for a price."""
    ends: Iterable[tuple[str, date | None]] = (
        ("from", price.valid_from),
        ("until", price.valid_to),
        ("replaced from", price.superseded_from),
    )
    return ", ".join(f"{word} {day}" for word, day in ends if day)


def _past_prices(
    catalog: Database, current: dict[str, list[OfferPrice]], parameters: dict[str, list[str] | None]
) -> dict[str, list[PastPrice]]:
    """What each route asked in the course of time, as the source of its card says it."""
    cards = {
        route: {
            (price.source, price.document, price.stated_name) for price in prices if price.is_plain
        }
        for route, prices in current.items()
    }
    past: defaultdict[str, list[PastPrice]] = defaultdict(list)
    for row in catalog.query("exported_history", parameters).dicts():
        card = (row["source"], row["document"], row["stated_name"])
        if card not in cards.get(row["route_id"], ()):
            continue
        over = row["context_from_tokens"]
        past[row["route_id"]].append(
            PastPrice(
                key=PriceKey(row["meter"]),
                over_tokens=over - 1 if over else None,
                usd_per_mtok=row["usd_per_mtok"],
                from_date=row["from_date"],
                to_date=row["to_date"],
            )
        )
    return past
