"""What a reader should know beside an amount."""

from collections.abc import Iterator, Sequence

from reports.bill.card import Offer, Price
from reports.bill.usage import Usage


def notes_on(offer: Offer, used: Sequence[Price], usage: Usage) -> Iterator[str]:
    """What a reader of an amount should know of the offer and the prices that it rests on."""
    yield from _notes_on_offer(offer)
    yield from _notes_on_pages(used)
    yield from _notes_on_bands(used, usage)


def _notes_on_offer(offer: Offer) -> Iterator[str]:
    if offer.price_rule and offer.price_rule.endswith("only"):
        yield f"its price is {offer.price_rule}, not by its seller"
    if offer.standing == "free tier":
        yield "free of charge within limits: a plan, no price for traffic"
    if offer.contradicted_by:
        yield f"{offer.contradicted_by}, read later, states another price"


def _notes_on_pages(used: Sequence[Price]) -> Iterator[str]:
    if any(price.held_value is not None for price in used):
        yield "a newer price waits for a review"
    gone = [price.missing_since for price in used if price.missing_since is not None]
    if gone:
        yield f"a price is no longer on its page since {min(gone)}"
    if any(price.is_stale for price in used):
        yield "a price was not checked for half a year"


def _notes_on_bands(used: Sequence[Price], usage: Usage) -> Iterator[str]:
    size = usage.prompt_tokens
    above = [price for price in used if price.context_from_tokens]
    reached = [price for price in above if (price.context_from_tokens or 0) <= size]
    if any(price.band_rule is None for price in reached):
        yield "the page gives prices by the size of the input: all of it pays the price of its size"
    if usage.requests > 1 and above:
        yield f"each of the {usage.requests:,} requests is taken to be of the same size"
