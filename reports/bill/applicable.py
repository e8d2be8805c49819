"""The prices of a card that a bill rests on: those of the day and the tier, of one page."""

from collections.abc import Sequence
from typing import NamedTuple

from reports.bill.assumptions import Asked
from reports.bill.card import Card, Offer, Price
from reports.bill.choosing import of_tier

TOKEN_METERS = ("input", "output", "cache_read", "cache_write", "reasoning")


class ApplicablePrices(NamedTuple):
    """The prices of a card that hold on a day."""

    chosen: Sequence[Price]
    """Those of the tier that was asked for, of one page."""
    stated: Sequence[Price]
    """Those of every tier and page."""
    tools: Sequence[Price]


def applicable_prices(card: Card, asked: Asked) -> ApplicablePrices:
    """The prices of a card that hold on the day asked for."""
    today = card.today
    stated = [price for price in card.prices if price.holds_on(asked.day, today)]
    tools = [price for price in card.tools if price.holds_on(asked.day, today)]
    of_page = _of_one_page(of_tier(stated, asked.tier, asked.variant), card.offer, asked.currency)
    return ApplicablePrices(of_page, stated, tools)


def _of_one_page(prices: list[Price], offer: Offer, currency: str) -> list[Price]:
    """The token prices of one page, that of the offer's card where it has any, and of each other
    meter those of one page.
    """
    kept: list[Price] = []
    tokens = [price for price in prices if price.meter in TOKEN_METERS]
    kept += _best_page(tokens, offer, currency)
    for meter in sorted({price.meter for price in prices} - set(TOKEN_METERS)):
        of_meter = [price for price in prices if price.meter == meter]
        kept += _best_page(of_meter, offer, currency)
    return kept


def _best_page(prices: list[Price], offer: Offer, currency: str) -> list[Price]:
    pages: dict[tuple[str, str], list[Price]] = {}
    for price in prices:
        pages.setdefault(price.page, []).append(price)
    if not pages:
        return []
    head = (offer.source, offer.document)

    def order(page: tuple[str, str]) -> tuple[object, ...]:
        stated = pages[page]
        return (
            all(price.each(currency) is None for price in stated),
            page != head,
            all(price.missing_since is not None for price in stated),
            all(price.is_stale for price in stated),
            min(price.authority for price in stated),
            -len({price.meter for price in stated}),
            -max(price.checked.toordinal() for price in stated),
            page,
        )

    best = pages[min(pages, key=order)]
    still_there = [price for price in best if price.missing_since is None]
    return still_there or best
