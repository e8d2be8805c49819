"""Deepgram's price list."""

from spiders.authoring import Link, PricePage


class DeepgramPricing(PricePage):
    """Deepgram's prices in dollars per minute of speech and per thousand characters of text."""

    publisher = "deepgram"
    links = [Link(kind="pricing", url="https://deepgram.com/pricing")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
